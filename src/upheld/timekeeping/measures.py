"""What is measured of time: how much of what people are there for went to customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    weeks = person_weeks(ask.period, ask.at, ask.only)
    ranked = sorted(
        (week for week in weeks if week.available),
        key=lambda week: (week.begins_on, week.person.name, week.person.pk),
        reverse=True,
    )
    start = int(after) + 1 if after.isdecimal() else 0
    return [
        _row(place, week) for place, week in enumerate(ranked[start : start + limit], start=start)
    ]


def _row(place: int, week: PersonWeek) -> MeasureRow:
    query = f"person={week.person.pk}&day_from={week.begins_on}&day_to={week.ends_on}&counts=yes"
    done, whole = written_effort(week.for_customers), written_effort(week.available)
    return MeasureRow(
        after=str(place),
        title=f"{week.person.name}, from {week.begins_on:%-d %B %Y}",
        url=f"{reverse('time')}?{query}",
        value=week.for_customers * 1_000_000 // week.available,
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
)
