"""Held mail is looked at by a person: it opens a ticket, goes to one, or is rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.operations.contacts import add_contact
from upheld.foundation.files import read_kept
from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.mailroom.events import Event
from upheld.mailroom.may import May
from upheld.mailroom.models import MailIn
from upheld.mailroom.operations.posting import Posted, post_answer, post_new, post_note
from upheld.mailroom.queries.threads import contacts_with
from upheld.mailroom.rules.deciding import Fate
from upheld.mailroom.rules.reading import Letter, read_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.customers.models import Company, Contact
    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

MOST_AT_ONCE = 5000


@operation(May.SORT_MAIL)
def open_from_mail(
    *, mail: MailIn, company: Company, by: Actor, at: datetime, name: str = ""
) -> Ticket:
    """Open a ticket of a held mail for a customer; its sender becomes a contact if they are none.

    The ticket's clocks run from when the mail came. Refuses with: mail_not_held, invalid_input,
    not_allowed (to enter a contact), and as `open_ticket` does.
    """
    mail = _held(mail)
    letter = letter_of(mail)
    contact = _contact_at(company, letter, name, by, at)
    posted = post_new(letter, contact, at, mail.came_at, by.provider_id)
    _settle(mail, Fate.OPENED, by, at, contact=contact, posted=posted)
    return posted.ticket


@operation(May.SORT_MAIL)
def put_on_ticket(*, mail: MailIn, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Say that a held mail belongs to a ticket: its words are put there as its sender's.

    Refuses with: mail_not_held, and as `reply_to_ticket` does.
    """
    mail = _held(mail)
    letter = letter_of(mail)
    known = [one for one in contacts_with(letter.sender.address)
             if one.company_id == ticket.company_id]  # fmt: skip
    contact = known[0] if known else None
    posted = post_answer(letter, ticket, contact, at, by.provider_id)
    _settle(mail, Fate.ANSWERED, by, at, contact=contact, posted=posted)
    return posted.ticket


@operation(May.SORT_MAIL)
def put_heap_on_ticket(
    *, mails: Sequence[MailIn], ticket: Ticket, by: Actor, at: datetime
) -> Ticket:
    """Put a heap of held mails on a ticket by one note for the staff; each stays readable.

    Refuses with: mail_not_held, invalid_input (none, or too many at once).
    """
    rows = _heap(mails)
    first, last = rows[0], rows[-1]
    letter = letter_of(last)
    lead = (
        f"{len(rows)} held mails were put here, from {first.came_at:%d %B %H:%M} to "
        f"{last.came_at:%d %B %H:%M} UTC. The last came"
    )
    posted = post_note(letter, ticket, at, by.provider_id, lead)
    MailIn.objects.filter(pk__in=[one.pk for one in rows]).update(
        fate=Fate.NOTED.value, ticket=posted.ticket, decided_at=at, decided_by_id=by.person_id
    )
    _recorded(rows, Fate.NOTED, posted.ticket)
    return posted.ticket


@operation(May.SORT_MAIL)
def reject_mails(
    *, mails: Sequence[MailIn], by: Actor, at: datetime, reason: str = ""
) -> list[MailIn]:
    """Reject held mails: kept, answered by nothing. Refuses with: mail_not_held, invalid_input."""
    rows = _heap(mails)
    MailIn.objects.filter(pk__in=[one.pk for one in rows]).update(
        fate=Fate.REJECTED.value, said=reason.strip()[:500], decided_at=at,
        decided_by_id=by.person_id,
    )  # fmt: skip
    _recorded(rows, Fate.REJECTED, None, reason.strip())
    return rows


def letter_of(mail: MailIn) -> Letter:
    """Read a kept mail again. Refuses with: file_missing, file_altered."""
    letter = read_letter(read_kept(mail.raw, mail.raw_sha256))
    if not mail.is_cut:
        return letter
    return Letter(letter.fingerprint, letter.sender, letter.subject, text=mail.text,
                  html=letter.html)  # fmt: skip


def _held(mail: MailIn) -> MailIn:
    mail = lock(mail)
    if mail.fate != Fate.HELD:
        raise _not_held()
    return mail


def _not_held() -> Refused:
    return Refused(
        "mail_not_held", "It is no longer held.", what="Nothing was done.",
        remedy="Look at what became of it.",
    )  # fmt: skip


def _heap(mails: Sequence[MailIn]) -> list[MailIn]:
    if not mails or len(mails) > MOST_AT_ONCE:
        raise invalid(selected=f"Choose from 1 to {MOST_AT_ONCE:,} mails.")
    rows = list(MailIn.objects.filter(pk__in=[one.pk for one in mails]).order_by("came_at", "pk"))
    if any(one.fate != Fate.HELD for one in rows):
        raise _not_held()
    return rows


def _contact_at(company: Company, letter: Letter, name: str, by: Actor, at: datetime) -> Contact:
    for known in contacts_with(letter.sender.address):
        if known.company_id == company.pk:
            return known
    if not letter.sender.address:
        raise invalid(company="The mail names no sender; put it on a ticket instead.")
    called = name.strip() or letter.sender.name or letter.sender.address
    return add_contact(company=company, name=called[:150], email=letter.sender.address, by=by,
                       at=at)  # fmt: skip


def _settle(
    mail: MailIn, fate: Fate, by: Actor, at: datetime, *, contact: Contact | None, posted: Posted
) -> None:
    mail.change(
        fate=fate.value, contact=contact, ticket=posted.ticket, entry=posted.entry,
        left_out=posted.left_out, decided_at=at, decided_by_id=by.person_id,
    )  # fmt: skip
    _recorded([mail], fate, posted.ticket)


def _recorded(rows: Sequence[MailIn], fate: Fate, ticket: Ticket | None, reason: str = "") -> None:
    about: list[Any] = [ticket, ticket.company] if ticket else []
    record(Event.MAIL_DECIDED, rows[0], about=about, reason=reason, fate=fate.value,
           count=len(rows), first=rows[0].pk, last=rows[-1].pk,
           ticket=ticket.pk if ticket else None)  # fmt: skip
