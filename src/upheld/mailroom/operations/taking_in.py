"""A fetched message is taken in: kept, decided and put where it belongs, in one transaction.

The mailbox moves on to the message's UID in the same transaction, so a message is taken in wholly
or, after any fault, fetched again as if nothing had been.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from upheld.foundation.files import keep
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.cleaning import cleaned
from upheld.mailroom.events import Event
from upheld.mailroom.models import Mailbox, MailIn, MailOut, Purpose
from upheld.mailroom.operations.capturing import capture_line
from upheld.mailroom.operations.posting import Posted, post_answer, post_new, post_note
from upheld.mailroom.operations.returning import note_returned, returned_mail
from upheld.mailroom.queries.mailboxes import own_addresses
from upheld.mailroom.queries.threads import contacts_with, is_colleague, takes_part, ticket_of
from upheld.mailroom.rules.addressing import is_mailbox
from upheld.mailroom.rules.deciding import Decision, Facts, Fate, Why, decide
from upheld.mailroom.rules.pace import WITHIN, is_storm

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.customers.models import Contact
    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor
    from upheld.mailroom.rules.reading import Letter

FOLDER = "mail"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as it was fetched."""

    uid_validity: int
    uid: int
    content: bytes
    size: int
    """As the server says; more than the content where only its beginning was fetched."""

    @property
    def is_cut(self) -> bool:
        """Tell whether only the beginning was fetched."""
        return self.size > len(self.content) and self.size > len(self.content) * 1.02


@dataclass(slots=True)
class _Known:
    """What was found out about a mail while it is decided."""

    ticket: Ticket | None
    contact: Contact | None
    returned: MailOut | None
    decision: Decision


@operation(None)
def take_in(
    *, mailbox: Mailbox, letter: Letter, arrived: Arrived, by: Actor, at: datetime
) -> MailIn | None:
    """Take one message in; gives None for one that is here already, by whatever way it came."""
    mailbox = lock(mailbox)
    if mailbox.uid_validity == arrived.uid_validity and arrived.uid <= mailbox.last_uid:
        return unchanged(None)
    with bookkeeping():
        Mailbox.objects.filter(pk=mailbox.pk).update(
            uid_validity=arrived.uid_validity, last_uid=arrived.uid
        )
    if MailIn.objects.filter(fingerprint=letter.fingerprint).exists():
        return unchanged(None)
    if arrived.is_cut:
        letter = _said_to_be_cut(letter, arrived)
    known = _decide(mailbox, letter, by, at)
    mail = _kept(mailbox, letter, arrived, at)
    answered = _carry_out(mail, letter, known, by, at)
    mail.save()
    if answered is not None:
        answered(mail)
    if known.returned is not None and mail.fate == Fate.RETURNED:
        note_returned(known.returned, letter, mail)
    company = mail.ticket.company if mail.ticket else None
    record(
        Event.MAIL_CAME, mail, about=[mail.ticket, company], mailbox=mailbox.pk, fate=mail.fate,
        why=mail.why, ticket=mail.ticket_id, size=mail.size, fingerprint=mail.fingerprint,
        private={"sender": mail.sender, "subject": mail.subject},
    )  # fmt: skip
    return mail


def _said_to_be_cut(letter: Letter, arrived: Arrived) -> Letter:
    """Say in the text that the rest stayed on the server; half a file is no file."""
    size = arrived.size / 1_000_000
    words = f"(The mail has {size:.0f} MB, too much to be kept: its files are on the mail server.)"
    return replace(letter, text=f"{letter.text}\n\n{words}".strip(), files=())


def _decide(mailbox: Mailbox, letter: Letter, by: Actor, at: datetime) -> _Known:
    ours = own_addresses()
    sender = letter.sender.address
    ticket = ticket_of(letter, ours, by.provider_id)
    contacts = contacts_with(sender)
    returned = returned_mail(letter)
    is_ours = any(is_mailbox(sender, own) for own in ours) or (
        bool(letter.message_id) and MailOut.objects.filter(message_id=letter.message_id).exists()
    )
    facts = Facts(
        nature=letter.nature,
        is_ours=is_ours,
        on_ticket=ticket is not None,
        takes_part=ticket is not None and takes_part(ticket, sender),
        contacts=len(contacts),
        is_staff=is_colleague(sender),
        is_storm=_is_storm(sender, ticket, at),
        readable=letter.readable,
        returned_known=returned is not None,
    )
    decision = decide(facts)
    if mailbox.purpose == Purpose.CAPTURE and decision.why is not Why.UNREADABLE and not is_ours:
        decision = Decision(Fate.CAPTURED)
    return _Known(ticket, _speaker(contacts, ticket), returned, decision)


def _speaker(contacts: list[Contact], ticket: Ticket | None) -> Contact | None:
    """Give who speaks: on a ticket the one of its customer."""
    if ticket is not None:
        return next((one for one in contacts if one.company_id == ticket.company_id), None)
    return contacts[0] if len(contacts) == 1 else None


def _is_storm(sender: str, ticket: Ticket | None, at: datetime) -> bool:
    lately = MailIn.objects.filter(came_at__gt=at - WITHIN).exclude(fate=Fate.RETURNED)
    of_sender = lately.filter(sender=sender).count() if sender else 0
    on_ticket = lately.filter(Q(ticket=ticket)).count() if ticket else 0
    return is_storm(of_sender, on_ticket)


def _kept(mailbox: Mailbox, letter: Letter, arrived: Arrived, at: datetime) -> MailIn:
    raw = keep(FOLDER, mailbox.provider_id, arrived.content, ".eml")
    return MailIn(
        mailbox=mailbox, uid_validity=arrived.uid_validity, uid=arrived.uid,
        fingerprint=letter.fingerprint, message_id=letter.message_id, came_at=at,
        sent_at=letter.sent_at, sender=letter.sender.address, sender_name=letter.sender.name,
        recipients=list(letter.recipients)[:50], subject=letter.subject, text=letter.text,
        html=cleaned(letter.html), nature=letter.nature.value, size=arrived.size,
        is_cut=arrived.is_cut, raw=raw.path, raw_sha256=raw.sha256, fate=Fate.HELD.value,
    )  # fmt: skip


def _carry_out(mail: MailIn, letter: Letter, known: _Known, by: Actor, at: datetime) -> Any:
    """Do what was decided; what the ticket refuses is held, with the reason.

    Gives what is left to do once the mail has its row: the answer to a captured line.
    """
    decision = known.decision
    mail.fate, mail.why, mail.ticket = decision.fate.value, decision.why.value, known.ticket
    mail.contact = known.contact
    if known.returned is not None and decision.fate is Fate.RETURNED:
        mail.ticket = known.returned.ticket
    if decision.fate is Fate.CAPTURED:
        return capture_line(mail, letter, at)
    try:
        with transaction.atomic():
            posted = _post(letter, known, by, at)
    except Refused as refused:
        mail.fate, mail.why, mail.said = Fate.HELD.value, Why.REFUSED.value, str(refused)[:500]
        return None
    if posted is not None:
        mail.ticket, mail.entry, mail.left_out = posted.ticket, posted.entry, posted.left_out
    return None


def _post(letter: Letter, known: _Known, by: Actor, at: datetime) -> Posted | None:
    fate, ticket, contact = known.decision.fate, known.ticket, known.contact
    if fate is Fate.OPENED and contact is not None:
        return post_new(letter, contact, at, at, by.provider_id)
    if fate is Fate.ANSWERED and ticket is not None:
        return post_answer(letter, ticket, contact, at, by.provider_id)
    if fate is Fate.NOTED and ticket is not None:
        return post_note(letter, ticket, at, by.provider_id)
    return None
