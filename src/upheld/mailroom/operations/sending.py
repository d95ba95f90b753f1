"""Mail that goes: queued with what it tells of, claimed by one worker, settled by the answer.

At most once by itself: a mail is claimed before it is handed over, so two workers never send the
same one. Where the connection ends after everything was said and before the server answered,
nobody can know (RFC 1047): it is then called "perhaps sent", and a person decides, rather than a
customer reading the same thing twice.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.desk.models import TicketEntry
from upheld.desk.queries.people_to_tell import wrote_ticket
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.mailroom.events import Event
from upheld.mailroom.may import May
from upheld.mailroom.models import MailIn, MailOut, OutState
from upheld.mailroom.queries.mailboxes import sends_for_tickets
from upheld.mailroom.queries.threads import token_of
from upheld.mailroom.rules.retrying import is_given_up, pause_after
from upheld.mailroom.servers.smtp import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor
    from upheld.mailroom.models import Mailbox

LOST_AFTER = timedelta(minutes=20)
"""A claim older than that is of a worker that was ended."""
_AGAIN = {OutState.UNKNOWN, OutState.RETURNED, OutState.GIVEN_UP}


@operation(None)
def queue_replies(*, ticket: Ticket, by: Actor, at: datetime) -> list[MailOut]:
    """Queue the last public answer on a ticket to whoever asked or wrote; once for each of them.

    Nothing where no mailbox sends, where the ticket is our own, and for private notes, which
    are never looked at here.
    """
    del by
    mailbox = sends_for_tickets()
    entry = TicketEntry.objects.filter(
        ticket=ticket, happened__in=("replied", "resolved"), public=True, automatic=False
    ).order_by("-pk").first()  # fmt: skip
    if mailbox is None or entry is None or ticket.company_id is None or not entry.text:
        return unchanged([])
    addresses = {one.email.lower(): one for one in wrote_ticket(ticket)}
    known = set(MailOut.objects.filter(entry=entry).values_list("address", flat=True))
    made = [
        MailOut(
            mailbox=mailbox, ticket=ticket, entry=entry, contact=contact, address=address,
            subject=_subject(ticket, mailbox), message_id=_message_id(mailbox, ticket.pk),
            queued_at=at, try_at=at,
        )
        for address, contact in addresses.items()
        if address not in known
    ]  # fmt: skip
    if not made:
        return unchanged(made)
    for mail in made:
        mail.save()
    record(Event.MAIL_QUEUED, made[0], about=[ticket], ticket=ticket.pk, entry=entry.pk,
           mails=[mail.pk for mail in made])  # fmt: skip
    enqueue("mailroom.send", stale_after=NEWS_LASTS)
    return made


def queue_answer(mail: MailIn, person_id: int | None, subject: str, text: str, at: datetime
                 ) -> None:  # fmt: skip
    """Queue what became of a captured line, within the operation that took the mail in."""
    box = mail.mailbox
    MailOut(
        mailbox=box, answers=mail, person_id=person_id, address=mail.sender,
        subject=subject[:250], text=text, automatic=True, message_id=_message_id(box, 0),
        queued_at=at, try_at=at,
    ).save()  # fmt: skip
    enqueue("mailroom.send", stale_after=NEWS_LASTS)


@operation(None)
def claim_mail(*, mail: MailOut, by: Actor, at: datetime) -> MailOut | None:
    """Take a waiting mail for sending; None where another worker has it."""
    del by
    mine = MailOut.objects.filter(pk=mail.pk, state=OutState.WAITING, try_at__lte=at)
    with bookkeeping():
        if not mine.update(state=OutState.SENDING, tried_at=at, attempts=mail.attempts + 1):
            return unchanged(None)
    rows = MailOut.objects.select_related("mailbox", "ticket", "entry__person", "answers")
    claimed: MailOut = rows.get(pk=mail.pk)
    return unchanged(claimed)


@operation(None)
def settle_mail(*, mail: MailOut, outcome: Outcome, words: str, by: Actor, at: datetime) -> MailOut:
    """Put down what the server answered to a claimed mail."""
    del by
    mail = lock(mail)
    if mail.state != OutState.SENDING:
        return unchanged(mail)
    if outcome is Outcome.LATER and not is_given_up(mail.queued_at, at):
        again = at + pause_after(mail.attempts)
        mail.change(state=OutState.WAITING.value, problem=words[:500], try_at=again)
        return _noted(mail)
    if outcome is Outcome.TAKEN:
        mail.change(state=OutState.SENT.value, sent_at=at, problem="")
        record(Event.MAIL_SENT, mail, about=[mail.ticket], mail=mail.pk, ticket=mail.ticket_id)
        return mail
    state = OutState.UNKNOWN if outcome is Outcome.UNKNOWN else OutState.GIVEN_UP
    mail.change(state=state.value, problem=words[:500])
    record(Event.MAIL_NOT_SENT, mail, about=[mail.ticket], mail=mail.pk, ticket=mail.ticket_id,
           state=state.value, private={"address": mail.address, "why": words[:500]})  # fmt: skip
    return mail


def _noted(mail: MailOut) -> MailOut:
    record(Event.MAIL_QUEUED, mail, mail=mail.pk, ticket=mail.ticket_id, attempts=mail.attempts)
    return mail


@operation(None)
def settle_lost(*, mail: MailOut, by: Actor, at: datetime) -> MailOut:
    """Call a mail perhaps sent whose worker was ended while it handed it over."""
    if mail.tried_at is None or at - mail.tried_at < LOST_AFTER:
        return unchanged(mail)
    return unchanged(settle_mail(mail=mail, outcome=Outcome.UNKNOWN, by=by, at=at,
                                 words="The worker ended while it was being sent."))  # fmt: skip


@operation(None)
def give_up_waiting(*, mail: MailOut, by: Actor, at: datetime) -> MailOut:
    """Give up a mail that has waited for its server for days."""
    del by
    mail = lock(mail)
    if mail.state != OutState.WAITING or not is_given_up(mail.queued_at, at):
        return unchanged(mail)
    why = mail.mailbox.send_problem or mail.problem or "Its mailbox was off."
    mail.change(state=OutState.GIVEN_UP.value, problem=why)
    record(Event.MAIL_NOT_SENT, mail, about=[mail.ticket], mail=mail.pk, ticket=mail.ticket_id,
           state=mail.state, private={"address": mail.address, "why": why})  # fmt: skip
    return mail


@operation(May.SORT_MAIL)
def send_again(*, mail: MailOut, by: Actor, at: datetime) -> MailOut:
    """Queue a mail again that did not arrive, or perhaps not: to the contact's address of today.

    Its Message-ID stays, so that a mailbox which has it already can tell. Refuses with:
    mail_not_ended.
    """
    del by
    mail = lock(mail)
    if mail.state not in _AGAIN:
        raise Refused(
            "mail_not_ended", "It is on its way, or has arrived.", what="Not sent again.",
            remedy="Wait until it is sent.",
        )  # fmt: skip
    now = mail.contact.email.lower() if mail.contact and mail.contact.email else mail.address
    taken = MailOut.objects.filter(entry=mail.entry_id, address=now).exclude(pk=mail.pk)
    if mail.entry_id is not None and taken.exists():
        now = mail.address
    mail.change(state=OutState.WAITING.value, try_at=at, queued_at=at, problem="", address=now)
    record(Event.MAIL_AGAIN, mail, about=[mail.ticket], mail=mail.pk, ticket=mail.ticket_id)
    enqueue("mailroom.send")
    return mail


def _subject(ticket: Ticket, mailbox: Mailbox) -> str:
    """Name the ticket; where a reply address cannot hold its secret, the subject does."""
    mark = f"#{ticket.number}" if mailbox.has_plus else f"#{ticket.number} {token_of(ticket)}"
    return f"Re: {ticket.title} [{mark}]"[:250]


def _message_id(mailbox: Mailbox, ticket_id: int) -> str:
    domain = mailbox.address.rpartition("@")[2]
    return f"<{secrets.token_hex(16)}.{ticket_id}@{domain}>"
