"""Deliverables as lists and pages show them: said against done, estimate against actual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder, Deliverable, EvidenceItem, SignOff
from upheld.delivery.queries.work_shown import evidence_of
from upheld.delivery.rules.deliverables import (
    EARNED_STATES,
    DeliverableState,
    DeliverableStep,
    WorkShown,
    next_state,
    submit_obstacles,
)
from upheld.delivery.rules.evidence import KIND_TITLES, EvidenceKind
from upheld.foundation.values.period import today
from upheld.promises.rules.states import PromiseState
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason

SOON = timedelta(days=7)
KIND = "deliverable"
"""The kind under which time is logged on it."""

LIGHTS = (
    ("overdue", "Overdue"),
    ("at_risk", "At risk"),
    ("due_soon", "Due soon"),
    ("agreed", "Agreed"),
    ("offered", "Nobody agreed yet"),
    ("kept", "Accepted"),
    ("released", "Taken out"),
)
"""What a deliverable's light may say, the most pressing first."""


def visible_deliverables(_actor: Actor) -> QuerySet[Deliverable]:
    """Give the deliverables that an actor may see: the provider's, or a customer's own."""
    rows: QuerySet[Deliverable] = Deliverable.objects.all()
    return rows


def with_actual(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Add `actual_seconds`: what was logged on each and counts."""
    logged = TimeEntry.objects.filter(on_kind=KIND, on_id=OuterRef("pk"), void=False)
    total = logged.order_by().values("on_id").annotate(all=Sum("seconds")).values("all")
    return rows.annotate(actual_seconds=Coalesce(Subquery(total), 0))


def with_lights(rows: QuerySet[Deliverable], at: datetime, zone: str) -> QuerySet[Deliverable]:
    """Add `light` and `actual_seconds`: how each stands on a day.

    At risk: somebody said so, it took longer than was estimated, or nobody began although it
    falls due within seven days.
    """
    day = today(at, zone)
    soon = day + SOON
    idle = Q(state=DeliverableState.PLANNED.value, due_on__lte=soon)
    longer = Q(actual_seconds__gt=F("estimate_seconds")) & ~Q(state="submitted")
    whens = [
        When(state__in=[state.value for state in EARNED_STATES], then=Value("kept")),
        When(state=DeliverableState.DROPPED.value, then=Value("released")),
        When(due_on__lt=day, then=Value("overdue")),
        When(Q(promise__risk_at__isnull=False) | idle | longer, then=Value("at_risk")),
        When(due_on__lte=soon, then=Value("due_soon")),
        When(owner__isnull=True, then=Value("offered")),
    ]
    light = Case(*whens, default=Value("agreed"), output_field=CharField())
    return with_actual(rows).annotate(light=light)


def open_deliverables(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Keep those that are neither accepted nor taken out."""
    return rows.filter(finished_at=None).exclude(state=DeliverableState.DROPPED.value)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as a page prints it."""

    item: EvidenceItem
    title: str
    url: str
    kind: str
    agreed: bool
    """Whether it is of the kind that was agreed."""


@dataclass(frozen=True, slots=True)
class DeliverablePage:
    """Everything that a deliverable's page shows of itself."""

    deliverable: Deliverable
    light: str
    actual_seconds: int
    evidence: tuple[EvidenceLine, ...]
    rounds: tuple[SignOff, ...]
    changes: tuple[ChangeOrder, ...]
    agreed_kind: str
    obstacles: tuple[Reason, ...]
    may_start: bool
    may_show: bool
    may_submit: bool
    may_withdraw: bool
    may_give: bool
    next_step: str
    next_why: str

    @property
    def waiting(self) -> SignOff | None:
        """Give the round that waits for the customer."""
        return next((one for one in self.rounds if one.state == "waiting"), None)

    @property
    def done_words(self) -> str:
        """Say what was done so far."""
        return _DONE[self.deliverable.stands]


_DONE = {
    DeliverableState.PLANNED: "",
    DeliverableState.IN_WORK: "In work",
    DeliverableState.SUBMITTED: "Submitted; the customer is looking at it",
    DeliverableState.REJECTED: "Rejected; to be put right",
    DeliverableState.ACCEPTED: "Accepted by the customer",
    DeliverableState.DEEMED_ACCEPTED: "Counts as accepted: nobody objected in the agreed time",
    DeliverableState.DROPPED: "Taken out by a change order",
}


def deliverable_page(deliverable: Any, actor: Actor) -> DeliverablePage:
    """Read a deliverable's page: three queries beside the row with its light."""
    lines = tuple(_line(item, deliverable) for item in evidence_of(deliverable))
    rounds = SignOff.objects.filter(deliverable=deliverable)
    changes = ChangeOrder.objects.filter(sow_id=deliverable.sow_id).order_by("-number")
    stands = deliverable.stands
    works = actor.may(May.WORK_ON_DELIVERABLES)
    agreed = deliverable.promise.state != PromiseState.OFFERED
    shown = WorkShown(deliverable.evidence_kind, tuple(line.item.kind for line in lines))
    obstacles = submit_obstacles(stands, shown)
    step, why = _next(deliverable, obstacles, agreed=agreed)

    def open_to(step: DeliverableStep) -> bool:
        return works and next_state(stands, step) is not None

    return DeliverablePage(
        deliverable=deliverable,
        light=deliverable.light,
        actual_seconds=deliverable.actual_seconds,
        evidence=lines,
        rounds=tuple(rounds.select_related("answered_by", "submitted_by").order_by("-number")),
        changes=tuple(changes[:10]),
        agreed_kind=kind_title(deliverable.evidence_kind),
        obstacles=obstacles if stands is DeliverableState.IN_WORK else (),
        may_start=open_to(DeliverableStep.START) and agreed,
        may_show=works and stands in {DeliverableState.IN_WORK, DeliverableState.REJECTED},
        may_submit=open_to(DeliverableStep.SUBMIT) and not obstacles and agreed,
        may_withdraw=open_to(DeliverableStep.WITHDRAW),
        may_give=actor.may(May.GIVE_DELIVERABLES) and agreed and not deliverable.finished_at,
        next_step=step,
        next_why=why,
    )


def kind_title(kind: str) -> str:
    """Say a kind of evidence; one that was agreed in words of its own says itself."""
    return KIND_TITLES[EvidenceKind(kind)] if kind in set(EvidenceKind) else kind


def evidence_title(item: EvidenceItem) -> str:
    """Say in one line what a piece of evidence is."""
    return item.file_name or item.link or item.words


def _line(item: EvidenceItem, deliverable: Deliverable) -> EvidenceLine:
    url = item.link
    if item.file:
        url = reverse("evidence-file", args=[deliverable.number, item.pk])
    return EvidenceLine(
        item, evidence_title(item), url, kind_title(item.kind),
        item.kind == deliverable.evidence_kind,
    )  # fmt: skip


def _next(
    deliverable: Deliverable, obstacles: tuple[Reason, ...], *, agreed: bool
) -> tuple[str, str]:
    """Say what should happen next, and why."""
    stands = deliverable.stands
    if not agreed:
        return "Agree to keep it in the handover", "Nobody has agreed to keep this promise yet."
    if stands is DeliverableState.PLANNED:
        return "Begin to work on it", f"It is due on {_day(deliverable.due_on)}."
    if stands in {DeliverableState.IN_WORK, DeliverableState.REJECTED}:
        if obstacles:
            return obstacles[0].remedy, obstacles[0].why
        return "Submit it for sign-off", "What was agreed to show it is there."
    if stands is DeliverableState.SUBMITTED:
        return "Wait for the customer", "They can accept or reject it in the portal."
    return "", ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
