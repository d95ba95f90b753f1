"""The one way out reaches what is outside, and nothing inside unless the operator says so."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from upheld.foundation.outgoing import addresses_of, connect, may_be_reached
from upheld.foundation.refusals import Refused
from upheld.foundation.sealed import seal, unseal


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("1.1.1.1", True), ("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False),
        ("192.168.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("fe80::1", False), ("::ffff:127.0.0.1", False), ("2606:4700::1111", True),
    ],
)  # fmt: skip
def test_only_what_is_public_is_reached(address, reached, settings):
    settings.INSIDE_NETWORKS = ()
    assert may_be_reached(ip_address(address)) is reached


def test_a_network_inside_can_be_allowed(settings):
    settings.INSIDE_NETWORKS = ("10.1.0.0/16",)
    assert may_be_reached(ip_address("10.1.2.3"))
    assert not may_be_reached(ip_address("10.2.2.3"))


def test_a_name_that_leads_inside_is_refused(settings):
    settings.INSIDE_NETWORKS = ()
    with pytest.raises(Refused) as refused:
        connect("localhost", 1)
    assert refused.value.code == "host_inside"


def test_the_judged_address_is_the_one_that_is_reached(settings, monkeypatch):
    settings.INSIDE_NETWORKS = ("127.0.0.0/8",)
    answers = iter(["127.0.0.1", "169.254.169.254"])

    def rebinding(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    reached = []
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", lambda to, timeout: reached.append(to[0]))
    connect("mail.example", 25)
    assert reached == ["127.0.0.1"]


def test_a_name_of_nothing_is_said(settings):
    with pytest.raises(Refused) as refused:
        addresses_of("no-such-host.invalid", 25)
    assert refused.value.code == "host_unknown"


class TestSealing:
    def test_gives_back_what_was_sealed_for_its_purpose(self):
        sealed = seal("pass word", "mailbox")
        assert "pass" not in sealed
        assert unseal(sealed, "mailbox") == "pass word"
        assert (seal("", "mailbox"), unseal("", "mailbox")) == ("", "")
        with pytest.raises(Refused):
            unseal(sealed, "calendar")

    def test_says_when_the_key_has_changed(self, settings):
        sealed = seal("pass word", "mailbox")
        settings.SECRET_KEY = "another"
        with pytest.raises(Refused) as refused:
            unseal(sealed, "mailbox")
        assert refused.value.code == "secret_lost"
