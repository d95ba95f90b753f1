"""Deals end: won by a signature, lost to somebody and for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import Outcome
from upheld.selling.operations.staging import require_open, restage

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.selling.models import Deal


@operation(None)
def win_deal(
    *,
    deal: Deal,
    by: Actor,
    at: datetime,
    one_off_minor: int | None = None,
    monthly_minor: int | None = None,
) -> Deal:
    """Win a deal by its signature, at the amounts that were signed (minor units).

    A deal that was given up may still be signed: the signature is a fact. Harmless if won.
    """
    del by
    deal = lock(deal)
    if deal.outcome == Outcome.WON:
        return unchanged(deal)
    deal.change(
        outcome=Outcome.WON,
        closed_at=at,
        lost_to="",
        lost_reason="",
        next_step="",
        next_step_on=None,
        one_off_minor=deal.one_off_minor if one_off_minor is None else one_off_minor,
        monthly_minor=deal.monthly_minor if monthly_minor is None else monthly_minor,
    )
    record(
        Event.DEAL_WON, deal, about=[deal.company],
        one_off=deal.one_off, monthly=deal.monthly, origin=deal.origin,
    )  # fmt: skip
    return restage(deal)


@operation(May.EDIT_DEALS)
def lose_deal(
    *,
    deal: Deal,
    reason: str,
    by: Actor,
    at: datetime,
    lost_to: str = "",
    seen: int | None = None,
) -> Deal:
    """Record that a deal is lost, to whom and why. `lost_to` may be empty: nobody else won it.

    Refuses with: invalid_input, deal_closed, changed_meanwhile.
    """
    del by
    if not reason.strip():
        raise invalid(reason="Say why the deal was lost, in the customer's words if you can.")
    deal = lock(deal, seen)
    require_open(deal, "The loss was not recorded.")
    deal.change(
        outcome=Outcome.LOST,
        closed_at=at,
        lost_to=lost_to.strip(),
        lost_reason=reason.strip(),
        next_step="",
        next_step_on=None,
    )
    record(Event.DEAL_LOST, deal, about=[deal.company], reason=reason.strip(), origin=deal.origin)
    return restage(deal)


@operation(May.EDIT_DEALS)
def reopen_deal(*, deal: Deal, reason: str, by: Actor, at: datetime) -> Deal:
    """Take a lost deal up again, at the stage that its evidence still shows.

    Refuses with: invalid_input, deal_won.
    """
    del by, at
    if not reason.strip():
        raise invalid(reason="Say why the deal is open again.")
    deal = lock(deal)
    if deal.outcome == Outcome.WON:
        raise Refused(
            "deal_won",
            "A signed deal cannot be opened again.",
            what="The deal was not changed.",
            remedy="Open a new deal for what else they want.",
        )
    if deal.is_open:
        return unchanged(deal)
    deal.change(outcome=Outcome.OPEN, closed_at=None, lost_to="", lost_reason="")
    record(Event.DEAL_REOPENED, deal, about=[deal.company], reason=reason.strip())
    return restage(deal)
