"""A mail's words are put on a ticket, in the voice of whoever wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.desk.may import May as Desk
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.models.ticket import TicketState
from upheld.desk.operations.ticket_files import MOST_FILES, Upload
from upheld.desk.operations.ticket_links import relate_tickets
from upheld.desk.operations.tickets import (
    LONGEST_TEXT,
    Arrival,
    note_on_ticket,
    open_ticket,
    reply_to_ticket,
)
from upheld.foundation.actor import Actor, ActorKind, system
from upheld.foundation.files.harmless import harmless
from upheld.foundation.refusals import Refused
from upheld.mailroom.rules.quoting import said_anew

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.customers.models import Contact
    from upheld.mailroom.rules.reading import Enclosed, Letter

_CUT = "\n\n(The mail is longer; all of it is kept.)"
_NO_WORDS = "(no words)"
_VOICE = frozenset({str(Desk.OPEN_TICKETS), str(Desk.REPLY_TO_TICKETS)})


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a mail's words went, and which of its files did not go along: [name, why]."""

    ticket: Ticket
    entry: TicketEntry
    left_out: list[list[str]]


def voice_of(contact: Contact | None, ticket: Ticket | None, letter: Letter, provider_id: int
             ) -> Actor:  # fmt: skip
    """Build the actor who says what a mail says: a contact, or a stranger on a customer's ticket.

    They may open and answer tickets of that customer and nothing else.
    """
    if contact is not None:
        return Actor(provider_id, ActorKind.CUSTOMER, contact.name, capabilities=_VOICE,
                     contact_id=contact.pk, customer_id=contact.company_id)  # fmt: skip
    name = (letter.sender.name or letter.sender.address)[:150]
    company = ticket.company_id if ticket else None
    return Actor(provider_id, ActorKind.CUSTOMER, name, capabilities=_VOICE, customer_id=company)


def post_new(letter: Letter, contact: Contact, at: datetime, came_at: datetime,
             provider_id: int) -> Posted:  # fmt: skip
    """Open a ticket of what a mail says; its clocks run from when the mail came."""
    uploads, left_out = usable(letter.files)
    ticket = open_ticket(
        title=letter.subject[:200] or "(no subject)", company=contact.company, contact=contact,
        text=_shortened(letter.text), by=voice_of(contact, None, letter, provider_id), at=at,
        arrival=Arrival(files=uploads, asked_at=came_at),
    )  # fmt: skip
    return Posted(ticket, _last(ticket, "created"), left_out)


def post_answer(letter: Letter, ticket: Ticket, contact: Contact | None, at: datetime,
                provider_id: int) -> Posted:  # fmt: skip
    """Add what is new in a mail to a ticket; where that is closed, to a new one beside it."""
    stays = ticket.merged_into or ticket
    if stays.state == TicketState.CLOSED and contact is not None:
        posted = post_new(letter, contact, at, at, provider_id)
        relate_tickets(ticket=posted.ticket, other=stays, by=system(provider_id), at=at)
        return posted
    if stays.company_id is None:
        return post_note(letter, stays, at, provider_id, "A mail came")
    uploads, left_out = usable(letter.files)
    written = reply_to_ticket(
        ticket=ticket, text=_shortened(said_anew(letter.text)) or _NO_WORDS, files=uploads,
        by=voice_of(contact, stays, letter, provider_id), at=at,
    )  # fmt: skip
    return Posted(written, _last(written, "asked"), left_out)


def post_note(letter: Letter, ticket: Ticket, at: datetime, provider_id: int,
              lead: str = "An automatic answer came by mail") -> Posted:  # fmt: skip
    """Tell the staff of a mail on a ticket; nothing is woken, reopened or answered by it."""
    uploads, left_out = usable(letter.files)
    who = letter.sender.address or "nobody named"
    words = _shortened(f"{lead} from {who}: {letter.subject}\n\n{said_anew(letter.text)}")
    noted = note_on_ticket(ticket=ticket, text=words, files=uploads, by=system(provider_id), at=at)
    return Posted(noted, _last(noted, "note"), left_out)


def usable(files: Sequence[Enclosed]) -> tuple[list[Upload], list[list[str]]]:
    """Part a mail's files into those that may be kept, as uploads are, and those that may not.

    What is left out is in the kept mail all the same.
    """
    taken: list[Upload] = []
    left_out: list[list[str]] = []
    for file in files:
        if len(taken) >= MOST_FILES:
            left_out.append([file.name[:200], f"More than {MOST_FILES} files."])
            continue
        try:
            harmless(file.name, file.content)
        except Refused as refused:
            left_out.append([file.name[:200], refused.why])
        else:
            taken.append(Upload(file.name, file.content))
    return taken, left_out


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_CUT)] + _CUT


def _last(ticket: Ticket, happened: str) -> TicketEntry:
    rows = TicketEntry.objects.filter(ticket=ticket, happened=happened)
    found: TicketEntry = rows.order_by("-pk")[0]
    return found
