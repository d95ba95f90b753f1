"""The endpoints of mailboxes: declared, changed, tried, turned on and off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version, with_etag
from upheld.foundation.operation import find
from upheld.mailroom.api.mails import Id
from upheld.mailroom.may import May
from upheld.mailroom.models import Mailbox
from upheld.mailroom.operations.mailboxes import (
    MailboxDraft,
    Server,
    TokenServer,
    ask_trial,
    set_mailbox,
    turn_mailbox,
)
from upheld.mailroom.queries.mailboxes import visible_mailboxes

Text80 = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
Text200 = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Text300 = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Text500 = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Token = Annotated[str, Field(max_length=8000, pattern=r"^[^\x00]*$")]
Port = Annotated[int, Field(ge=1, le=65_535)]


class MailboxOut(Schema):
    """A mailbox and how its servers fare; its passwords are shown to nobody."""

    id: int
    name: str
    address: str
    purpose: str
    is_on: bool
    fetched_at: datetime | None
    fetch_problem: str
    sent_at: datetime | None
    send_problem: str
    has_plus: bool
    folder: str
    imap_host: str
    imap_port: int
    imap_security: str
    imap_user: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    sign_in: str
    """password or oauth."""
    token_url: str
    client_id: str
    scope: str
    trial_done_at: datetime | None
    """When both servers were tried last, and below what was wrong with each."""
    trial_imap: str
    trial_smtp: str
    version: int

    @classmethod
    def of(cls, mailbox: Mailbox) -> MailboxOut:
        """Show a mailbox."""
        names = set(cls.model_fields) - {"id"}
        return cls(id=mailbox.pk, **{name: getattr(mailbox, name) for name in names})


class MailServerIn(Schema):
    """A mail server; what is left out stays as it is. An empty host: none."""

    host: Text200 | None = None
    port: Port | None = None
    security: Literal["tls", "starttls", "none"] | None = None
    user: Text200 | None = None
    password: Text500 = ""
    """Kept encrypted and shown to nobody; left out, the one that is there stays."""


class TokenServerIn(Schema):
    """Where tokens are fetched; what is left out stays as it is."""

    url: Text300 | None = None
    client_id: Text200 | None = None
    client_secret: Text500 = ""
    scope: Text500 | None = None
    refresh_token: Token = ""
    """Without one the client signs in by itself, with its secret."""


class MailboxChange(Schema):
    """A mailbox; what is left out stays as it is."""

    name: Text80 | None = None
    address: Text200 | None = None
    purpose: Literal["tickets", "capture"] | None = None
    has_plus: bool | None = None
    """Whether its server delivers `address+anything@` to it."""
    folder: Text200 | None = None
    imap: MailServerIn | None = None
    smtp: MailServerIn | None = None
    sign_in: Literal["password", "oauth"] | None = None
    tokens: TokenServerIn | None = None


class MailboxIn(MailboxChange):
    """A new mailbox; it begins turned off."""

    name: Text80
    address: Text200


class MailboxTurnIn(Schema):
    """Whether a mailbox is on."""

    on: bool


@endpoint(May.SEE_MAIL, "GET", "mailboxes")
def list_mailboxes(request: Request) -> list[MailboxOut]:
    """List the mailboxes and how they fare."""
    return [MailboxOut.of(one) for one in visible_mailboxes(request.actor)]


@endpoint(May.SET_MAILBOXES, "POST", "mailboxes", status=201)
def declare_mailbox(request: Request, body: MailboxIn) -> MailboxOut:
    """Declare a mailbox. Try it, then turn it on."""
    made = set_mailbox(draft=_draft(body, None), by=request.actor, at=request.at)
    return MailboxOut.of(made)


@endpoint(May.SEE_MAIL, "GET", "mailboxes/{pk}")
def read_mailbox(request: Request, response: HttpResponse, pk: Id) -> MailboxOut:
    """Show a mailbox."""
    mailbox = find(visible_mailboxes(request.actor), pk=pk)
    return with_etag(response, mailbox, MailboxOut.of(mailbox))


@endpoint(May.SET_MAILBOXES, "PATCH", "mailboxes/{pk}")
def change_mailbox(
    request: Request, response: HttpResponse, pk: Id, body: MailboxChange
) -> MailboxOut:
    """Change a mailbox; send If-Match so that no change is lost."""
    mailbox = find(visible_mailboxes(request.actor), pk=pk)
    mailbox = set_mailbox(mailbox=mailbox, draft=_draft(body, mailbox),
                          seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return with_etag(response, mailbox, MailboxOut.of(mailbox))


@endpoint(May.SET_MAILBOXES, "POST", "mailboxes/{pk}/trial")
def try_mailbox(request: Request, pk: Id) -> MailboxOut:
    """Have both servers tried; `trial_done_at` says when that is done."""
    mailbox = find(visible_mailboxes(request.actor), pk=pk)
    return MailboxOut.of(ask_trial(mailbox=mailbox, by=request.actor, at=request.at))


@endpoint(May.SET_MAILBOXES, "POST", "mailboxes/{pk}/turning")
def turn_mailbox_on(request: Request, pk: Id, body: MailboxTurnIn) -> MailboxOut:
    """Turn a mailbox on or off."""
    mailbox = find(visible_mailboxes(request.actor), pk=pk)
    return MailboxOut.of(turn_mailbox(mailbox=mailbox, on=body.on, by=request.actor, at=request.at))


def _draft(body: MailboxChange, mailbox: Mailbox | None) -> MailboxDraft:
    """Give the mailbox as it is to be: what was said, and the rest as it is."""
    said = body.model_dump(exclude_none=True, exclude={"imap", "smtp", "tokens"})
    names = ("name", "address", "purpose", "has_plus", "folder", "sign_in")
    held = {name: getattr(mailbox, name) for name in names} if mailbox else {}
    return MailboxDraft(
        imap=_server("imap", body.imap, mailbox), smtp=_server("smtp", body.smtp, mailbox),
        tokens=_tokens(body.tokens, mailbox), **{**held, **said},
    )  # fmt: skip


def _server(side: str, body: MailServerIn | None, mailbox: Mailbox | None) -> Server:
    names = ("host", "port", "security", "user")
    held = {name: getattr(mailbox, f"{side}_{name}") for name in names} if mailbox else {}
    return Server(**{**held, **(body.model_dump(exclude_none=True) if body else {})})


def _tokens(body: TokenServerIn | None, mailbox: Mailbox | None) -> TokenServer:
    held = {}
    if mailbox is not None:
        held = {"url": mailbox.token_url, "client_id": mailbox.client_id, "scope": mailbox.scope}
    return TokenServer(**{**held, **(body.model_dump(exclude_none=True) if body else {})})
