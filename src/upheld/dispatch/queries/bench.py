"""Hours promised against hours there are, by week: who is there, what is left, what fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from upheld.dispatch.queries.groups import Group, Groups, those_who_deliver
from upheld.dispatch.queries.history import KIND as TICKET
from upheld.dispatch.queries.history import of_all, reactive_days
from upheld.dispatch.queries.hours import PeopleHours
from upheld.dispatch.queries.promised import (
    Planned,
    Promised,
    planned_between,
    promised_now,
    taken_since,
)
from upheld.dispatch.rules.capacity import Load, WeekOfHours, free_hours
from upheld.dispatch.rules.promised_hours import by_week, monday_of, weeks_from
from upheld.dispatch.rules.reactive import Expected, expected, scaled, weeks_seen
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import Period, start_of_day, today
from upheld.people.rules.policies import KEPT_FREE

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.values.rate import Rate

WEEKS_OUT = 12
MOST_WEEKS = 160
"""About three years: a promise that is due later is looked at as far as that."""

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a group by week.

    `seen` is what tickets took in the weeks behind, oldest first, and `reactive` what follows of
    it for a whole week; while it is not known, the share is kept free that the company set.
    """

    group: Group
    weeks: tuple[WeekOfHours, ...]
    reactive: Expected
    seen: tuple[int, ...]
    without_estimate: int

    @property
    def title(self) -> str:
        """Whose hours they are."""
        return self.group.title

    @property
    def key(self) -> str:
        """What the group goes by in addresses."""
        return self.group.key


class Bench:
    """Everybody who delivers, with their hours and what is promised of them: read once.

    It reaches so many `weeks` out, or twelve beyond that of `until`, as far as anybody looks. A
    dozen queries, however many people, functions and tickets there are.
    """

    def __init__(self, at: datetime, weeks: int = WEEKS_OUT, *, until: date | None = None) -> None:
        self.provider = Provider.objects.get(pk=current_scope().provider_id)
        self.today = today(at, self.provider.zone)
        if until is not None and until >= self.today:
            weeks = _weeks_to(until, self.today)
        self.mondays = weeks_from(self.today, weeks)
        self.end = self.mondays[-1] + _WEEK
        self.people = those_who_deliver()
        self.hours = PeopleHours(self.people.values(), (self.mondays[0], self.end), self.provider)
        ahead = Period(*(start_of_day(day, self.provider.zone) for day in (self.today, self.end)))
        self.planned: list[Planned] = planned_between(self.people, ahead, self.provider.zone)
        self.promised: list[Promised] = promised_now(taken_since(ahead.start))
        functions = frozenset(one.function for one in self.promised)
        self._groups = Groups(self.people, functions)
        self.history = reactive_days(self.people, self.mondays[0])

    @property
    def kept_free(self) -> Rate:
        """The share of each week that is kept free while tickets cannot be expected yet."""
        return KEPT_FREE.rate(self.provider.settings)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Everybody, then the teams, functions and skills of those who deliver."""
        return self._groups.every

    def group(self, key: str) -> Group:
        """Give the group that goes by a key; everybody where there is none such."""
        return self._groups.group(key)

    def of_function(self, function: str) -> Group:
        """Give a function's holders; where nobody who delivers holds it, all who deliver."""
        return self._groups.of_function(function)

    def hours_of(self, group: Group) -> Hours:
        """Give the hours of a group, less what its people and functions have promised."""
        works = [one for one in self.promised if one.falls_to(group.members, group.functions)]
        seen = weeks_seen(of_all(self.history, group.people), self.mondays[0])
        reactive = expected(seen)
        return Hours(
            group=group,
            weeks=free_hours(self._loads(group, works, reactive)),
            reactive=reactive,
            seen=tuple(seen),
            without_estimate=sum(not one.estimated for one in works),
        )

    def available(self, people: Iterable[int], monday: date) -> tuple[int, int]:
        """Give the working seconds that some people have left in a week, and those of all of it."""
        of_week = self._available[monday]
        parts = [of_week[pk] for pk in people]
        return sum(left for left, _ in parts), sum(whole for _, whole in parts)

    def planned_of(self, group: Group, monday: date) -> list[Planned]:
        """Give the blocks and meetings of a group's people in a week."""
        members = group.members
        return [one for one in self._by_week.get(monday, ()) if one.person_id in members]

    @cached_property
    def _by_week(self) -> dict[date, list[Planned]]:
        found: dict[date, list[Planned]] = {}
        for one in self.planned:
            found.setdefault(one.monday, []).append(one)
        return found

    @cached_property
    def _available(self) -> dict[date, dict[int, tuple[int, int]]]:
        return {
            monday: {pk: self._week(pk, monday) for pk in self.people} for monday in self.mondays
        }

    def _week(self, person_id: int, monday: date) -> tuple[int, int]:
        days = [monday + _DAY * place for place in range(7)]
        seconds = [self.hours.seconds(person_id, day) for day in days]
        return sum(seconds[max(0, (self.today - monday).days) :]), sum(seconds)

    def _loads(
        self, group: Group, works: Sequence[Promised], reactive: Expected
    ) -> dict[date, Load]:
        rest = by_week([one.open_work for one in works if one.estimated], self.today)
        return {monday: self._load(group, monday, rest, reactive) for monday in self.mondays}

    def _load(
        self, group: Group, monday: date, rest: Mapping[date, int], usual: Expected
    ) -> Load:  # fmt: skip
        left, whole = self.available(group.people, monday)
        planned = self.planned_of(group, monday)
        return Load(
            available=left,
            promised=rest.get(monday, 0) + sum(one.seconds for one in planned if one.is_promised),
            planned=sum(
                one.seconds for one in planned if not one.is_promised and one.kind != TICKET
            ),
            reactive=self._reactive(
                scaled(usual, left, whole), left,
                sum(one.seconds for one in planned if one.kind == TICKET),
            ),
        )  # fmt: skip

    def _reactive(self, usual: Expected, available: int, on_tickets: int) -> Expected:
        """Keep free what tickets take: what is known of them, what is planned for them if more."""
        if not usual.known:
            kept = self.kept_free.of_amount_rounded(available)
            usual = Expected(usual.n, kept, kept, kept)
        marks = (usual.usual, usual.low, usual.high)
        return Expected(usual.n, *(max(one, on_tickets) for one in marks))


def _weeks_to(until: date, today: date) -> int:
    """Count the weeks to the twelfth after that of a day, so that what comes after it is seen."""
    (first,) = weeks_from(today, 1)
    return min(MOST_WEEKS, max(0, (monday_of(until) - first) // _WEEK + 1) + WEEKS_OUT)
