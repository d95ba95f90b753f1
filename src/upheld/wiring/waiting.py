"""What waits for somebody: reviews, promises, tickets; for the frame of every page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.urls import reverse

from upheld.agreements.queries.parts import ESTIMATE
from upheld.calendars.queries.mine import notices_waiting
from upheld.desk.models import NoticeKind
from upheld.desk.queries.escalations import waiting_escalations
from upheld.desk.queries.ticket_news import waiting_notices
from upheld.foundation.asked_often import AskedOften, moment_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.ui.shell import Waiting
from upheld.foundation.values.effort import written_effort
from upheld.playbook.queries.procedures import readings_waiting
from upheld.promises.queries.promises import due_rows
from upheld.reviews.queries.reviews import waiting_reviews
from upheld.timekeeping.queries.reminders import concerns_waiting, days_waiting, looks_waiting

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Expression, QuerySet
    from django.http import HttpResponse

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request
    from upheld.reviews.models import Review


ESCALATED = {
    "danger first_response": "First response in danger",
    "danger next_response": "Next response in danger",
    "danger resolution": "Resolution in danger",
    "missed first_response": "First response missed",
    "missed next_response": "Next response missed",
    "missed resolution": "Resolution missed",
}
"""What somebody was told of a ticket's target."""
TIME = {
    "day": "Day to fill",
    "asked_time": "Asked about your time",
    "explained_time": "Explained to you",
    "pace": "Over pace for weeks",
}
"""What waits about time."""


def waiting_for(actor: Actor, at: datetime) -> tuple[Waiting, ...]:
    """Give what waits for somebody of the staff, the most pressing first: two queries.

    Open reviews that they may answer, alternatives offered to them, promises that they keep and
    that are overdue or due today, tickets on which they are named, which they watch, or of whose
    targets they were told, procedures that they were asked to read, days of theirs that are not
    full, questions about time, people over pace, and what was told about a calendar.
    """
    if not actor.is_staff or actor.person_id is None:
        return ()
    found = [
        Waiting(
            _short(review),
            reverse("review", args=[review.number]),
            "Review" if review.is_open else "Alternative offered",
            review.due_at,
        )
        for review in waiting_reviews(actor, at)
    ]
    found += [_told(row, at) for row in _PROMISES_AND_NOTICES.lines(actor, at)]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or at)))


def _promises_and_notices(actor: Actor, at: datetime) -> QuerySet[Any]:
    """Read them all in one query, of nothing but who asks and their day: every page asks it."""
    due = _lines(due_rows(actor, at), Value("promise", CharField()), "number", "words", "due_at")
    told = _lines(waiting_notices(actor), F("kind"), "ticket__number", "ticket__title", "at")
    late = _lines(
        waiting_escalations(actor), F("sort"), "ticket__number", "ticket__title", "due_at"
    )
    read = _lines(
        readings_waiting(actor), Value("reading", CharField()), "procedure__number",
        "procedure__title", "asked_at",
    )  # fmt: skip
    days = _lines(days_waiting(actor), Value("day", CharField()), "missing", "words", "reminded_at")
    looks = _lines(looks_waiting(actor), F("sort"), "pk", "words", "asked_at")
    pace = _lines(
        concerns_waiting(actor), Value("pace", CharField()), "pk", "person__name", "raised_at"
    )
    news = _lines(notices_waiting(actor), Value("calendar", CharField()), "pk", "words", "told_at")
    return due.union(told, late, read, days, looks, pace, news, all=True)


_PROMISES_AND_NOTICES = AskedOften(_promises_and_notices)


def _lines(rows: QuerySet[Any], sort: Expression | F, *paths: str) -> QuerySet[Any]:
    names = ("line_number", "line_words", "line_at")
    named = {name: F(path) for name, path in zip(names, paths, strict=True)}
    lines: QuerySet[Any] = (
        rows.order_by().annotate(line_sort=sort, **named).values_list("line_sort", *names)
    )
    return lines


def _told(row: tuple[Any, ...], at: datetime) -> Waiting:
    sort, number, words, moment = row[0], row[1], row[2], moment_of(row[3])
    if sort == "promise":
        kind = "Overdue promise" if moment < at else "Promise due"
        return Waiting(words, reverse("promise", args=[number]), kind, moment)
    if sort in TIME:
        return _of_time(sort, number, words)
    if sort == "calendar":
        return Waiting(words, reverse("my-calendar"), "Your calendar")
    if sort == "reading":
        return Waiting(words, reverse("procedure", args=[number]), "Asked to read")
    if sort in ESCALATED:
        return Waiting(f"#{number} {words}", reverse("ticket", args=[number]), ESCALATED[sort],
                       moment)  # fmt: skip
    kind = NoticeKind(sort).label
    return Waiting(f"#{number} {words}", reverse("ticket", args=[number]), kind)


def _of_time(sort: str, number: int, words: str) -> Waiting:
    """Say what waits about time: a day to fill, a question or its answer, somebody over pace."""
    if sort == "day":
        day = date.fromisoformat(words)
        said = f"{day:%A, %-d %B}: {written_effort(number)} not accounted for"
        return Waiting(said, f"{reverse('my-time')}?day={words}", TIME[sort])
    if sort == "asked_time":
        return Waiting(words, reverse("time-look-explain", args=[number]), TIME[sort])
    if sort == "explained_time":
        return Waiting(words, reverse("time-looks"), TIME[sort])
    return Waiting(words, reverse("pace-answer", args=[number]), TIME[sort])


def _short(review: Review) -> str:
    """Say a review in a line: an estimate's question without the criterion that follows it."""
    if review.kind != ESTIMATE:
        return str(review.question)
    return str(review.question).partition("? ")[0].rstrip("?") + "?"


@screen(None)
def waiting(request: Request) -> HttpResponse:
    """Show all that waits for the reader."""
    return show(request, "wiring/waiting.html", items=waiting_for(request.actor, request.at))
