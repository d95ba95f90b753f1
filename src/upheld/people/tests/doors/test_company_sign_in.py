"""The company's own sign-in, against a real OpenID Connect provider in a process of its own."""

from __future__ import annotations

import gc
import json
import runpy
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.core.cache import cache
from django.test import Client

from upheld.people.models import User
from upheld.wiring import sign_in_settings

# The library leaves the connections to the provider for the collector of garbage to close.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SAM, STRANGER, UNPROVEN = (
    {"sub": "1", "email": "sam@northgate.example", "email_verified": True, "name": "Sam Okafor"},
    {"sub": "2", "email": "stranger@northgate.example", "email_verified": True, "name": "S"},
    {"sub": "3", "email": "ana@northgate.example", "email_verified": False, "name": "Ana"},
)
BEGIN = "/account/oidc/company/login/"


class _Stay(urllib.request.HTTPRedirectHandler):
    """Lets a redirection be looked at instead of followed."""

    def redirect_request(self, *_args):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that knows three people."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = [
        part for one in (SAM, STRANGER, UNPROVEN) for part in ("--user-claims", json.dumps(one))
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), *known],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as provider:  # fmt: skip
        try:
            _until_it_answers(address, provider)
            yield address
        finally:
            provider.terminate()


def _until_it_answers(address: str, provider: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        assert provider.poll() is None, "the provider ended by itself"
        try:
            with OPENER.open(f"{address}/.well-known/openid-configuration", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the provider does not answer")


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Let connections be closed while this module's tests run, and in nobody else's."""
    yield
    gc.collect()


@pytest.fixture
def client(world, issuer, monkeypatch, settings) -> Client:
    """A browser at an installation that an operator told of the provider."""
    cache.clear()
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    said = {"URL": issuer, "NAME": "Northgate’s sign-in", "CLIENT_ID": "upheld", "SECRET": "s"}
    for name, value in said.items():
        monkeypatch.setenv(f"UPHELD_OIDC_{name}", value)
    configured = runpy.run_path(sign_in_settings.__file__)
    settings.SOCIALACCOUNT_PROVIDERS = configured["SOCIALACCOUNT_PROVIDERS"]
    return Client()


def sent_back(client: Client, subject: str) -> str:
    """Go to the provider, say who one is there, and give the address that it sends one back to."""
    asked = client.post(BEGIN)
    assert asked.status_code == 302
    there = asked.headers["Location"]
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(there).query)["client_id"] == ["upheld"]
    form = urllib.parse.urlencode({"sub": subject}).encode()
    with pytest.raises(urllib.error.HTTPError) as redirected:
        OPENER.open(urllib.request.Request(there, data=form), timeout=30)
    redirected.value.close()
    assert redirected.value.code == 302
    back = urllib.parse.urlsplit(redirected.value.headers["Location"])
    return f"{back.path}?{back.query}"


def test_the_sign_in_page_offers_it_by_its_name(client):
    assert "Sign in with Northgate’s sign-in" in client.get("/account/login/").content.decode()


def test_whoever_has_a_place_comes_in_by_a_verified_address(client):
    answer = client.get(sent_back(client, "1"))

    assert answer.headers["Location"] == "/"
    assert client.get("/my-account").status_code == 200
    assert "sam@northgate.example" in client.get("/my-account").content.decode()
    second = Client()
    second.get(sent_back(second, "1"))
    assert second.get("/my-account").status_code == 200


@pytest.mark.parametrize("subject", ["2", "3"])
def test_nobody_gets_in_by_an_unknown_or_unproven_address(client, subject):
    before = User.objects.count()

    client.get(sent_back(client, subject), follow=True)

    assert client.get("/my-account").status_code == 302
    assert User.objects.count() == before


def test_an_answer_that_was_not_asked_for_opens_nothing(client):
    back = sent_back(client, "1")
    stranger = Client()

    stranger.get(back)
    assert stranger.get("/my-account").status_code == 302
    client.get(back.replace("state=", "state=x"))
    assert client.get("/my-account").status_code == 302


def test_a_second_step_is_still_asked_for(client):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(User.objects.get(email=SAM["email"]), "JBSWY3DPEHPK3PXP")

    answer = client.get(sent_back(client, "1"))

    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/my-account").status_code == 302
