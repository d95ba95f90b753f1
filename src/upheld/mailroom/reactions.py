"""Answers to facts: what was said to a customer on a ticket is mailed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.foundation.actor import system
from upheld.mailroom.operations.sending import queue_replies

if TYPE_CHECKING:
    from upheld.desk.models import Ticket
    from upheld.foundation.facts import Fact


def on_ticket_replied(fact: Fact) -> None:
    """Queue a public answer of ours as mail; what customers and rules say is not mailed."""
    if fact.data["ours"] and not fact.data["automatic"]:
        _queue(fact)


def on_ticket_resolved(fact: Fact) -> None:
    """Queue how a ticket was solved, where somebody said it."""
    if not fact.data["automatic"]:
        _queue(fact)


def _queue(fact: Fact) -> None:
    ticket = cast("Ticket", fact.subject)
    by = system(fact.by.provider_id, on_behalf_of=fact.by)
    queue_replies(ticket=ticket, by=by, at=fact.at)
