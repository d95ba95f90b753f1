"""Signing in at real mail servers by tokens of a real token server."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from upheld.desk.models import Ticket
from upheld.desk.operations.tickets import reply_to_ticket
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.sealed import unseal
from upheld.mailroom.jobs.sending import try_mailbox
from upheld.mailroom.models import Mailbox
from upheld.mailroom.operations.mailboxes import (
    MailboxDraft,
    Server,
    set_mailbox,
    turn_mailbox,
)
from upheld.mailroom.operations.mailboxes import TokenServer as Entered
from upheld.mailroom.operations.tokens import keep_tokens
from upheld.mailroom.queries.mailboxes import SEALED_FOR
from upheld.mailroom.rules.tokens import USUAL_LIFE, Tokens
from upheld.mailroom.tests.conftest import ADDRESS, written
from upheld.mailroom.tests.mail_servers import HOST, NOW, USER
from upheld.mailroom.tests.token_server import (
    CLIENT,
    FIRST,
    SECRET,
    TokenImap,
    TokenServer,
    TokenSmtp,
)

pytestmark = pytest.mark.usefixtures("at_now", "ruth")


@pytest.fixture
def tokens(tmp_path):
    server = TokenServer(tmp_path)
    yield server
    server.end()


@contextmanager
def begun(tokens, mechanism):
    imap, smtp = TokenImap(tokens.accepted, mechanism), TokenSmtp(tokens.accepted, mechanism)
    try:
        imap.begin()
        smtp.begin()
        yield imap, smtp
    finally:
        imap.end()
        smtp.end()


@pytest.fixture(params=["XOAUTH2", "OAUTHBEARER"])
def servers(request, tokens):
    with begun(tokens, request.param) as both:
        yield both


@pytest.fixture
def one_kind(tokens):
    """Servers where how a token is shown is not the matter."""
    with begun(tokens, "XOAUTH2") as both:
        yield both


def drafted(tokens, imap_port=0, smtp_port=0, **entered):
    held = {"client_id": CLIENT, "refresh_token": FIRST, "scope": "mail offline_access"}

    def server(port):
        return Server(HOST, port, "none", USER) if port else Server()

    return MailboxDraft(
        "Support", ADDRESS, imap=server(imap_port), smtp=server(smtp_port), sign_in="oauth",
        tokens=Entered(tokens.url, **{**held, **entered}),
    )  # fmt: skip


def declared(world, tokens, servers, **entered):
    imap, smtp = servers
    draft = drafted(tokens, imap.port, smtp.port, **entered)
    made = set_mailbox(draft=draft, by=world.ana, at=NOW)
    return turn_mailbox(mailbox=made, on=True, by=world.ana, at=NOW - timedelta(hours=2))


def test_mail_comes_and_goes_by_one_token(world, tokens, servers, fetched, sent):
    box = declared(world, tokens, servers)
    imap, smtp = servers
    imap.receive(written())
    assert fetched().startswith("1 mails")
    reply_to_ticket(ticket=Ticket.objects.get(), text="We look.", by=world.dana, at=NOW)
    assert sent() == "1 sent."
    assert b"We look." in smtp.taken[0]
    (asked,) = tokens.asked
    assert asked == {"grant_type": "refresh_token", "refresh_token": FIRST, "client_id": CLIENT,
                     "scope": "mail offline_access"}  # fmt: skip
    box.refresh_from_db()
    assert unseal(box.refresh_sealed, SEALED_FOR) == "refresh-1"
    assert "access-1" not in box.access_sealed


def test_no_secret_is_in_the_record_or_on_a_page(world, tokens, one_kind, fetched, browser):
    box = declared(world, tokens, one_kind, client_secret=SECRET)
    fetched()
    said = " ".join(f"{one.body} {one.private}" for one in RecordEntry.objects.all())
    ana = browser("ana")
    for name in ("mailbox", "mailbox-edit"):
        said += ana.get(reverse(name, args=[box.pk])).content.decode()
    assert not [one for one in (SECRET, FIRST, "refresh-1", "access-1") if one in said]


def test_a_token_at_its_end_is_fetched_anew(world, tokens, one_kind, fetched):
    declared(world, tokens, one_kind)
    fetched()
    fetched(57)
    assert len(tokens.asked) == 1
    fetched(59)
    assert [one["refresh_token"] for one in tokens.asked] == [FIRST, "refresh-1"]
    assert Mailbox.objects.get().fetch_problem == ""


def test_a_token_that_the_mail_server_does_not_take_is_forgotten(
    world, tokens, servers, fetched, sent
):
    declared(world, tokens, servers)
    fetched()
    tokens.take_back()
    fetched(1)
    assert "did not let support in" in Mailbox.objects.get().fetch_problem
    fetched(10)
    assert Mailbox.objects.get().fetch_problem == ""
    tokens.take_back()
    servers[0].receive(written())
    tokens.accepted.write_text("access-2\n")
    fetched(20)
    tokens.take_back()
    reply_to_ticket(ticket=Ticket.objects.get(), text="We look.", by=world.dana, at=NOW)
    assert sent(21) == "0 sent."
    assert "did not let support in" in Mailbox.objects.get().send_problem
    assert sent(30) == "1 sent."


def test_a_grant_that_has_ended_is_said_and_a_new_one_helps(world, tokens, one_kind, fetched):
    box = declared(world, tokens, one_kind)
    tokens.refresh = "another"
    fetched()
    box.refresh_from_db()
    assert "invalid_grant" in box.fetch_problem
    assert "Sign in there again" in box.fetch_problem
    assert FIRST not in box.fetch_problem
    imap, smtp = one_kind
    draft = drafted(tokens, imap.port, smtp.port, refresh_token="another")
    set_mailbox(mailbox=box, draft=draft, by=world.ana, at=NOW)
    fetched(10)
    assert Mailbox.objects.get().fetch_problem == ""


def test_what_somebody_entered_meanwhile_stays(world, tokens, one_kind, by_itself):
    box = declared(world, tokens, one_kind)
    came = Tokens("a", USUAL_LIFE, "rotated")
    keep_tokens(mailbox=box, tokens=came, asked="what was there before", by=by_itself, at=NOW)
    box.refresh_from_db()
    assert unseal(box.refresh_sealed, SEALED_FOR) == FIRST


def test_an_application_in_its_own_name(world, tokens, one_kind, fetched):
    declared(world, tokens, one_kind, refresh_token="", client_secret=SECRET)
    fetched()
    assert Mailbox.objects.get().fetch_problem == ""
    assert tokens.asked[0]["grant_type"] == "client_credentials"


@pytest.mark.parametrize(("answer", "says"), [
    ((200, b"<html>"), "nothing that can be read"),
    ((500, b"{}"), "gave no token (500)"),
    ((200, b'{"access_token": "a\\r\\nb"}'), "gave no token"),
    ((200, b"[1]"), "nothing that can be read"),
    ((400, b'{"error": "invalid_scope", "error_description": "no such scope"}'), "no such scope"),
])  # fmt: skip
def test_nonsense_of_the_token_server_is_said(world, tokens, one_kind, by_itself, answer, says):
    box = declared(world, tokens, one_kind)
    tokens.answer = answer
    try_mailbox(by=by_itself, at=NOW, mailbox_id=box.pk)
    box.refresh_from_db()
    assert says in box.trial_imap
    assert says in box.trial_smtp


def test_a_token_server_that_is_gone(world, tokens, one_kind, by_itself):
    box = declared(world, tokens, one_kind)
    tokens.end()
    try_mailbox(by=by_itself, at=NOW, mailbox_id=box.pk)
    box.refresh_from_db()
    assert "Nothing answers at 127.0.0.1" in box.trial_imap


def test_nothing_inside_is_asked_unless_allowed(world, tokens, one_kind, by_itself, settings):
    box = declared(world, tokens, one_kind)
    settings.INSIDE_NETWORKS = ()
    try_mailbox(by=by_itself, at=NOW, mailbox_id=box.pk)
    box.refresh_from_db()
    assert "is not on the public network" in box.trial_imap
    assert tokens.asked == []


@pytest.mark.parametrize(("entered", "field"), [
    ({"url": "ftp://x"}, "token_url"), ({"url": "https://"}, "token_url"),
    ({"url": "https://user:pw@x.example/"}, "token_url"), ({"client_id": " "}, "client_id"),
    ({"refresh_token": ""}, "refresh_token"),
])  # fmt: skip
def test_what_cannot_be_is_refused_by_name(world, tokens, entered, field):
    draft = drafted(tokens, 143)
    draft = replace(draft, tokens=replace(draft.tokens, **entered))
    with pytest.raises(Refused) as refused:
        set_mailbox(draft=draft, by=world.ana, at=NOW)
    assert list(refused.value.fields) == [field]


def test_a_token_needs_a_user(world, tokens):
    draft = replace(drafted(tokens), imap=Server(HOST, 143, "none"))
    with pytest.raises(Refused) as refused:
        set_mailbox(draft=draft, by=world.ana, at=NOW)
    assert list(refused.value.fields) == ["imap_user"]


def test_a_password_again_empties_the_tokens(world, tokens, one_kind, fetched):
    box = declared(world, tokens, one_kind)
    fetched()
    plain = MailboxDraft("Support", ADDRESS, imap=Server(HOST, 143, "none", USER, "pw"))
    set_mailbox(mailbox=box, draft=plain, by=world.ana, at=NOW)
    box.refresh_from_db()
    assert (box.refresh_sealed, box.access_sealed, box.access_until) == ("", "", None)
    assert unseal(box.imap_sealed, SEALED_FOR) == "pw"
