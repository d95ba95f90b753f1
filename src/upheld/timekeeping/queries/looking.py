"""Which entries are odd, and the pages of second looks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import DateField, Subquery, Value
from django.db.models.functions import Coalesce

from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.timekeeping.models import LookState, TimeEntry, TimeLock, TimeLook
from upheld.timekeeping.queries.locks import locked_through
from upheld.timekeeping.queries.standards import course_of_standards
from upheld.timekeeping.queries.usual_hours import UsualHours
from upheld.timekeeping.rules.entries import Worked, overlapped
from upheld.timekeeping.rules.oddities import Oddity, Seen, oddities
from upheld.timekeeping.targets import rule_in_words, target_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet


MOST_LOOKS = 100
TURNS = (LookState.EXPLAINED, LookState.OPEN, LookState.ASKED)


def odd_entries(since: datetime, at: datetime) -> list[tuple[TimeEntry, list[Oddity]]]:
    """Judge what was entered from a moment on and is neither settled nor looked at yet.

    About ten queries, however many entries there are. What came from other systems, and what
    adjusts settled time, is not judged.
    """
    fresh = TimeEntry.objects.filter(
        entered_at__gte=since, entered_at__lte=at, void=False, adjusts=None, source_id="",
    )  # fmt: skip
    line = locked_through()
    if line is not None:
        fresh = fresh.filter(worked_on__gt=line)
    entries = list(fresh.exclude(pk__in=TimeLook.objects.values("entry_id")).order_by("pk"))
    if not entries:
        return []
    around = _Around(entries)
    course = course_of_standards()
    judged = (
        (entry, oddities(around.seen(entry), course.on(entry.worked_on).looks)) for entry in entries
    )
    return [(entry, odd) for entry, odd in judged if odd]


class _Around:
    """What stands around some entries: their people's days, and what was logged on the same."""

    def __init__(self, entries: Sequence[TimeEntry]) -> None:
        ids = {one.person_id for one in entries}
        self.hours = UsualHours(Person.objects.filter(pk__in=ids))
        self.days = _by_day(entries)
        self.estimates: dict[tuple[str, int], int] = {}
        self.logged: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for kind, wanted in _by_kind(entries).items():
            found = target_kind(kind)
            if found is not None and found.estimates is not None:
                self._estimated(kind, found.estimates(wanted))

    def _estimated(self, kind: str, known: Mapping[int, int]) -> None:
        self.estimates |= {(kind, pk): seconds for pk, seconds in known.items()}
        rows = TimeEntry.objects.filter(on_kind=kind, on_id__in=list(known), void=False)
        for on_id, pk, seconds in rows.order_by("pk").values_list("on_id", "pk", "seconds"):
            self.logged[kind, on_id].append((pk, seconds))

    def seen(self, entry: TimeEntry) -> Seen:
        """Give an entry with what the rules need to judge it."""
        before = [one for one in self.days[entry.person_id, entry.worked_on] if one.pk < entry.pk]
        twin = overlapped(_worked(entry), [_worked(one) for one in before])
        work = (entry.on_kind, entry.on_id or 0)
        return Seen(
            worked_on=entry.worked_on,
            entered_on=today(entry.entered_at, self.hours.zone(entry.person_id)),
            seconds=entry.seconds,
            note=entry.note,
            day_seconds=entry.seconds + sum(one.seconds for one in before),
            usual_seconds=self.hours.seconds(entry.person_id, entry.worked_on),
            overlaps=twin.title if twin else "",
            outside=_outside(entry),
            target_seconds=sum(n for pk, n in self.logged.get(work, ()) if pk <= entry.pk),
            estimate_seconds=self.estimates.get(work),
        )


def _by_day(entries: Sequence[TimeEntry]) -> dict[tuple[int, date], list[TimeEntry]]:
    """Give all standing entries of the people and days concerned: one query."""
    wanted = {(one.person_id, one.worked_on) for one in entries}
    people, days = {one[0] for one in wanted}, [one[1] for one in wanted]
    rows = TimeEntry.objects.filter(
        person__in=people, worked_on__range=(min(days), max(days)), void=False, adjusts=None
    )
    found: dict[tuple[int, date], list[TimeEntry]] = defaultdict(list)
    for one in rows.order_by("pk"):
        found[one.person_id, one.worked_on].append(one)
    return found


def _by_kind(entries: Iterable[TimeEntry]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for one in entries:
        if one.on_id is not None:
            found[one.on_kind].add(one.on_id)
    return found


def _worked(entry: TimeEntry) -> Worked:
    return Worked(entry.worked_on, entry.seconds, entry.started_at, entry.on_title)


def _outside(entry: TimeEntry) -> str:
    kind = target_kind(entry.on_kind)
    if kind is None or not kind.outside or entry.billing_rule != kind.outside:
        return ""
    return rule_in_words(entry.billing_rule, entry.billing_named).words


def open_looks() -> QuerySet[TimeLook]:
    """Give the looks that nobody settled: the entry still counts, and its day is open."""
    latest = TimeLock.objects.order_by("-pk").values("through")[:1]
    line = Coalesce(Subquery(latest), Value(date.min), output_field=DateField())
    rows: QuerySet[TimeLook] = TimeLook.objects.filter(entry__void=False, entry__worked_on__gt=line)
    return rows.exclude(state=LookState.FINE)


def questions_to(person_id: int | None) -> QuerySet[TimeLook]:
    """Give the questions that somebody was asked about their time and did not answer yet."""
    rows = open_looks().filter(person_id=person_id or 0, state=LookState.ASKED)
    return rows.select_related("entry", "asked_by").order_by("asked_at", "pk")


@dataclass(frozen=True, slots=True)
class LooksPage:
    """What is to be looked at: what was explained first, then new; and what waits for an answer."""

    turns: tuple[TimeLook, ...]
    asked: tuple[TimeLook, ...]
    more: int
    """How many are not shown."""

    @property
    def is_empty(self) -> bool:
        """Tell whether no open entry is odd."""
        return not (self.turns or self.asked)


def looks_page() -> LooksPage:
    """Read the page of odd time: one query."""
    related = open_looks().select_related("entry__company", "person", "asked_by")
    rows = list(related.order_by("pk")[: MOST_LOOKS + 1])
    ranked = sorted(rows[:MOST_LOOKS], key=lambda one: (TURNS.index(LookState(one.state)), one.pk))
    return LooksPage(
        turns=tuple(one for one in ranked if one.state != LookState.ASKED),
        asked=tuple(one for one in ranked if one.state == LookState.ASKED),
        more=max(0, len(rows) - MOST_LOOKS),
    )
