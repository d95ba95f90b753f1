"""Entering time: what every way of logging it comes down to, inside its operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.models import Company
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Doubts, Refused, not_allowed
from upheld.people.models import Person
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.locking import require_open
from upheld.timekeeping.queries.entries import worked_around, zone_of
from upheld.timekeeping.rules.entries import (
    Worked,
    day_problem,
    day_worked,
    entry_cautions,
    entry_problem,
)
from upheld.timekeeping.rules.work_types import work_type_of
from upheld.timekeeping.targets import decided

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason
    from upheld.foundation.tenancy.owned import Owned
    from upheld.timekeeping.targets import Target

NOT_LOGGED = "The time was not logged."


def whose(person: Person | None, by: Actor) -> Person:
    """Give the person whose time it is: the actor's own, or another's with that right.

    Refuses with: not_allowed, no_person.
    """
    if person is None or person.pk == by.person_id:
        own = person or Person.objects.filter(pk=by.person_id).first()
        if own is None:
            raise Refused(
                "no_person",
                "Time belongs to somebody of the staff.",
                what=NOT_LOGGED,
                remedy="Say whose time it is.",
            )
        return own
    if not by.may(May.LOG_FOR_OTHERS):
        raise not_allowed(May.LOG_FOR_OTHERS)
    return person


def enter_time(
    *,
    target: Target,
    person: Person,
    seconds: int,
    by: Actor,
    at: datetime,
    started_at: datetime | None = None,
    worked_on: date | None = None,
    note: str = "",
    work_type: str = "",
    setting_aside: frozenset[str] = frozenset(),
    replaces: TimeEntry | None = None,
    merges: Sequence[int] = (),
) -> TimeEntry:
    """Write an entry of `seconds` after checking it; the caller's operation records it.

    Refuses with: no_time_spent, longer_than_a_day, in_the_future, time_locked, day_overfull,
    cautioned (overlaps, not_over_yet).
    """
    zone = zone_of(person, by)
    day = day_worked(started_at, worked_on, at, zone)
    worked = Worked(day, seconds, started_at, target.title)
    require(entry_problem(worked, at, zone))
    require_open(day, by, at, NOT_LOGGED)
    others = worked_around(person.pk, day, leaving_out=replaces.pk if replaces else None)
    set_aside = _weighed(worked, others, at, setting_aside)
    entry = TimeEntry(
        **columns_of(target, day),
        person=person,
        work_type=work_type or work_type_of(target.kind, _kind_of(target)),
        worked_on=day,
        started_at=started_at,
        seconds=seconds,
        entered_at=at,
        note=note.strip()[:500],
        replaces=replaces,
    )
    entry.save()
    event = Event.TIME_CORRECTED if replaces else Event.TIME_LOGGED
    record_time(event, entry, target, set_aside, merges=merges)
    return entry


def _kind_of(target: Target) -> str:
    """Give the kind that the row itself is of, such as a ticket's; nothing where it has none."""
    return str(getattr(target.row, "kind", "")) if target.kind == "ticket" else ""


def columns_of(target: Target, day: date) -> dict[str, Any]:
    """Give what an entry says of its work, and who pays for it by the rule of that day."""
    decision = decided(target, day)
    return {
        "company_id": target.company_id,
        "on_kind": target.kind,
        "on_id": target.id,
        "on_title": target.title[:200],
        "on_url": target.url,
        "category": target.category,
        "billing": decision.billing,
        "billing_rule": decision.rule,
        "billing_named": decision.named,
    }


def _weighed(
    worked: Worked, others: Sequence[Worked], at: datetime, setting_aside: frozenset[str]
) -> tuple[str, ...]:
    """Refuse what cannot be beside the other entries; give the codes that were set aside."""
    require(day_problem(worked, others))
    doubts = Doubts(setting_aside)
    for caution in entry_cautions(worked, others, at):
        doubts.consider(caution)
    return doubts.settle()


def record_time(
    event: Event,
    entry: TimeEntry,
    target: Target | None,
    set_aside: tuple[str, ...] = (),
    reason: str = "",
    merges: Sequence[int] = (),
) -> None:
    """Record what happened to an entry, on the timelines of what it is on and of the customer."""
    record(
        event,
        entry,
        about=[target.row if target else None, company_named(entry.company_id)],
        set_aside=set_aside,
        reason=reason,
        private={"note": entry.note} if entry.note else None,
        person=entry.person_id,
        on=f"{entry.on_kind}:{entry.on_id or ''}",
        logged_seconds=entry.seconds,
        worked_on=entry.worked_on,
        billing=entry.billing,
        **({"billing_rule": entry.billing_rule} if entry.billing_rule else {}),
        replaces=entry.replaces_id,
        **({"adjusts": entry.adjusts_id} if entry.adjusts_id else {}),
        **({"merges": list(merges)} if merges else {}),
    )


def company_named(company_id: int | None) -> Owned | None:
    """Name a company for the record, which needs its kind and id and nothing else of it."""
    return None if company_id is None else Company(pk=company_id)


def require(problem: Reason | None) -> None:
    """Refuse with a problem, if there is one."""
    if problem is not None:
        raise Refused(problem.code, problem.why, what=NOT_LOGGED, remedy=problem.remedy)
