"""Pages of mailboxes, and of one's own capture address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.mailroom.forms import MailboxForm
from upheld.mailroom.may import May
from upheld.mailroom.models import CaptureKey, Purpose, Security, SignIn
from upheld.mailroom.operations.capturing import make_capture_key
from upheld.mailroom.operations.mailboxes import (
    MailboxDraft,
    Server,
    TokenServer,
    ask_trial,
    set_mailbox,
    turn_mailbox,
)
from upheld.mailroom.queries.mailboxes import visible_mailboxes
from upheld.mailroom.rules.addressing import with_extra

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.mailroom.models import Mailbox


@screen(May.SEE_MAIL)
def index(request: Request) -> HttpResponse:
    """Show the mailboxes and how their servers fare."""
    boxes = list(visible_mailboxes(request.actor))
    return show(request, "mailroom/mailboxes.html", mailboxes=boxes)


@screen(May.SEE_MAIL)
def detail(request: Request, pk: int) -> HttpResponse:
    """Show a mailbox; while its servers are being tried, the page asks again by itself."""
    return show(request, "mailroom/mailbox.html", mailbox=_box(request, pk))


@screen(May.SET_MAILBOXES, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Declare a mailbox."""
    if request.method == "POST":
        made = set_mailbox(draft=_typed(request), by=request.actor, at=request.at)
        return go(request, "mailbox", pk=made.pk, notice="Declared. Try it, then turn it on.")
    return _asked(request, None)


@screen(May.SET_MAILBOXES, methods=["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a mailbox; an empty password keeps the one that is there."""
    mailbox = _box(request, pk)
    if request.method == "POST":
        set_mailbox(mailbox=mailbox, draft=_typed(request), seen=seen_version(request),
                    by=request.actor, at=request.at)  # fmt: skip
        return go(request, "mailbox", pk=pk, notice="Saved. Try it again.")
    return _asked(request, mailbox)


@screen(May.SET_MAILBOXES, methods=["POST"])
def turn(request: Request, pk: int) -> HttpResponse:
    """Turn a mailbox on or off."""
    on = request.POST.get("on") == "yes"
    turn_mailbox(mailbox=_box(request, pk), on=on, by=request.actor, at=request.at)
    return go(request, "mailbox", pk=pk, notice="It is on." if on else "It is off.")


@screen(May.SET_MAILBOXES, methods=["POST"])
def trial(request: Request, pk: int) -> HttpResponse:
    """Have both servers tried."""
    ask_trial(mailbox=_box(request, pk), by=request.actor, at=request.at)
    return go(request, "mailbox", pk=pk)


@screen(May.CAPTURE_BY_MAIL, methods=["GET", "POST"])
def capture_address(request: Request) -> HttpResponse:
    """Show whether the reader has a capture address; a post makes a new one, shown this once."""
    box = visible_mailboxes(request.actor).filter(purpose=Purpose.CAPTURE).first()
    address = ""
    if request.method == "POST":
        secret = make_capture_key(by=request.actor, at=request.at)
        address = with_extra(box.address, secret) if box else f"(capture address)+{secret}"
    key = CaptureKey.objects.filter(person=request.actor.person_id or 0).first()
    return show(request, "mailroom/capture_address.html", mailbox=box, key=key, address=address)


def _box(request: Request, pk: int) -> Mailbox:
    return find(visible_mailboxes(request.actor), pk=pk)


def _asked(request: Request, mailbox: Mailbox | None) -> HttpResponse:
    return show(request, "mailroom/mailbox_form.html", mailbox=mailbox, purposes=Purpose.choices,
                securities=Security.choices, sign_ins=SignIn.choices)  # fmt: skip


def _typed(request: Request) -> MailboxDraft:
    """Read a mailbox as it was typed; refuses with invalid_input."""
    typed = MailboxForm.read(request)
    return MailboxDraft(
        typed["name"], typed["address"], typed["purpose"], typed["has_plus"], typed["folder"],
        _server(typed, "imap"), _server(typed, "smtp"), typed["sign_in"] or SignIn.PASSWORD,
        TokenServer(typed["token_url"], typed["client_id"], typed["client_secret"],
                    typed["scope"], typed["refresh_token"]),
    )  # fmt: skip


def _server(typed: dict[str, Any], side: str) -> Server:
    return Server(
        typed[f"{side}_host"], typed[f"{side}_port"] or 0, typed[f"{side}_security"],
        typed[f"{side}_user"], typed[f"{side}_password"],
    )  # fmt: skip
