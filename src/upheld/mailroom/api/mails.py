"""The endpoints of mail: held mail is decided, what did not arrive is sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.customers.queries.companies import visible_companies
from upheld.desk.queries.tickets import find_ticket
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.operation import find
from upheld.mailroom.lists import MAIL_IN, MAIL_OUT
from upheld.mailroom.may import May
from upheld.mailroom.models import MailIn, MailOut
from upheld.mailroom.operations.sending import send_again
from upheld.mailroom.operations.sorting import open_from_mail, put_on_ticket, reject_mails
from upheld.mailroom.queries.mails import visible_mail, visible_sent

Id = Annotated[int, Field(ge=1, le=2**53)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Words = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class MailCameOut(Schema):
    """A mail that came, with its fate: opened, answered, held and so on."""

    id: int
    came_at: datetime
    sender: str
    subject: str
    fate: str
    why: str
    ticket: int | None
    """The ticket's number."""
    size: int

    @classmethod
    def of(cls, mail: MailIn) -> MailCameOut:
        """Show a mail without its text."""
        return cls(
            id=mail.pk, came_at=mail.came_at, sender=mail.sender, subject=mail.subject,
            fate=mail.fate, why=mail.why, ticket=mail.ticket.number if mail.ticket else None,
            size=mail.size,
        )  # fmt: skip


class MailCameText(MailCameOut):
    """A mail with its whole text."""

    text: str


class MailSentOut(Schema):
    """A mail of ours. `state`: waiting, sending, sent, unknown, returned, given_up."""

    id: int
    queued_at: datetime
    sent_at: datetime | None
    address: str
    subject: str
    state: str
    problem: str
    ticket: int | None

    @classmethod
    def of(cls, mail: MailOut) -> MailSentOut:
        """Show how far a mail came."""
        return cls(
            id=mail.pk, queued_at=mail.queued_at, sent_at=mail.sent_at, address=mail.address,
            subject=mail.subject, state=mail.state, problem=mail.problem,
            ticket=mail.ticket.number if mail.ticket else None,
        )  # fmt: skip


class MailOpenIn(Schema):
    """For which customer (their number) a ticket is opened, and what its sender is called."""

    company: Number
    name: Annotated[str, Field(max_length=150, pattern=r"^[^\x00]*$")] = ""


class MailPlaceIn(Schema):
    """To which ticket (its number) a mail belongs."""

    ticket: Number


class MailRejectIn(Schema):
    """Why a mail is rejected."""

    reason: Words = ""


@endpoint(May.SEE_MAIL, "GET", "mail", lists=MAIL_IN)
def list_mail(request: Request) -> Paged[MailCameOut]:
    """List the mail that came."""
    return paged(MAIL_IN, visible_mail(request.actor), request, MailCameOut.of)


@endpoint(May.SEE_MAIL, "GET", "mail/{pk}")
def read_mail(request: Request, pk: Id) -> MailCameText:
    """Read a mail with its whole text."""
    mail = find(visible_mail(request.actor), pk=pk)
    return MailCameText(**MailCameOut.of(mail).model_dump(), text=mail.text)


@endpoint(May.SORT_MAIL, "POST", "mail/{pk}/opening")
def open_of_mail(request: Request, pk: Id, body: MailOpenIn) -> MailCameOut:
    """Open a ticket of a held mail; its sender becomes a contact if they are none."""
    mail = find(visible_mail(request.actor), pk=pk)
    company = find(visible_companies(request.actor), number=body.company)
    open_from_mail(mail=mail, company=company, name=body.name, by=request.actor, at=request.at)
    return MailCameOut.of(find(visible_mail(request.actor), pk=pk))


@endpoint(May.SORT_MAIL, "POST", "mail/{pk}/placing")
def place_mail(request: Request, pk: Id, body: MailPlaceIn) -> MailCameOut:
    """Put a held mail on the ticket that it belongs to."""
    mail = find(visible_mail(request.actor), pk=pk)
    ticket = find_ticket(request.actor, body.ticket)
    put_on_ticket(mail=mail, ticket=ticket, by=request.actor, at=request.at)
    return MailCameOut.of(find(visible_mail(request.actor), pk=pk))


@endpoint(May.SORT_MAIL, "POST", "mail/{pk}/rejection")
def reject_mail(request: Request, pk: Id, body: MailRejectIn) -> MailCameOut:
    """Reject a held mail: kept, and answered by nothing."""
    mail = find(visible_mail(request.actor), pk=pk)
    reject_mails(mails=[mail], reason=body.reason, by=request.actor, at=request.at)
    return MailCameOut.of(find(visible_mail(request.actor), pk=pk))


@endpoint(May.SEE_MAIL, "GET", "sent-mail", lists=MAIL_OUT)
def list_sent_mail(request: Request) -> Paged[MailSentOut]:
    """List the mail that goes, with how far it came."""
    return paged(MAIL_OUT, visible_sent(request.actor), request, MailSentOut.of)


@endpoint(May.SORT_MAIL, "POST", "sent-mail/{pk}/again")
def send_mail_again(request: Request, pk: Id) -> MailSentOut:
    """Send a mail again that did not arrive, or perhaps not."""
    mail = find(visible_sent(request.actor), pk=pk)
    send_again(mail=mail, by=request.actor, at=request.at)
    return MailSentOut.of(find(visible_sent(request.actor), pk=pk))
