"""What every change of a draft needs: locking it, what is sound, where a part goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max

from upheld.agreements.models import ClauseVersion, Proposal, ProposalTerm
from upheld.agreements.rules.proposals import (
    SILENCES,
    ProposalState,
    ProposalStep,
    step_obstacle,
)
from upheld.foundation.actor import system
from upheld.foundation.operation import lock
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.rate import WHOLE
from upheld.reviews.operations.asking import withdraw_review
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Clause, ProposalLine, Service
    from upheld.agreements.rules.pricing import LineKind
    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned
    from upheld.foundation.values.money import Money


def lock_draft(proposal: Proposal, seen: int | None = None) -> Proposal:
    """Lock a proposal that may still be written; refuses with proposal_<state>."""
    proposal = lock(proposal, seen)
    require_step(proposal, ProposalStep.EDIT)
    return proposal


def require_step(proposal: Proposal, step: ProposalStep, what: str = "") -> None:
    """Refuse a step that the proposal's state does not allow, with proposal_<state>."""
    obstacle = step_obstacle(ProposalState(proposal.state), step)
    if obstacle is not None:
        raise Refused(obstacle.code, obstacle.why, what=what, remedy=obstacle.remedy)


def cost_kept(service: Service | None, line: ProposalLine | None) -> int | None:
    """Give a line's cost where none is said: the service's, or what the line had before.

    So somebody who may not see it changes a line without losing it.
    """
    if service is not None:
        return service.cost_minor
    return line.cost_minor if line and line.service_id is None else None


def require_line(
    proposal: Proposal,
    kind: LineKind | None,
    title: str,
    list_price: Money | None,
    quantity: int,
    discount_ppm: int,
) -> tuple[LineKind, Money]:
    """Give a line's kind and price as they can be used; refuses with invalid_input."""
    if kind is None or not title.strip():
        raise invalid(title="Choose a service, or say what is offered and how it is charged.")
    if list_price is None or list_price.is_negative:
        raise invalid(list_price="Enter the list price; it is not below zero.")
    if list_price.currency != proposal.currency:
        raise invalid(list_price=f"This proposal is in {proposal.currency}.")
    if quantity < 1:
        raise invalid(quantity="Enter 1 or more.")
    if not 0 <= discount_ppm <= WHOLE:
        raise invalid(discount="Enter a discount between 0 % and 100 %.")
    return kind, list_price


def withdraw_questions(part: Owned, by: Actor, at: datetime) -> None:
    """Withdraw what was asked about a part that is taken out."""
    for review in reviews_of(part).filter(state=ReviewState.ASKED.value):
        withdraw_review(
            review=review,
            reason="It was taken out of the proposal.",
            by=system(by.provider_id, on_behalf_of=by),
            at=at,
        )


def require_sound(proposal: Proposal) -> None:
    """Refuse particulars that cannot be; refuses with invalid_input."""
    if proposal.silence not in SILENCES:
        raise invalid(silence="Choose what silence means.")
    if not 1 <= proposal.sign_off_days <= 90:  # noqa: PLR2004  a quarter of a year
        raise invalid(sign_off_days="Enter 1 to 90 business days.")
    if not 1 <= proposal.months <= 120:  # noqa: PLR2004  ten years
        raise invalid(months="Enter a term of 1 to 120 months.")
    if proposal.valid_until and proposal.starts_on and proposal.valid_until > proposal.starts_on:
        raise invalid(valid_until="It can be signed after it begins; correct one of the two days.")
    if proposal.signer is not None and proposal.signer.company_id != proposal.company_id:
        raise invalid(signer="The signer is not a contact of this customer.")


def carry_standard(proposal: Proposal, clause: Clause, at: datetime, position: int) -> None:
    """Put a standard clause into a new draft, in its newest wording."""
    rows = ClauseVersion.objects.filter(clause=clause, from_at__lte=at)
    standard = rows.order_by("-number").first()
    if standard is None:
        return
    ProposalTerm(
        proposal=proposal,
        clause=clause,
        standard=standard,
        title=clause.title,
        text=standard.text,
        text_hash=standard.text_hash,
        departs=False,
        function=clause.function,
        position=position,
    ).save()


def next_in(part: type[Any], proposal: Proposal) -> int:
    """Give the place after the last part of a kind."""
    last = part.objects.filter(proposal=proposal).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1
