"""Pages of mail: what is held, what came, what goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from upheld.customers.queries.companies import visible_companies
from upheld.desk.queries.tickets import find_ticket
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.lists import selected_rows, show_list
from upheld.foundation.operation import find
from upheld.mailroom.forms import OpenForm, RejectForm, TicketForm
from upheld.mailroom.lists import MAIL_IN, MAIL_OUT
from upheld.mailroom.may import May
from upheld.mailroom.models import OutState
from upheld.mailroom.operations.sending import send_again
from upheld.mailroom.operations.sorting import (
    open_from_mail,
    put_heap_on_ticket,
    put_on_ticket,
    reject_mails,
)
from upheld.mailroom.queries.mails import (
    OUT_TONES,
    counts,
    heap_of,
    heaps,
    mail_page,
    mailboxes_shown,
    visible_mail,
    visible_sent,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.mailroom.models import MailIn


@dataclass(slots=True)
class _Raw:
    """A kept mail as it is handed out: a download, whatever it says it is."""

    file: str
    file_sha256: str
    file_name: str
    content_type: str = "application/octet-stream"


@screen(May.SEE_MAIL)
def index(request: Request) -> HttpResponse:
    """Show what waits for a look: held mail in heaps, servers in trouble, mail that came back."""
    held, failed = counts(request.actor)
    return show(request, "mailroom/held.html", heaps=heaps(request.actor), held=held,
                failed=failed, mailboxes=mailboxes_shown(request.actor))  # fmt: skip


@screen(May.SEE_MAIL)
def came(request: Request) -> HttpResponse:
    """List the mail that came, the newest first."""
    return show_list(request, MAIL_IN, visible_mail(request.actor), template="mailroom/came.html")


@screen(May.SEE_MAIL)
def went(request: Request) -> HttpResponse:
    """List the mail that goes, the newest first."""
    return show_list(request, MAIL_OUT, visible_sent(request.actor), template="mailroom/went.html")


@screen(May.SEE_MAIL)
def one(request: Request, pk: int) -> HttpResponse:
    """Show a mail, whole, with what became of it."""
    mail = find(visible_mail(request.actor), pk=pk)
    return show(request, "mailroom/mail.html", page=mail_page(mail),
                html=Markup(mail.html))  # noqa: S704  cleaned when it was taken in  # fmt: skip


@screen(May.SEE_MAIL)
def raw(request: Request, pk: int) -> HttpResponse:
    """Hand a mail out as it came."""
    mail = find(visible_mail(request.actor), pk=pk)
    return hand_out(_Raw(mail.raw, mail.raw_sha256, f"mail-{mail.pk}.eml"))


@screen(May.SORT_MAIL, methods=["GET", "POST"])
def open_ticket(request: Request, pk: int) -> HttpResponse:
    """Open a ticket of a held mail, for a customer."""
    mail = find(visible_mail(request.actor), pk=pk)
    if request.method == "POST":
        typed = OpenForm.read(request)
        company = find(visible_companies(request.actor), number=typed["company"])
        ticket = open_from_mail(mail=mail, company=company, name=typed["name"], by=request.actor,
                                at=request.at)  # fmt: skip
        return go(request, "ticket", number=ticket.number, notice="A ticket was opened of it.")
    return show(request, "mailroom/mail_open.html", page=mail_page(mail))


@screen(May.SORT_MAIL, methods=["GET", "POST"])
def to_ticket(request: Request, pk: int) -> HttpResponse:
    """Put a held mail, or all that is held with it, on a ticket."""
    mail = find(visible_mail(request.actor), pk=pk)
    if request.method == "POST":
        typed = TicketForm.read(request)
        ticket = find_ticket(request.actor, typed["ticket"])
        if typed["whole_heap"]:
            put_heap_on_ticket(mails=heap_of(mail), ticket=ticket, by=request.actor, at=request.at)
        else:
            put_on_ticket(mail=mail, ticket=ticket, by=request.actor, at=request.at)
        return go(request, "ticket", number=ticket.number, notice="The mail is on this ticket now.")
    return show(request, "mailroom/mail_place.html", page=mail_page(mail))


@screen(May.SORT_MAIL, methods=["GET", "POST"])
def reject(request: Request, pk: int) -> HttpResponse:
    """Reject a held mail, or all that is held with it."""
    mail = find(visible_mail(request.actor), pk=pk)
    if request.method == "POST":
        typed = RejectForm.read(request)
        rows = heap_of(mail) if typed["whole_heap"] else [mail]
        done = reject_mails(mails=rows, reason=typed["reason"], by=request.actor, at=request.at)
        return go(request, "mail", notice=_rejected(done))
    return show(request, "mailroom/mail_reject.html", page=mail_page(mail))


@screen(May.SORT_MAIL, methods=["POST"])
def reject_chosen(request: Request) -> HttpResponse:
    """Reject the mails chosen on the list."""
    rows = selected_rows(request, visible_mail(request.actor))
    done = reject_mails(mails=rows, by=request.actor, at=request.at)
    return go(request, "mail-in", notice=_rejected(done))


@screen(May.SEE_MAIL)
def sent(request: Request, pk: int) -> HttpResponse:
    """Show how far a mail of ours came."""
    mail = find(visible_sent(request.actor), pk=pk)
    return show(request, "mailroom/sent.html", mail=mail, tone=OUT_TONES[OutState(mail.state)])


@screen(May.SORT_MAIL, methods=["POST"])
def again(request: Request, pk: int) -> HttpResponse:
    """Have a mail sent again."""
    mail = send_again(mail=find(visible_sent(request.actor), pk=pk), by=request.actor,
                      at=request.at)  # fmt: skip
    return go(request, "mail-sent", pk=mail.pk, notice="It is on its way again.")


def _rejected(rows: list[MailIn]) -> str:
    return "It is rejected, and kept." if len(rows) == 1 else f"{len(rows):,} mails are rejected."
