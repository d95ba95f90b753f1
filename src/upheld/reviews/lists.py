"""The list of reviews."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByPerson,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.reviews.models import Review
from upheld.reviews.queries.reviews import TONES
from upheld.reviews.rules.answers import ReviewState

STATES = [(one.value, one.value.replace("_", " ").capitalize()) for one in ReviewState]


def _pill(review: Review) -> Pill:
    state = ReviewState(review.state)
    return Pill(state.value.replace("_", " ").capitalize(), TONES[state])


REVIEWS: ListOf[Review] = ListOf(
    key="reviews",
    title="Reviews",
    noun="review",
    route="reviews",
    url=lambda review: reverse("review", args=[review.number]),
    order="-asked_at",
    opens_with="open=yes",
    about="Every question whose yes counts before something goes out, and how long it took.",
    example="May we promise four hours on weekends? Asked of Sam, who answers for on-site work.",
    columns=(
        ListColumn("number", "No.", lambda r: r.number, Kind.NUMBER, sort="number", shown=False),
        ListColumn(
            "question", "Question", lambda r: r.question, link=True, hint=lambda r: r.subject_title
        ),
        ListColumn("state", "State", _pill, Kind.STATUS, sort="state"),
        ListColumn("asked", "Asked of", lambda r: r.asked.name if r.asked else "", Kind.PERSON),
        ListColumn(
            "requested_by",
            "Asked by",
            lambda r: r.requested_by.name if r.requested_by else "Upheld",
            Kind.PERSON,
        ),
        ListColumn("kind", "Kind", lambda r: r.kind.replace("_", " "), sort="kind"),
        ListColumn("due", "Due", lambda r: r.due_at, Kind.MOMENT, sort="due_at"),
        ListColumn("asked_at", "Asked", lambda r: r.asked_at, Kind.MOMENT, sort="asked_at"),
        ListColumn(
            "turnaround",
            "Took",
            lambda r: r.turnaround_seconds,
            Kind.EFFORT,
            sort="turnaround_seconds",
        ),
        ListColumn("function", "Function", lambda r: r.function, sort="function", shown=False),
        ListColumn(
            "customer", "Customer", lambda r: r.company.name if r.company else "", shown=False
        ),
    ),
    filters=(
        ByText("question", "subject_title", "why"),
        ByYesNo("open", "Open", Q(state=ReviewState.ASKED.value)),
        ByChoice("state", "State", "state", choices=STATES),
        ByPerson("asked", "Asked of", "asked_id"),
        ByPerson("requested_by", "Asked by", "requested_by_id"),
        ByPerson("answered_by", "Answered by", "answered_by_id"),
        ByDays("due", "Due", "due_at"),
        ByDays("answered", "Answered", "answered_at"),
        by_customer(),
    ),
)
