"""Time is planned, moved and taken from the plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from upheld.customers.models import Company
from upheld.dispatch.events import Event
from upheld.dispatch.may import May
from upheld.dispatch.models import LONGEST_NOTE, LONGEST_TITLE, PlannedBlock, Source
from upheld.dispatch.queries.hours import PeopleHours
from upheld.dispatch.queries.taken import around
from upheld.dispatch.rules.conflicts import conflicts, period_problem
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Doubts, Refused, invalid, not_allowed
from upheld.foundation.values.period import Period, today
from upheld.timekeeping.targets import target_kind

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned
    from upheld.people.models import Person
    from upheld.timekeeping.targets import Target

NOT_PLANNED = "It was not planned."
NOT_MOVED = "The block stays where it was."


@operation(May.PLAN)
def plan_block(
    *,
    person: Person,
    period: Period,
    on: Target,
    by: Actor,
    at: datetime,
    title: str = "",
    note: str = "",
    source: Source = Source.BOARD,
    uid: str = "",
    setting_aside: frozenset[str] = frozenset(),
) -> PlannedBlock:
    """Plan a stretch of a person's time on something; without a title it is called as that is.

    `uid` is the name by which a calendar knows it already. Refuses with: not_allowed, person_left,
    block_empty, block_too_long, invalid_input, cautioned (on_leave, overlaps, outside_hours,
    day_overfull, already_over).
    """
    person = lock(person)
    require_right(person, by)
    title = _worded(title or on.title, note)
    aside = _weighed(person, period, at, setting_aside, NOT_PLANNED)
    block = PlannedBlock(
        number=next_number("block"), person=person, company_id=on.company_id, on_kind=on.kind,
        on_id=on.id, on_title=on.title[:200], on_url=on.url, title=title, note=note.strip(),
        starts_at=period.start, ends_at=period.end, planned_by_id=by.person_id, planned_at=at,
        changed_at=at, source=source, set_aside=list(aside), **({"uid": uid} if uid else {}),
    )  # fmt: skip
    block.save()
    _record(Event.BLOCK_PLANNED, block, by, aside, row=on.row)
    return block


@operation(May.PLAN)
def move_block(
    *,
    block: PlannedBlock,
    by: Actor,
    at: datetime,
    period: Period | None = None,
    person: Person | None = None,
    title: str | None = None,
    note: str | None = None,
    seen: int | None = None,
    setting_aside: frozenset[str] = frozenset(),
) -> PlannedBlock:
    """Let a block lie at another time, with somebody else, or under other words.

    What was set aside before is asked again where it lies then. Refuses with: changed_meanwhile,
    block_dropped, and as `plan_block` does.
    """
    block = lock(block, seen)
    _require_standing(block)
    before = block.person
    person = lock(person or before)
    require_right(before, by)
    require_right(person, by)
    period = period or block.period
    title = _worded(block.title if title is None else title, note or "")
    note = block.note if note is None else note.strip()
    moved = (person.pk, period) != (block.person_id, block.period)
    if not moved and (title, note) == (block.title, block.note):
        return unchanged(block)
    aside: tuple[str, ...] = tuple(block.set_aside)
    if moved:
        aside = _weighed(person, period, at, setting_aside, NOT_MOVED, leaving_out=block.pk)
    block.change(
        person_id=person.pk, starts_at=period.start, ends_at=period.end, title=title, note=note,
        set_aside=list(aside), changed_at=at,
    )  # fmt: skip
    about = [before] if before.pk != person.pk else []
    _record(Event.BLOCK_MOVED, block, by, aside if moved else (), person, about=about)
    return block


@operation(May.PLAN)
def drop_block(
    *, block: PlannedBlock, by: Actor, at: datetime, seen: int | None = None
) -> PlannedBlock:
    """Take a block from the plan; it is kept, and counted nowhere. Twice is once.

    Refuses with: not_allowed, changed_meanwhile.
    """
    block = lock(block)
    require_right(block.person, by)
    if not block.stands:
        return unchanged(block)
    block = lock(block, seen)
    block.change(dropped_at=at, dropped_by_id=by.person_id, changed_at=at)
    _record(Event.BLOCK_DROPPED, block, by, ())
    return block


def require_right(person: Person, by: Actor) -> None:
    """Refuse to plan another's time without that right. Refuses with: not_allowed."""
    if person.pk != by.person_id and not by.may(May.PLAN_FOR_OTHERS):
        raise not_allowed(May.PLAN_FOR_OTHERS)


def _require_standing(block: PlannedBlock) -> None:
    if not block.stands:
        raise Refused(
            "block_dropped", "It was taken from the plan.", what=NOT_MOVED,
            remedy="Plan it anew.",
        )  # fmt: skip


def _worded(title: str, note: str) -> str:
    title = title.strip()
    if not title:
        raise invalid(title="Say what it is.")
    if len(note) > LONGEST_NOTE:
        raise invalid(note=f"At most {LONGEST_NOTE} characters.")
    return title[:LONGEST_TITLE]


def _weighed(
    person: Person,
    period: Period,
    at: datetime,
    setting_aside: frozenset[str],
    what: str,
    *,
    leaving_out: int | None = None,
) -> tuple[str, ...]:
    """Refuse what cannot be, and what is doubtful unless it was set aside; give what was."""
    problem = period_problem(period)
    if problem is not None:
        raise Refused(problem.code, problem.why, what=what, remedy=problem.remedy)
    if not person.active:
        why = f"{person.name} does not work here any more."
        raise Refused("person_left", why, what=what, remedy="Plan it for somebody else.")
    hours = PeopleHours([person], _days(period))
    found = conflicts(
        period, around(person.pk, period, hours, leaving_out=leaving_out), now=Period(at, at)
    )
    doubts = Doubts(setting_aside)
    for caution in found:
        doubts.consider(caution)
    return doubts.settle()


def _days(period: Period) -> tuple[date, date]:
    """Give the days that a period may touch in any zone."""
    return period.start.date() - timedelta(days=1), period.end.date() + timedelta(days=1)


def _record(
    event: Event,
    block: PlannedBlock,
    by: Actor,
    aside: tuple[str, ...],
    person: Person | None = None,
    *,
    row: Owned | None = None,
    about: list[Person] | None = None,
) -> None:
    person = person or block.person
    kind = target_kind(block.on_kind)
    if row is None and kind is not None and block.on_id is not None:
        found = kind.by_id(by, block.on_id)
        row = found.row if found else None
    company = Company(pk=block.company_id) if block.company_id else None
    day = today(block.starts_at, person.zone or by.zone)
    record(
        event, block, about=[person, *(about or ()), row, company], set_aside=aside,
        number=block.number, person=person.pk, on=f"{block.on_kind}:{block.on_id or ''}",
        starts_at=block.starts_at, ends_at=block.ends_at,
        private={"title": block.title, "name": person.name, "day": f"{day:%A} {day.day} {day:%B}"},
    )  # fmt: skip
