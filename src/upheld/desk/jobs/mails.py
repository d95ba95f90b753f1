"""Telling people by mail, in the background: what was undone meanwhile is told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.carriers import is_carried
from upheld.desk.mails import mail_reply
from upheld.desk.models import Ticket
from upheld.desk.queries.people_to_tell import wrote_ticket
from upheld.foundation.jobs import job
from upheld.foundation.news import NEWS_LASTS, NOT_NEEDED

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@job("desk.tell_replied", title="Tell the customer that their ticket was answered")
def tell_replied(*, by: Actor, at: datetime, ticket_id: int) -> str:
    """Mail who asked and who wrote on it."""
    del by
    ticket = Ticket.objects.select_related("provider").get(pk=ticket_id)
    if ticket.void or at - ticket.last_at > NEWS_LASTS:
        return NOT_NEEDED
    if is_carried(ticket):
        return "The answer itself is mailed."
    return f"{mail_reply(ticket, wrote_ticket(ticket))} mailed."
