"""Handovers as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from upheld.delivery.may import May
from upheld.delivery.models import Handover, HandoverPoint
from upheld.promises.rules.states import PromiseState
from upheld.reviews.models import Review

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

POINT_TONES = {"open": "neutral", "accepted": "good", "objected": "warn"}
POINT_TITLES = {"open": "Waiting", "accepted": "Agreed", "objected": "Objected to"}


def visible_handovers(_actor: Actor) -> QuerySet[Handover]:
    """Give the handovers that an actor may see: the provider's; customers see none."""
    rows: QuerySet[Handover] = Handover.objects.all()
    return rows


def with_counts(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """Add how many points each has: `agreed`, `waiting`, `objected`."""
    points = HandoverPoint.objects.values("handover").order_by()

    def count(state: str) -> Coalesce:
        some = points.filter(handover=OuterRef("pk"), state=state).annotate(n=Count("pk"))
        return Coalesce(Subquery(some.values("n"), output_field=IntegerField()), 0)

    return rows.annotate(
        agreed=count("accepted"), waiting=count("open"), objected=count("objected")
    )


def points_waiting_for(actor: Actor) -> QuerySet[HandoverPoint]:
    """Give the points on which an actor's answer is waited for."""
    rows: QuerySet[HandoverPoint] = HandoverPoint.objects.filter(
        state="open", asked_id=actor.person_id or 0
    )
    return rows


@dataclass(frozen=True, slots=True)
class PointLine:
    """One promise of a handover, as its page prints it."""

    point: HandoverPoint
    title: str
    tone: str
    source: str
    may_answer: bool
    may_give: bool
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """Everything that a handover's page shows of itself."""

    handover: Handover
    points: tuple[PointLine, ...]
    agreed: int

    @property
    def mine(self) -> int:
        """Count what waits for the reader."""
        return sum(line.may_answer and line.point.state == "open" for line in self.points)


def handover_page(handover: Handover, actor: Actor) -> HandoverPage:
    """Read a handover's page: two queries beside its row."""
    rows = HandoverPoint.objects.filter(handover=handover).select_related(
        "promise", "promise__owner", "asked", "answered_by"
    )
    points = list(rows.order_by("pk"))
    asked = Review.objects.filter(
        subject_type="delivery.handoverpoint", subject_id__in=[point.pk for point in points]
    )
    reviews = list(asked.exclude(state="withdrawn").select_related("asked").order_by("number"))
    lines = tuple(
        _line(point, actor, tuple(one for one in reviews if one.subject_id == point.pk))
        for point in points
    )
    agreed = sum(point.state == "accepted" for point in points)
    return HandoverPage(handover, lines, agreed)


def _line(point: HandoverPoint, actor: Actor, reviews: tuple[Review, ...]) -> PointLine:
    leads = actor.may(May.GIVE_DELIVERABLES)
    asked = point.asked_id in {None, actor.person_id}
    waits = point.state != "accepted" and point.promise.state == PromiseState.OFFERED
    return PointLine(
        point=point,
        title=POINT_TITLES[point.state],
        tone=POINT_TONES[point.state],
        source=point.promise.get_source_display(),
        may_answer=waits and actor.may(May.ANSWER_HANDOVERS) and asked,
        may_give=waits and leads,
        reviews=reviews,
    )
