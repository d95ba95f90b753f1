"""Customers are asked by mail how they found the solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.mails import mail_question
from upheld.desk.operations.ticket_ratings import ask_for_rating, take_back_question
from upheld.desk.queries.ticket_ratings import tickets_to_rate
from upheld.foundation.jobs import Every, Periodic, job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("desk.ask_satisfaction", Every(minutes=15), "Ask how we solved it"),)


@job("desk.ask_satisfaction", title="Ask customers how we solved their tickets")
def ask_satisfaction(*, by: Actor, at: datetime) -> str:
    """Ask about each ticket that was lately solved; a mail that fails is tried again."""
    asked = 0
    for ticket in tickets_to_rate(at):
        secret = ask_for_rating(ticket=ticket, by=by, at=at)
        if not secret:
            continue
        try:
            asked += mail_question(ticket, secret)
        except OSError:
            take_back_question(ticket=ticket, by=by, at=at)
    return f"{asked} asked"
