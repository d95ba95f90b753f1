"""The rules of mail: tables of cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.mailroom.rules.addressing import (
    addresses_in,
    extra_part,
    is_mailbox,
    ticket_of_tokens,
    ticket_token,
    with_extra,
)
from upheld.mailroom.rules.deciding import Decision, Facts, Fate, Why, decide
from upheld.mailroom.rules.nature import Nature, nature_of
from upheld.mailroom.rules.quoting import said_anew
from upheld.mailroom.rules.reading import read_letter
from upheld.mailroom.rules.retrying import pause_after
from upheld.mailroom.rules.wording import text_of_html

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.mark.parametrize(
    ("headers", "sender", "nature"),
    [
        ({}, "a@b.example", Nature.PERSON),
        ({"auto-submitted": "no"}, "a@b.example", Nature.PERSON),
        ({"auto-submitted": "auto-generated"}, "a@b.example", Nature.GENERATED),
        ({"auto-submitted": "auto-replied; owner-email=x"}, "a@b.example", Nature.ANSWERED),
        ({"precedence": "auto_reply"}, "a@b.example", Nature.ANSWERED),
        ({"return-path": "<>"}, "a@b.example", Nature.ANSWERED),
        ({"x-autoreply": "yes"}, "a@b.example", Nature.ANSWERED),
        ({"x-auto-response-suppress": "All", "subject": "Automatic reply: x"}, "a@b.example",
         Nature.ANSWERED),
        ({"x-auto-response-suppress": "All"}, "a@b.example", Nature.GENERATED),
        ({"list-id": "<a.b>"}, "a@b.example", Nature.LIST),
        ({"list-unsubscribe": "<https://x.example/>"}, "a@b.example", Nature.LIST),
        ({"list-unsubscribe": "<https://x.example/>", "auto-submitted": "auto-generated"},
         "monitor@b.example", Nature.GENERATED),
        ({"precedence": "bulk"}, "a@b.example", Nature.LIST),
        ({"content-type": "multipart/report; report-type=delivery-status"}, "a@b.example",
         Nature.BOUNCE),
        ({"content-type": "multipart/report; report-type=disposition-notification"}, "a@b.example",
         Nature.ANSWERED),
        ({"return-path": "<>"}, "mailer-daemon@b.example", Nature.BOUNCE),
        ({}, "Postmaster@b.example", Nature.BOUNCE),
    ],
)  # fmt: skip
def test_nature(headers, sender, nature):
    assert nature_of(headers, sender) is nature


@pytest.mark.parametrize(
    ("text", "fresh"),
    [
        ("Yes.\n\nOn Mon, 9 Mar 2026 Dana <d@x> wrote:\n> Is it?\n", "Yes."),
        ("Yes.\n\nOn Mon, 9 Mar 2026 at 10:00 Dana Kowalski\n<d@x.example> wrote:\n> x", "Yes."),
        ("Ja.\n\nAm 9.3.2026 um 10:00 schrieb Dana:\n> x", "Ja."),
        ("Yes.\n\n-----Original Message-----\nFrom: x", "Yes."),
        ("Yes.\n\nFrom: Dana\nSent: Monday\nTo: me\n\nx", "Yes."),
        ("Yes.\n\n-- \nRuth Adler\nAcme", "Yes."),
        ("Yes.\n> quoted\n> more\n", "Yes."),
        ("> Is it?\nYes it is.\n> And?\nNo.", "> Is it?\nYes it is.\n> And?\nNo."),
        ("> only quoted", "> only quoted"),
        ("Yes.\n\n--- Please write your answer above this line ---\nold", "Yes."),
        ("From: here on it fails\nand more", "From: here on it fails\nand more"),
        ("", ""),
    ],
)
def test_what_is_new(text, fresh):
    assert said_anew(text) == fresh


@given(st.text(max_size=400))
def test_something_is_always_left(text):
    assert bool(said_anew(text)) == bool(text.strip())


class TestTokens:
    def test_name_their_ticket_and_no_other(self):
        token = ticket_token(KEY, 1, 42)
        assert ticket_of_tokens([token], [KEY], 1) == 42
        assert ticket_of_tokens([token], [OTHER], 1) is None
        assert ticket_of_tokens([token], [KEY], 2) is None
        assert ticket_of_tokens([token], [OTHER, KEY], 1) == 42
        assert ticket_of_tokens([token.replace("t42-", "t43-")], [KEY], 1) is None
        assert ticket_of_tokens([f"Re: VPN [#7 {token.upper()}]"], [KEY], 1) == 42
        assert ticket_of_tokens([token + "a"], [KEY], 1) is None

    def test_stand_after_the_plus(self):
        address = with_extra("help@a.example", "x")
        assert extra_part(address.upper(), "help@a.example") == "x"
        assert not extra_part("help+x@b.example", "help@a.example")
        assert is_mailbox("help+y@a.example", "help@a.example")
        assert not is_mailbox("helper@a.example", "help@a.example")


def test_addresses_are_read_once_each():
    found = addresses_in(['"Adler, Ruth" <Ruth@A.example>, ruth@a.example', "nobody", "@"])
    assert [(one.address, one.name) for one in found] == [("ruth@a.example", "Adler, Ruth")]


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        (Facts(Nature.PERSON, contacts=1), Decision(Fate.OPENED)),
        (Facts(Nature.PERSON), Decision(Fate.HELD, Why.STRANGER)),
        (Facts(Nature.PERSON, contacts=2), Decision(Fate.HELD, Why.SEVERAL)),
        (Facts(Nature.PERSON, contacts=1, is_staff=True), Decision(Fate.HELD, Why.STAFF)),
        (Facts(Nature.PERSON, contacts=1, is_ours=True), Decision(Fate.OWN)),
        (Facts(Nature.PERSON, contacts=1, is_storm=True), Decision(Fate.HELD, Why.STORM)),
        (Facts(Nature.PERSON, on_ticket=True, takes_part=True), Decision(Fate.ANSWERED)),
        (Facts(Nature.PERSON, on_ticket=True, contacts=1), Decision(Fate.HELD, Why.NOT_OF_TICKET)),
        (Facts(Nature.ANSWERED, on_ticket=True, takes_part=True), Decision(Fate.NOTED)),
        (Facts(Nature.GENERATED, contacts=1), Decision(Fate.OPENED)),
        (Facts(Nature.ANSWERED, contacts=1), Decision(Fate.HELD, Why.MACHINE)),
        (Facts(Nature.LIST, contacts=1), Decision(Fate.HELD, Why.LIST)),
        (Facts(Nature.BOUNCE, returned_known=True, is_storm=True), Decision(Fate.RETURNED)),
        (Facts(Nature.BOUNCE), Decision(Fate.HELD, Why.RETURNED)),
        (Facts(Nature.PERSON, readable=False), Decision(Fate.HELD, Why.UNREADABLE)),
    ],
)
def test_where_a_mail_belongs(facts, decision):
    assert decide(facts) == decision


def test_pauses_grow_to_an_hour():
    pauses = [pause_after(failures) for failures in range(1, 9)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
    assert pauses[-1] == timedelta(hours=1)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(content):
    letter = read_letter(content)
    assert len(letter.fingerprint) == 64


def test_the_same_mail_by_two_ways_has_one_fingerprint():
    mail = b"From: a@b.example\r\nMessage-ID: <1@b>\r\n\r\nx\r\n"
    other = b"Received: by c\nReturn-Path: <a@b.example>\n" + mail.replace(b"\r\n", b"\n")
    assert read_letter(mail).fingerprint == read_letter(other).fingerprint
    changed = mail.replace(b"\r\nx", b"\r\ny")
    assert read_letter(mail).fingerprint != read_letter(changed).fingerprint


def test_html_in_words():
    assert text_of_html("<style>x</style><p>a&amp;b</p><ul><li>c</li></ul>").split() == ["a&b", "c"]
