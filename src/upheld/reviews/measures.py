"""What is measured of reviews: how fast they are answered, and what comes of alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.foundation.values.effort import written_effort
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import median, share
from upheld.measures.rules.units import Unit
from upheld.reviews.models import Review
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

PATHS: Mapping[str, tuple[str, str, str]] = {
    "reviewer": ("answered_by_id", "answered_by__name", "Nobody"),
    "kind": ("kind", "kind", "Other"),
    "function": ("function", "function", "A person by name"),
    "company": ("company_id", "company__name", "No customer"),
}

_OFFERED = Q(state=ReviewState.ALTERNATIVE_TAKEN.value) | ~Q(alternative={})


def answered(ask: Ask) -> QuerySet[Review]:
    """Give the reviews answered in the period that was asked about."""
    narrowing = {PATHS[key][0]: value for key, value in ask.only.items()}
    end = min(ask.period.end, ask.at)
    rows: QuerySet[Review] = Review.objects.filter(
        answered_at__gte=ask.period.start, answered_at__lt=end, **narrowing
    )
    return rows


def turnaround_figure(ask: Ask) -> Figure:
    """Give the median turnaround in business seconds."""
    seconds = answered(ask).values_list("turnaround_seconds", flat=True)
    return median(one for one in seconds if one is not None)


def turnaround_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the median for each reviewer, kind, function or customer."""
    return {
        subject: median(seconds for seconds, _ in rows)
        for subject, rows in _grouped(ask, answered(ask)).items()
    }


def alternatives_figure(ask: Ask) -> Figure:
    """Give the share of the alternatives offered that were taken: parts per million."""
    rows = list(answered(ask).filter(_OFFERED).values_list("state", flat=True))
    return share(sum(state == ReviewState.ALTERNATIVE_TAKEN for state in rows), len(rows))


def alternatives_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the same for each reviewer, kind, function or customer."""
    return {
        subject: share(sum(state == ReviewState.ALTERNATIVE_TAKEN for _, state in rows), len(rows))
        for subject, rows in _grouped(ask, answered(ask).filter(_OFFERED)).items()
    }


def _grouped(ask: Ask, rows: QuerySet[Review]) -> dict[Subject, list[tuple[int, str]]]:
    path, name, nobody = PATHS[ask.by or "reviewer"]
    groups: dict[Subject, list[tuple[int, str]]] = {}
    found = rows.order_by(name, path).values_list(path, name, "turnaround_seconds", "state")
    for key, called, seconds, state in found:
        groups.setdefault(Subject(key, called or nobody), []).append((seconds, state))
    return groups


def turnaround_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the answered reviews, the last answered first."""
    return _page(answered(ask), after, limit)


def alternatives_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the reviews answered with an alternative."""
    return _page(answered(ask).filter(_OFFERED), after, limit)


def _page(rows: QuerySet[Review], after: str, limit: int) -> list[MeasureRow]:
    rows = rows.select_related("answered_by", "company").order_by("-answered_at", "-pk")
    moment, _, pk = after.partition("|")
    if pk.isdecimal():
        last = datetime.fromisoformat(moment)
        rows = rows.filter(Q(answered_at__lt=last) | Q(answered_at=last, pk__lt=int(pk)))
    return [_row(review) for review in rows[:limit]]


def _row(review: Review) -> MeasureRow:
    seconds = review.turnaround_seconds or 0
    late = seconds > review.within_seconds
    return MeasureRow(
        after=f"{review.answered_at.isoformat() if review.answered_at else ''}|{review.pk}",
        title=f"{review.subject_title}: {review.question}",
        url=reverse("review", args=[review.number]),
        at=review.answered_at,
        value=seconds,
        said=f"{review.state.replace('_', ' ')} after {written_effort(seconds)}",
        detail=" · ".join(str(one) for one in (review.answered_by, review.company) if one),
        tone="bad" if late else "good",
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        key="review_turnaround",
        title="Review turnaround",
        formula_in_words="The median time from a question to its answer, in the business hours of "
        "whoever was asked.",
        unit=Unit.EFFORT,
        better=Better.LOWER,
        breakdowns=("reviewer", "kind", "function", "company"),
        source="Reviews answered in the period; open and withdrawn ones are not in it.",
        figure=turnaround_figure,
        rows=turnaround_rows,
        breakdown=turnaround_by,
        tidbits=("Nights, weekends, holidays and leave do not count.",),
        group="Promises",
        unit_of_n="reviews",
    ),
    Measure(
        key="alternatives_taken",
        title="Alternatives taken",
        formula_in_words="Alternatives that were taken, as a share of those that reviewers "
        "offered.",
        unit=Unit.SHARE,
        better=Better.NEITHER,
        breakdowns=("reviewer", "kind", "function", "company"),
        source="Reviews answered in the period with something else instead.",
        figure=alternatives_figure,
        rows=alternatives_rows,
        breakdown=alternatives_by,
        group="Promises",
        unit_of_n="alternatives",
    ),
)
