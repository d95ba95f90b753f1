"""Procedures as things that time is on: the hours that go into writing them and keeping them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.playbook.may import May
from upheld.playbook.queries.procedures import visible_procedures
from upheld.timekeeping.models import Billing, Category
from upheld.timekeeping.targets import NamedTarget, Target, TargetKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.actor import Actor
    from upheld.playbook.models import Procedure

MOST_NAMED = 2_000


def procedure_target(procedure: Procedure) -> Target:
    """Give a procedure as a target: our own work, which no customer pays."""
    return Target(
        kind="procedure",
        id=procedure.pk,
        title=procedure.title,
        category=Category.PROCEDURE,
        billing=Billing.INTERNAL,
        url=reverse("procedure", args=[procedure.number]),
        row=procedure,
    )


def _by_id(actor: Actor, pk: int) -> Target | None:
    found = visible_procedures(actor).filter(pk=pk).first() if actor.may(May.SEE) else None
    return procedure_target(found) if found else None


def _by_number(actor: Actor, number: int) -> Target | None:
    found = visible_procedures(actor).filter(number=number).first() if actor.may(May.SEE) else None
    return procedure_target(found) if found else None


def _named(actor: Actor) -> Sequence[NamedTarget]:
    if not actor.may(May.SEE):
        return []
    standing = visible_procedures(actor).filter(withdrawn_at=None).order_by("-number")
    known = standing.values_list("pk", "number", "title", "subject")
    return [NamedTarget(*one) for one in known[:MOST_NAMED]]


PROCEDURES = TargetKind(
    kind="procedure", title="Procedure", by_id=_by_id, by_number=_by_number, named=_named
)
