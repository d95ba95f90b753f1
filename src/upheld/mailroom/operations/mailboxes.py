"""Mailboxes are declared, tried, turned on and off; how their servers fare is noted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from upheld.foundation.jobs import enqueue
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.sealed import seal
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.events import Event
from upheld.mailroom.may import May
from upheld.mailroom.models import Mailbox, Purpose, Security, SignIn
from upheld.mailroom.queries.mailboxes import SEALED_FOR
from upheld.mailroom.rules.retrying import pause_after

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z0-9._-]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_TOKEN_URL = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]{0,198}(:[0-9]{1,5})?(/[!-~]*)?", re.IGNORECASE
)
_PORTS = range(1, 65_536)


@dataclass(frozen=True, slots=True)
class Server:
    """A server as it was typed; no password keeps the one that was there."""

    host: str = ""
    port: int = 0
    security: str = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TokenServer:
    """Where tokens are fetched, as it was typed; no secret keeps the one that was there."""

    url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    scope: str = ""
    refresh_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MailboxDraft:
    """A mailbox as it was typed."""

    name: str
    address: str
    purpose: str = Purpose.TICKETS
    has_plus: bool = True
    folder: str = "INBOX"
    imap: Server = Server()
    smtp: Server = Server()
    sign_in: str = SignIn.PASSWORD
    tokens: TokenServer = TokenServer()


@operation(May.SET_MAILBOXES)
def set_mailbox(
    *, draft: MailboxDraft, by: Actor, at: datetime, mailbox: Mailbox | None = None,
    seen: int | None = None,
) -> Mailbox:  # fmt: skip
    """Declare a mailbox, or change one; it begins turned off.

    A changed reading server begins anew: mail that is known already is not taken in twice.
    Refuses with: invalid_input, changed_meanwhile.
    """
    del by
    _require_usable(draft, mailbox)
    plain = {
        "name": draft.name.strip(), "address": draft.address.strip().lower(),
        "purpose": draft.purpose, "has_plus": draft.has_plus,
        "folder": draft.folder.strip() or "INBOX", **_server("imap", draft.imap),
        **_server("smtp", draft.smtp), **_tokens(draft),
    }  # fmt: skip
    if mailbox is None:
        mailbox = Mailbox(since=at, **plain)
        mailbox.save()
    else:
        mailbox = lock(mailbox, seen)
        moved = (mailbox.imap_host, mailbox.imap_user, mailbox.folder) != (
            plain["imap_host"], plain["imap_user"], plain["folder"])  # fmt: skip
        mailbox.change(**plain, **({"uid_validity": 0, "last_uid": 0} if moved else {}))
    # Set past `change`, which would put it into the record.
    sealed = _sealed(draft)
    # Another way in: what the old one gave is worth nothing.
    Mailbox.objects.filter(pk=mailbox.pk).update(access_sealed="", access_until=None, **sealed)
    mailbox.refresh_from_db()
    record(Event.MAILBOX_SET, mailbox, mailbox=mailbox.pk, purpose=mailbox.purpose,
           sign_in=mailbox.sign_in, passwords_set=sorted(sealed))  # fmt: skip
    return mailbox


@operation(May.SET_MAILBOXES)
def turn_mailbox(*, mailbox: Mailbox, on: bool, by: Actor, at: datetime) -> Mailbox:
    """Turn a mailbox on or off. On for the first time, it begins with what comes from now on.

    Refuses with: mailbox_incomplete.
    """
    del by
    mailbox = lock(mailbox)
    if mailbox.is_on == on:
        return unchanged(mailbox)
    if on and not (mailbox.imap_host or mailbox.smtp_host):
        raise Refused(
            "mailbox_incomplete", "It has no server yet.", what="Not turned on.",
            remedy="Enter the server that its mail is read from, or sent through.",
        )  # fmt: skip
    begins = {"since": at} if on and mailbox.fetched_at is None else {}
    mailbox.change(is_on=on, fetch_again_at=None, send_again_at=None, **begins)
    record(Event.MAILBOX_TURNED, mailbox, mailbox=mailbox.pk, on=on)
    return mailbox


@operation(May.SET_MAILBOXES)
def ask_trial(*, mailbox: Mailbox, by: Actor, at: datetime) -> Mailbox:
    """Have both servers tried in the background; what was wrong stands on the mailbox's page."""
    del by
    with bookkeeping():
        Mailbox.objects.filter(pk=mailbox.pk).update(trial_asked_at=at, trial_done_at=None)
    enqueue("mailroom.try", mailbox_id=mailbox.pk)
    mailbox.refresh_from_db()
    return unchanged(mailbox)


@operation(None)
def note_trial(*, mailbox: Mailbox, imap: str, smtp: str, by: Actor, at: datetime) -> Mailbox:
    """Note what came of trying the servers: what was wrong with each, "" for nothing."""
    del by
    with bookkeeping():
        Mailbox.objects.filter(pk=mailbox.pk).update(
            trial_done_at=at, trial_imap=imap[:500], trial_smtp=smtp[:500]
        )
    mailbox.refresh_from_db()
    return unchanged(mailbox)


@operation(None)
def note_health(*, mailbox: Mailbox, side: str, problem: str, by: Actor, at: datetime) -> Mailbox:
    """Note how a server fared: `side` is fetch or send, `problem` what was wrong, "" for nothing.

    After a failure it rests, each time longer, up to an hour. The record says when it began to
    fail and when it was well again, not each failure between.
    """
    del by
    mailbox = lock(mailbox)
    before = getattr(mailbox, f"{side}_problem")
    failures = getattr(mailbox, f"{side}_failures") + 1 if problem else 0
    told = {
        f"{side}_problem": problem[:500], f"{side}_failures": failures,
        f"{side}_again_at": at + pause_after(failures) if problem else None,
    }  # fmt: skip
    if not problem:
        told["fetched_at" if side == "fetch" else "sent_at"] = at
    with bookkeeping():
        Mailbox.objects.filter(pk=mailbox.pk).update(**told)
    mailbox.refresh_from_db()
    if bool(before) == bool(problem):
        return unchanged(mailbox)
    event = Event.MAILBOX_FAILED if problem else Event.MAILBOX_RECOVERED
    record(event, mailbox, mailbox=mailbox.pk, side=side, private={"problem": problem})
    return mailbox


def _server(side: str, server: Server) -> dict[str, object]:
    usual = {"imap": 993, "smtp": 465}
    return {
        f"{side}_host": server.host.strip().lower(), f"{side}_port": server.port or usual[side],
        f"{side}_security": server.security, f"{side}_user": server.user.strip(),
    }  # fmt: skip


def _tokens(draft: MailboxDraft) -> dict[str, object]:
    return {
        "sign_in": draft.sign_in, "token_url": draft.tokens.url.strip(),
        "client_id": draft.tokens.client_id.strip(), "scope": " ".join(draft.tokens.scope.split()),
    }  # fmt: skip


def _sealed(draft: MailboxDraft) -> dict[str, str]:
    """Seal what was entered anew, and empty what belongs to nothing any more."""
    by_token = draft.sign_in == SignIn.OAUTH
    entered = (
        ("imap_sealed", draft.imap.password, bool(draft.imap.host) and not by_token),
        ("smtp_sealed", draft.smtp.password, bool(draft.smtp.host) and not by_token),
        ("client_sealed", draft.tokens.client_secret, by_token),
        ("refresh_sealed", draft.tokens.refresh_token.strip(), by_token),
    )
    return {
        name: seal(secret if wanted else "", SEALED_FOR)
        for name, secret, wanted in entered
        if secret or not wanted
    }


def _require_usable(draft: MailboxDraft, mailbox: Mailbox | None) -> None:
    wrong: dict[str, str] = {}
    if not draft.name.strip():
        wrong["name"] = "Give it a name."
    if not _ADDRESS.fullmatch(draft.address.strip()):
        wrong["address"] = "Enter an address such as support@example.com, without a plus."
    if draft.purpose not in Purpose.values:
        wrong["purpose"] = "Choose tickets or captured lines."
    if draft.purpose == Purpose.CAPTURE and not (draft.smtp.host.strip() and draft.has_plus):
        wrong["smtp_host"] = "Lines are answered by mail, and known by a part after the plus."
    wrong |= _wrong_with("imap", draft.imap) | _wrong_with("smtp", draft.smtp)
    if draft.sign_in not in SignIn.values:
        wrong["sign_in"] = "Choose a password or OAuth."
    if draft.sign_in == SignIn.OAUTH:
        wrong |= _wrong_with_tokens(draft, mailbox)
    others = Mailbox.objects.filter(address=draft.address.strip().lower())
    if others.exclude(pk=mailbox.pk if mailbox else 0).exists():
        wrong["address"] = "There is a mailbox with this address."
    if wrong:
        raise invalid(**wrong)


def _wrong_with(side: str, server: Server) -> dict[str, str]:
    wrong = {}
    if server.host.strip() and not _HOST.fullmatch(server.host.strip()):
        wrong[f"{side}_host"] = "Enter the name of a server, such as mail.example.com."
    if server.port and server.port not in _PORTS:
        wrong[f"{side}_port"] = "A port is 1 to 65535."
    if server.security not in Security.values:
        wrong[f"{side}_security"] = "Choose how the connection is protected."
    return wrong


def _wrong_with_tokens(draft: MailboxDraft, mailbox: Mailbox | None) -> dict[str, str]:
    wrong = {}
    if not _TOKEN_URL.fullmatch(draft.tokens.url.strip()):
        wrong["token_url"] = "Enter an address that begins with https."  # noqa: S105  no password
    if not draft.tokens.client_id.strip():
        wrong["client_id"] = "Enter the client that is registered there."
    kept = mailbox is not None and (mailbox.refresh_sealed or mailbox.client_sealed)
    if not (draft.tokens.refresh_token.strip() or draft.tokens.client_secret or kept):
        wrong["refresh_token"] = "Enter a refresh token, or the client’s secret."  # noqa: S105
    for side, server in (("imap", draft.imap), ("smtp", draft.smtp)):
        if server.host.strip() and not server.user.strip():
            wrong[f"{side}_user"] = "A token lets in a user: enter whose mailbox it is."
    return wrong
