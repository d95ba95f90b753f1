"""The owner's mirror: from the result to its causes, every figure opening to its rows.

Headlines and verdicts are those kept by the hourly measuring; profit, promises and effort are read
as they stand. The whole page stays under twenty queries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.urls import reverse

from upheld.delivery.models import Deliverable
from upheld.foundation.models import Provider
from upheld.foundation.ui.shapes import Stat
from upheld.market.models import Claim
from upheld.market.queries.claims import TITLES, TONES
from upheld.measures.catalogue import measures_for
from upheld.measures.models import MeasurePoint
from upheld.measures.queries.said import stat_of
from upheld.measures.rules.spans import USUAL
from upheld.measures.rules.verdict import Outcome
from upheld.mirror.queries.results import Results, results
from upheld.money.may import May as Money
from upheld.promises.models import Promise
from upheld.promises.queries.promises import with_lights
from upheld.promises.rules.states import PromiseState
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.actor import Actor
    from upheld.measures.catalogue import Measure

HEADLINES = (
    "say_do_ratio", "on_time_deliverables", "first_response_attainment",
    "resolution_attainment", "win_rate", "estimate_error", "review_turnaround", "preparedness",
)  # fmt: skip
SHOWN = 6
SPARK = 12
AHEAD = timedelta(days=14)
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """A claim in use with its verdict as last judged."""

    claim: Claim
    title: str
    tone: str


@dataclass(frozen=True, slots=True)
class Effort:
    """A finished deliverable: what it was thought to take, and what it took."""

    deliverable: Deliverable
    estimate_seconds: int
    actual_seconds: int


@dataclass(frozen=True, slots=True)
class MirrorPage:
    """What the owner sees first. `results` is there for whoever may see cost."""

    headlines: tuple[Stat, ...]
    measured_at: datetime | None
    claims: tuple[ClaimNow, ...]
    promises: tuple[Promise, ...]
    overdue: int
    efforts: tuple[Effort, ...]
    results: Results | None


def mirror_page(actor: Actor, at: datetime) -> MirrorPage:
    """Read the mirror as it stands at a moment."""
    provider = Provider.objects.get(pk=actor.provider_id)
    points = _points(actor)
    claims = Claim.objects.filter(state="in_use").order_by("number")
    promises = _pressing(at)
    shown = [point.measured_at for kept in points.values() for point in kept]
    sees_cost = actor.may(Money.SEE_COST)
    return MirrorPage(
        headlines=_headlines(actor, points, provider.currency),
        measured_at=max(shown, default=None),
        claims=tuple(_claim_now(claim) for claim in claims),
        promises=tuple(promises[: SHOWN + 2]),
        overdue=sum(1 for one in promises if one.due_at is not None and one.due_at < at),
        efforts=_efforts(),
        results=results(provider, at, points["say_do_ratio"], points["win_rate"])
        if sees_cost
        else None,
    )


def _points(actor: Actor) -> dict[str, list[MeasurePoint]]:
    """Read the kept figures of the headlines that the actor may see, the oldest first."""
    allowed = {one.key for one in measures_for(actor)}
    kept: dict[str, list[MeasurePoint]] = defaultdict(list)
    rows = MeasurePoint.objects.filter(key__in=[key for key in HEADLINES if key in allowed])
    for point in rows.order_by("starts_on"):
        kept[point.key].append(point)
    return kept


def _headlines(
    actor: Actor, points: dict[str, list[MeasurePoint]], currency: str
) -> tuple[Stat, ...]:
    declared = {one.key: one for one in measures_for(actor)}
    return tuple(
        _headline(declared[key], points[key], currency) for key in HEADLINES if key in declared
    )


def _headline(measure: Measure, points: Sequence[MeasurePoint], currency: str) -> Stat:
    """Say the last 90 days against the 90 days that ended a quarter ago."""
    url = reverse("measure", args=[measure.key])
    now = next((point for point in points if point.covers == USUAL), None)
    months = [point for point in points if point.covers != USUAL]
    if now is None:
        return Stat(measure.title, "–", url=url, note="not measured yet")
    before = months[-1 - _QUARTER].figure() if len(months) > _QUARTER else None
    spark = [point.value for point in months[-SPARK:]]
    moved = before is not None and before.value is not None and now.value is not None
    note = "against a quarter ago" if moved else ""
    return stat_of(measure, now.figure(), currency, url=url, before=before, spark=spark, note=note)


def _claim_now(claim: Claim) -> ClaimNow:
    outcome = Outcome(claim.verdict)
    return ClaimNow(claim, TITLES[outcome], TONES[outcome])


def _pressing(at: datetime) -> list[Promise]:
    """Give what is overdue, at risk, or due within two weeks, the most pressing first."""
    soon = Q(due_at__lt=at + AHEAD) | Q(risk_at__isnull=False)
    rows = Promise.objects.filter(soon, state=PromiseState.AGREED.value)
    lit = with_lights(rows, at).select_related("owner", "company")
    return list(lit.order_by("due_at", "pk")[:100])


def _efforts() -> tuple[Effort, ...]:
    rows = Deliverable.objects.filter(finished_at__isnull=False, estimate_seconds__isnull=False)
    recent = list(rows.select_related("company").order_by("-finished_at", "-pk")[:SHOWN])
    entries = TimeEntry.objects.filter(
        void=False, on_kind="deliverable", on_id__in=[one.pk for one in recent]
    )
    sums = entries.order_by().values_list("on_id").annotate(sum=Sum("seconds"))
    spent = {on_id: int(seconds) for on_id, seconds in sums}
    return tuple(Effort(one, one.estimate_seconds or 0, spent.get(one.pk, 0)) for one in recent)
