"""Mail of ours that came back is noted on what was sent: it did not arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.record.write import record
from upheld.mailroom.events import Event
from upheld.mailroom.models import MailIn, MailOut, OutState

if TYPE_CHECKING:
    from upheld.mailroom.rules.reading import Letter


def returned_mail(letter: Letter) -> MailOut | None:
    """Give the mail of ours that a delivery report is about, by its Message-ID.

    The id holds 128 bits of chance, so nobody makes up a report on a mail that they never saw.
    """
    if letter.returned is None:
        return None
    ids = [*letter.returned.message_ids, *letter.references]
    rows = MailOut.objects.select_related("ticket__company").filter(message_id__in=ids)
    found: MailOut | None = rows.order_by("pk").first()
    return found


def note_returned(sent: MailOut, letter: Letter, mail: MailIn) -> None:
    """Note on a sent mail that it did not arrive, or is late. Its ticket stays as it is."""
    report = letter.returned
    if report is None:
        return
    why = " ".join(filter(None, (report.status, report.why))) or letter.subject
    if not report.is_final:
        sent.change(problem=f"Late: {why}"[:500])
        return
    sent.change(state=OutState.RETURNED.value, problem=why[:500], returned_by=mail)
    record(Event.MAIL_BOUNCED, sent, about=[sent.ticket], mail=sent.pk, ticket=sent.ticket_id,
           status=report.status, private={"address": sent.address, "why": why})  # fmt: skip
