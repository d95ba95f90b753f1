"""The customer says how they found the solution: by a link without a sign-in, or in the portal."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import TicketRating
from upheld.desk.rules.satisfaction import OPEN_FOR, rating_obstacle
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

LONGEST_COMMENT = 500


def hash_of(secret: str) -> str:
    """Hash a link's secret as it is stored; the secret itself is only in the mail."""
    return hashlib.sha256(secret.encode()).hexdigest()


@operation(None)
def ask_for_rating(*, ticket: Ticket, by: Actor, at: datetime) -> str:
    """Make the link by which a ticket's contact says how they found it; "" if asked already.

    Gives the secret for the mail, which cannot be read again. It begins with the provider's
    number, because whoever follows it is not signed in anywhere.
    """
    if ticket.contact_id is None or TicketRating.objects.filter(ticket=ticket).exists():
        return unchanged("")
    secret = f"{by.provider_id}-{secrets.token_urlsafe(24)}"
    row = TicketRating(
        ticket=ticket, contact_id=ticket.contact_id, asked_at=at, secret_hash=hash_of(secret),
        until=at + OPEN_FOR,
    )  # fmt: skip
    row.save()
    record(Event.RATING_ASKED, row, about=[ticket], number=ticket.number)
    return secret


@operation(None)
def take_back_question(*, ticket: Ticket, by: Actor, at: datetime) -> None:
    """Undo asking where the mail could not be sent, so that they are asked again."""
    del by, at
    row = TicketRating.objects.filter(ticket=ticket, rated_at=None).first()
    if row is None:
        return unchanged(None)
    record(Event.RATING_NOT_SENT, ticket, number=ticket.number)
    row.delete()
    return None


@operation(None)
def rate_by_link(
    *, row: TicketRating, rating: int, by: Actor, at: datetime, comment: str = ""
) -> TicketRating:
    """Keep what whoever has the link says: 1 not good to 3 good, and a comment; once.

    Refuses with: rating_out_of_range, rated_already, link_expired, invalid_input.
    """
    del by
    return _keep(lock(row), rating, comment, at)


@operation(May.REPLY_TO_TICKETS)
def rate_ticket(
    *, ticket: Ticket, rating: int, by: Actor, at: datetime, comment: str = ""
) -> TicketRating:
    """Keep what a customer's person says in the portal of a ticket of theirs that is solved.

    Refuses with: not_found, not_solved_yet, rating_out_of_range, rated_already, link_expired,
    invalid_input.
    """
    if by.contact_id is None or ticket.company_id != by.customer_id or ticket.void:
        raise not_found("ticket")
    if not ticket.is_settled:
        raise Refused("not_solved_yet", "The ticket is not solved yet.", what="Nothing was kept.",
                      remedy="Write on the ticket what is missing.")  # fmt: skip
    row = TicketRating.objects.filter(ticket=ticket).first()
    if row is None:
        row = TicketRating(
            ticket=ticket, contact_id=by.contact_id, asked_at=at, until=at + OPEN_FOR
        )
        row.save()
    return _keep(lock(row), rating, comment, at)


def _keep(row: TicketRating, rating: int, comment: str, at: datetime) -> TicketRating:
    if len(comment) > LONGEST_COMMENT:
        raise invalid(comment=f"Keep it to {LONGEST_COMMENT} characters.")
    no = rating_obstacle(rating, rated_at=row.rated_at, until=row.until, at=at)
    if no is not None:
        raise Refused(no.code, no.why, what="Nothing was kept.", remedy=no.remedy)
    row.change(rating=rating, comment=comment.strip(), rated_at=at)
    record(
        Event.TICKET_RATED, row.ticket, about=[row.ticket.company], number=row.ticket.number,
        rating=rating, private={"words": row.comment} if row.comment else None,
    )  # fmt: skip
    return row
