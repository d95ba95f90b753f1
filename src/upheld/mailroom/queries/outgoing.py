"""What a mail that goes is made of: the ticket's words, its files, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import TicketFile
from upheld.foundation.files import read_kept
from upheld.foundation.news import address_of
from upheld.foundation.refusals import Refused
from upheld.mailroom.models import MailIn, MailOut, OutState
from upheld.mailroom.queries.threads import token_of
from upheld.mailroom.rules.addressing import with_extra
from upheld.mailroom.rules.composing import Attached, Outgoing
from upheld.mailroom.rules.quoting import ABOVE_THIS_LINE

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket

MOST_ATTACHED = 10_000_000
"""Bytes of files that go along; further ones are read in the portal."""
_REMEMBERED = 10


def due_mails(mailbox_id: int, at: datetime) -> list[MailOut]:
    """Give what is to be sent through a mailbox now, the oldest first, some dozens at once."""
    rows = MailOut.objects.filter(mailbox=mailbox_id, state=OutState.WAITING, try_at__lte=at)
    return list(rows.order_by("try_at", "pk")[:50])


def outgoing(mail: MailOut, at: datetime) -> Outgoing:
    """Put together what a claimed mail says: at most six queries."""
    box, ticket, entry = mail.mailbox, mail.ticket, mail.entry
    provider = mail.provider.name
    if ticket is None or entry is None:
        answered = mail.answers.message_id if mail.answers else ""
        return Outgoing(
            mail.message_id, box.address, provider, mail.address, mail.subject, mail.text, at,
            references=[answered] if answered else [], automatic=mail.automatic,
        )  # fmt: skip
    who = entry.person.name if entry.person else provider
    files, left_out = _files(mail)
    return Outgoing(
        mail.message_id, box.address, f"{who} ({provider})", mail.address, mail.subject,
        _text(entry.text, who, provider, ticket, left_out=left_out), at,
        reply_to=with_extra(box.address, token_of(ticket)) if box.has_plus else box.address,
        references=_references(mail), automatic=mail.automatic, files=files,
    )  # fmt: skip


def _text(said: str, who: str, provider: str, ticket: Ticket, *, left_out: bool) -> str:
    by = provider if who == provider else f"{who}, {provider}"
    lines = [said, "", "-- ", by, f"Ticket #{ticket.number}: {ticket.title}"]
    lines.append(address_of("portal-ticket", ticket.number))
    if left_out:
        lines.append("Further files are on that page.")
    return "\n".join([*lines, "", f"--- {ABOVE_THIS_LINE} ---", ""])


def _files(mail: MailOut) -> tuple[list[Attached], bool]:
    taken: list[Attached] = []
    total = 0
    rows = list(TicketFile.objects.filter(entry=mail.entry_id).order_by("pk"))
    for row in rows:
        total += row.file_bytes
        if total > MOST_ATTACHED:
            continue
        try:
            content = read_kept(row.file, row.file_sha256)
        except Refused:
            continue
        taken.append(Attached(row.file_name, content, row.content_type))
    return taken, len(taken) < len(rows)


def _references(mail: MailOut) -> list[str]:
    """Give the ids of the last mails to and from this person on the ticket, the oldest first.

    The last one is what is answered: theirs, where they wrote, so that their mail program shows
    both in one thread.
    """
    came = MailIn.objects.filter(ticket=mail.ticket_id, sender=mail.address, entry__isnull=False)
    sent = MailOut.objects.filter(ticket=mail.ticket_id, address=mail.address).exclude(pk=mail.pk)
    came_ids = came.exclude(message_id="").order_by("-pk").values_list("message_id", "came_at")
    sent_ids = sent.order_by("-pk").values_list("message_id", "queued_at")
    both = [*came_ids[:_REMEMBERED], *sent_ids[:_REMEMBERED]]
    return [one for one, _ in sorted(both, key=lambda pair: pair[1])]
