"""How prepared we came: buyers' ratings, huddles held, goals met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.urls import reverse

from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit
from upheld.selling.measures.asking import (
    DEAL_PATHS,
    beyond,
    narrowing,
    page_of,
    place_of,
    within,
)
from upheld.selling.models import Meeting, MeetingGuest
from upheld.selling.queries.meetings import facts_of
from upheld.selling.rules.meetings import GoalResult, was_huddled
from upheld.selling.rules.ratings import PREPARED_FROM

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

MEETING_PATHS = beyond(DEAL_PATHS, "deal")
GUEST_PATHS = beyond(DEAL_PATHS, "meeting__deal")


def ratings(ask: Ask) -> QuerySet[MeetingGuest]:
    """Give the ratings given in the period that was asked about."""
    rows = MeetingGuest.objects.filter(rating__isnull=False, **narrowing(ask, GUEST_PATHS))
    return within(rows, "rated_at", ask)


def preparedness_figure(ask: Ask) -> Figure:
    """Give the share of ratings that found us well or fully prepared: parts per million."""
    counts = ratings(ask).aggregate(
        well=Count("pk", filter=Q(rating__gte=PREPARED_FROM)), given=Count("pk")
    )
    return share(counts["well"], counts["given"])


def preparedness_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the same for each seller, team or customer."""
    path, name, nobody = GUEST_PATHS[ask.by or "person"]
    groups = ratings(ask).order_by().values(subject=F(path), called=F(name)).annotate(
        well=Count("pk", filter=Q(rating__gte=PREPARED_FROM)), given=Count("pk")
    )  # fmt: skip
    return {
        Subject(row["subject"], row["called"] or nobody): share(row["well"], row["given"])
        for row in groups.order_by("called", "subject")
    }


def preparedness_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the ratings, the last one first."""
    rows = ratings(ask).select_related("contact", "meeting", "meeting__deal__company")
    return [_rating_row(guest) for guest in page_of(rows, "rated_at", after, limit)]


def held_meetings(ask: Ask) -> QuerySet[Meeting]:
    """Give the meetings that ended in the period that was asked about and were not called off."""
    rows = Meeting.objects.filter(cancelled_at=None, **narrowing(ask, MEETING_PATHS))
    return within(rows, "ends_at", ask)


def huddled_figure(ask: Ask) -> Figure:
    """Give the share of meetings that were huddled before they began: parts per million."""
    return _share_of(held_meetings(ask), lambda one: was_huddled(facts_of(one)))


def huddled_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the same for each seller, team or customer."""
    return _shares_by(ask, held_meetings(ask), lambda one: was_huddled(facts_of(one)))


def judged_meetings(ask: Ask) -> QuerySet[Meeting]:
    """Give the huddled meetings of which it is known whether the goal was met."""
    return held_meetings(ask).filter(
        huddled_at__lt=F("starts_at"), debriefed_at__isnull=False
    ).exclude(result="")  # fmt: skip


def first_downs_figure(ask: Ask) -> Figure:
    """Give the share of huddled meetings that met their goal: parts per million."""
    return _share_of(judged_meetings(ask), _gained)


def first_downs_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the same for each seller, team or customer."""
    return _shares_by(ask, judged_meetings(ask), _gained)


def huddled_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the meetings held, the last one first."""
    rows = held_meetings(ask).select_related("deal__company", "deal__owner")
    return [
        _meeting_row(one, "huddled" if was_huddled(facts_of(one)) else "no huddle")
        for one in page_of(rows, "ends_at", after, limit)
    ]


def first_downs_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the meetings that had a goal and a result, the last one first."""
    rows = judged_meetings(ask).select_related("deal__company", "deal__owner")
    return [
        _meeting_row(one, f"goal {one.get_result_display().lower()}")
        for one in page_of(rows, "ends_at", after, limit)
    ]


def _gained(meeting: Meeting) -> bool:
    return meeting.result == GoalResult.MET.value


def _share_of(rows: QuerySet[Meeting], holds: Callable[[Meeting], bool]) -> Figure:
    found = [holds(one) for one in rows]
    return share(sum(found), len(found))


def _shares_by(
    ask: Ask, rows: QuerySet[Meeting], holds: Callable[[Meeting], bool]
) -> dict[Subject, Figure]:
    path, name, nobody = MEETING_PATHS[ask.by or "person"]
    groups: dict[Subject, list[bool]] = {}
    for one in rows.annotate(subject=F(path), called=F(name)).order_by("called", "subject"):
        subject = Subject(one.subject, one.called or nobody)
        groups.setdefault(subject, []).append(holds(one))
    return {subject: share(sum(found), len(found)) for subject, found in groups.items()}


def _rating_row(guest: MeetingGuest) -> MeasureRow:
    rating = guest.rating or 0
    meeting = guest.meeting
    return MeasureRow(
        after=place_of(guest, guest.rated_at),
        title=meeting.title,
        url=reverse("meeting", args=[meeting.number]),
        at=guest.rated_at,
        said=f"{rating} of 5",
        detail=f"{guest.contact.name} · {meeting.deal.company.name}",
        tone="good" if rating >= PREPARED_FROM else "bad",
    )


def _meeting_row(meeting: Meeting, said: str) -> MeasureRow:
    good = said in {"huddled", "goal met"}
    return MeasureRow(
        after=place_of(meeting, meeting.ends_at),
        title=meeting.title,
        url=reverse("meeting", args=[meeting.number]),
        at=meeting.ends_at,
        said=said,
        detail=" · ".join(str(o) for o in (meeting.deal.owner, meeting.deal.company) if o),
        tone="good" if good else "bad",
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        key="preparedness",
        title="Preparedness",
        formula_in_words="Buyers who rated us well or fully prepared (4 or 5 of 5), as a share of "
        "those who rated a meeting.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team", "company"),
        source="The one click in the mail after each meeting.",
        figure=preparedness_figure,
        rows=preparedness_rows,
        breakdown=preparedness_by,
        tidbits=("Who does not answer is not counted; see n.",),
        group="Selling",
        unit_of_n="ratings",
    ),
    Measure(
        key="huddled",
        title="Meetings huddled",
        formula_in_words="Meetings with a goal set before they began, as a share of those held.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team", "company"),
        source="Meetings that ended in the period; those called off are left out.",
        figure=huddled_figure,
        rows=huddled_rows,
        breakdown=huddled_by,
        group="Selling",
        unit_of_n="meetings",
    ),
    Measure(
        key="first_downs",
        title="Goals met",
        formula_in_words="Huddled meetings that met their goal, as a share of those debriefed.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team", "company"),
        source="Meetings with a goal set before they began and a debrief.",
        figure=first_downs_figure,
        rows=first_downs_rows,
        breakdown=first_downs_by,
        tidbits=("A goal written down afterwards does not count: it would always be met.",),
        group="Selling",
        unit_of_n="meetings",
    ),
)
