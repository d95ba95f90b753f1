"""Deliverables as things that time is on, for the capture line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.delivery.models import Deliverable
from upheld.timekeeping.models import Billing, Category
from upheld.timekeeping.rules.deciding import RuleSaid
from upheld.timekeeping.targets import NamedTarget, Target, TargetKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from upheld.foundation.actor import Actor

MOST_NAMED = 2_000
FINISHED = ("accepted", "deemed_accepted", "dropped")


def deliverable_target(deliverable: Deliverable) -> Target:
    """Give a deliverable as a target: its price is agreed, so its hours are covered."""
    return Target(
        kind="deliverable",
        id=deliverable.pk,
        title=deliverable.title,
        category=Category.CUSTOMER,
        billing=Billing.COVERED,
        url=reverse("deliverable", args=[deliverable.number]),
        company_id=deliverable.company_id,
        row=deliverable,
        rule="delivery.price",
        rule_named=str(deliverable.number),
    )


def _deliverables(_actor: Actor) -> Sequence[NamedTarget]:
    open_ones = Deliverable.objects.exclude(state__in=FINISHED).order_by("-number")
    known = open_ones.values_list("pk", "number", "title", "company__name")
    return [NamedTarget(*one) for one in known[:MOST_NAMED]]


def _deliverable_by_id(_actor: Actor, pk: int) -> Target | None:
    found = Deliverable.objects.filter(pk=pk).first()
    return deliverable_target(found) if found else None


def _deliverable_by_number(_actor: Actor, number: int) -> Target | None:
    found = Deliverable.objects.filter(number=number).first()
    return deliverable_target(found) if found else None


def _estimates(ids: Iterable[int]) -> dict[int, int]:
    rows = Deliverable.objects.filter(pk__in=list(ids), estimate_seconds__gt=0)
    return dict(rows.order_by().values_list("pk", "estimate_seconds"))


RULES = {
    "delivery.price": RuleSaid(
        "Covered by the agreed price of deliverable {named}.",
        lambda named: reverse("deliverable", args=[int(named)]),
    ),
}

DELIVERABLES = TargetKind(
    kind="deliverable", title="Deliverable", by_id=_deliverable_by_id,
    by_number=_deliverable_by_number, named=_deliverables, rules=RULES, estimates=_estimates,
)  # fmt: skip
