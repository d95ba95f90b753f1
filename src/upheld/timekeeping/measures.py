"""What is measured of time: how much of it went to customers, and how much people carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.values.effort import written_effort
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import ratio
from upheld.measures.rules.units import Unit
from upheld.timekeeping.may import May
from upheld.timekeeping.queries.availability import PersonWeek, person_weeks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.measures.rules.figure import Figure


def _figure(weeks: Iterable[PersonWeek]) -> Figure:
    return ratio((week.for_customers, week.available) for week in weeks if week.available)


def utilisation(ask: Ask) -> Figure:
    """Give customers' seconds over available seconds, in parts per million; n is person-weeks."""
    return _figure(person_weeks(ask.period, ask.at, ask.only))


def utilisation_by(ask: Ask) -> Mapping[Subject, Figure]:
    """Give it for each person or team."""
    groups: dict[Subject, list[PersonWeek]] = {}
    for week in person_weeks(ask.period, ask.at, ask.only):
        groups.setdefault(_subject(ask.by, week), []).append(week)
    return {subject: _figure(weeks) for subject, weeks in groups.items()}


def _subject(by: str | None, week: PersonWeek) -> Subject:
    if by == "team":
        team = week.person.team
        return Subject(team.pk if team else None, team.name if team else "No team")
    return Subject(week.person.pk, week.person.name)


def utilisation_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the person-weeks behind it, the latest first."""
    return _rows(ask, after, limit, "", lambda week: week.for_customers)


def pace(ask: Ask) -> Figure:
    """Give worked seconds over available seconds, in parts per million; n is person-weeks."""
    return _load(person_weeks(ask.period, ask.at, ask.only))


def pace_by(ask: Ask) -> Mapping[Subject, Figure]:
    """Give it for each person or team."""
    groups: dict[Subject, list[PersonWeek]] = {}
    for week in person_weeks(ask.period, ask.at, ask.only):
        groups.setdefault(_subject(ask.by, week), []).append(week)
    return {subject: _load(weeks) for subject, weeks in groups.items()}


def pace_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the person-weeks behind it, the latest first."""
    return _rows(ask, after, limit, "&adjusts=no", lambda week: week.worked)


def _load(weeks: Iterable[PersonWeek]) -> Figure:
    return ratio((week.worked, week.available) for week in weeks if week.available)


def _rows(
    ask: Ask, after: str, limit: int, more: str, part: Callable[[PersonWeek], int]
) -> list[MeasureRow]:
    weeks = person_weeks(ask.period, ask.at, ask.only)
    ranked = sorted(
        (week for week in weeks if week.available),
        key=lambda week: (week.begins_on, week.person.name, week.person.pk),
        reverse=True,
    )
    start = int(after) + 1 if after.isdecimal() else 0
    shown = enumerate(ranked[start : start + limit], start=start)
    return [_row(place, week, part(week), more) for place, week in shown]


def _row(place: int, week: PersonWeek, seconds: int, more: str) -> MeasureRow:
    query = f"person={week.person.pk}&day_from={week.begins_on}&day_to={week.ends_on}&counts=yes"
    done, whole = written_effort(seconds), written_effort(week.available)
    return MeasureRow(
        after=str(place),
        title=f"{week.person.name}, from {week.begins_on:%-d %B %Y}",
        url=f"{reverse('time')}?{query}{more}",
        value=seconds * 1_000_000 // week.available,
        said=f"{done} of {whole}",
        detail=week.person.team.name if week.person.team else "",
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        key="utilisation",
        title="Customer utilisation",
        formula_in_words="Hours worked for customers, over the hours that people were there to "
        "work: paid hours less leave and public holidays.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team"),
        source="Time entries, people's schedules, leave and holidays.",
        figure=utilisation,
        rows=utilisation_rows,
        breakdown=utilisation_by,
        capability=May.SEE_TIME,
        tidbits=(
            "Hours before a signature, internal work and training do not count as customers'.",
            "Hours covered by a flat agreement count: they are a customer's all the same.",
            "Each row is one week of one person's; large weeks count as large.",
        ),
        group="Time",
        unit_of_n="person-weeks",
    ),
    Measure(
        key="pace",
        title="Pace",
        formula_in_words="Hours worked, for whomever, over the hours that were due: paid hours "
        "less leave and public holidays.",
        unit=Unit.SHARE,
        better=Better.NEITHER,
        breakdowns=("person", "team"),
        source="Time entries, people's schedules, leave and holidays.",
        figure=pace,
        rows=pace_rows,
        breakdown=pace_by,
        capability=May.SEE_TIME,
        tidbits=(
            "A load that somebody can hold all season; more is no better than less.",
            "Corrections of locked time were not worked in the week in which they are booked.",
            "Three weeks in a row above 110 %, or what was set, are raised with the manager.",
            "Weeks in which nothing was due are left out here and seen on the page of pace.",
        ),
        group="Time",
        unit_of_n="person-weeks",
    ),
)
