"""Deals as things that time is on: what goes in before a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.selling.may import May
from upheld.selling.models import Deal, Outcome
from upheld.timekeeping.models import Billing, Category
from upheld.timekeeping.rules.deciding import RuleSaid
from upheld.timekeeping.targets import NamedTarget, Target, TargetKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.actor import Actor

MOST_NAMED = 2_000


def deal_target(deal: Deal) -> Target:
    """Give a deal as a target: hours before a signature, which nobody pays."""
    return Target(
        kind="deal",
        id=deal.pk,
        title=deal.title,
        category=Category.PRESALE,
        billing=Billing.UNBILLED,
        url=reverse("deal", args=[deal.number]),
        company_id=deal.company_id,
        row=deal,
        rule="selling.before_signature",
        rule_named=str(deal.number),
    )


def _by_id(actor: Actor, pk: int) -> Target | None:
    found = Deal.objects.filter(pk=pk).first() if actor.may(May.SEE_DEALS) else None
    return deal_target(found) if found else None


def _by_number(actor: Actor, number: int) -> Target | None:
    found = Deal.objects.filter(number=number).first() if actor.may(May.SEE_DEALS) else None
    return deal_target(found) if found else None


def _named(actor: Actor) -> Sequence[NamedTarget]:
    if not actor.may(May.SEE_DEALS):
        return []
    standing = Deal.objects.filter(outcome=Outcome.OPEN).order_by("-number")
    known = standing.values_list("pk", "number", "title", "company__name")
    return [NamedTarget(*one) for one in known[:MOST_NAMED]]


RULES = {
    "selling.before_signature": RuleSaid(
        "Worked for deal {named} before a signature: nobody pays for it yet.",
        lambda named: reverse("deal", args=[int(named)]),
    ),
}

DEALS = TargetKind(
    kind="deal", title="Deal", by_id=_by_id, by_number=_by_number, named=_named, rules=RULES
)
