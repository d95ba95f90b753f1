"""Time is logged, corrected and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation
from upheld.foundation.refusals import Refused, invalid, not_allowed
from upheld.foundation.values.period import today
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import Billing, Category, TimeEntry
from upheld.timekeeping.operations.adjusting import adjust, is_adjusted
from upheld.timekeeping.operations.entering import enter_time, record_time, whose
from upheld.timekeeping.operations.locking import line_held_for
from upheld.timekeeping.queries.entries import zone_of
from upheld.timekeeping.targets import Target, target_kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


@operation(May.LOG_TIME)
def log_time(
    *,
    target: Target,
    seconds: int,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    worked_on: date | None = None,
    note: str = "",
    work_type: str = "",
    setting_aside: frozenset[str] = frozenset(),
) -> TimeEntry:
    """Log `seconds` of a person's (the actor's, unless said) on something.

    With `started_at` and `ended_at` the length is what passed between them, whatever the clocks
    on the wall did. Refuses with: no_person, not_allowed, ends_before_start, no_time_spent,
    longer_than_a_day, in_the_future, day_overfull, cautioned (overlaps, not_over_yet).
    """
    if started_at is not None and ended_at is not None:
        seconds = seconds_between(started_at, ended_at)
    return enter_time(
        target=target, person=whose(person, by), seconds=seconds, by=by, at=at,
        started_at=started_at, worked_on=worked_on, note=note, work_type=work_type,
        setting_aside=setting_aside,
    )  # fmt: skip


@operation(May.LOG_TIME)
def correct_time(
    *,
    entry: TimeEntry,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    seconds: int | None = None,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    worked_on: date | None = None,
    note: str | None = None,
    target: Target | None = None,
    setting_aside: frozenset[str] = frozenset(),
) -> TimeEntry:
    """Put a new entry in the place of an old one, which stays to be seen but counts no more.

    Naming a day without a time forgets the time of day. A locked entry stands: the difference is
    booked on the first open day, and that entry is returned. Refuses with: changed_meanwhile,
    already_corrected, is_adjustment, nothing_to_adjust, and as `log_time` does.
    """
    old = own_standing(entry, by, seen)
    if started_at is not None and ended_at is not None:
        seconds = seconds_between(started_at, ended_at)
    locked = line_held_for(old.worked_on, by, at)
    if _is_settled(old, locked):
        day = today(started_at, zone_of(old.person, by)) if started_at else worked_on
        return adjust(
            old, target=target or target_of(old, by), worked_on=day, note=note or "",
            seconds=old.seconds if seconds is None else seconds, locked=locked, by=by, at=at,
        )  # fmt: skip
    begun = started_at or (None if worked_on else old.started_at)
    fresh = enter_time(
        target=target or target_of(old, by),
        person=old.person,
        seconds=old.seconds if seconds is None else seconds,
        by=by,
        at=at,
        started_at=begun,
        worked_on=worked_on or old.worked_on,
        note=old.note if note is None else note,
        work_type="" if target else old.work_type,
        setting_aside=setting_aside,
        replaces=old,
    )
    old.change(void=True)
    return fresh


@operation(May.LOG_TIME)
def void_time(
    *, entry: TimeEntry, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> TimeEntry:
    """Let an entry count no more; it stays to be seen, with the reason in the record.

    A locked entry stands: it is taken out by one that is booked on the first open day, which is
    returned. Refuses with: invalid_input, changed_meanwhile, already_corrected, is_adjustment,
    nothing_to_adjust, not_allowed.
    """
    if not reason.strip():
        raise invalid(reason="Say why this time does not count.")
    entry = own_standing(entry, by, seen)
    locked = line_held_for(entry.worked_on, by, at)
    if _is_settled(entry, locked):
        why = reason.strip()
        return adjust(entry, target=None, seconds=0, locked=locked, reason=why, by=by, at=at)
    entry.change(void=True)
    record_time(Event.TIME_VOIDED, entry, target_of(entry, by), reason=reason.strip())
    return entry


def seconds_between(started_at: datetime, ended_at: datetime) -> int:
    """Give the whole seconds that passed. Refuses with: ends_before_start."""
    if ended_at <= started_at:
        raise Refused(
            "ends_before_start",
            "The time would end before it begins.",
            what="The time was not logged.",
            remedy="Check the two times; past midnight, give the day as well.",
        )
    return int((ended_at - started_at).total_seconds())


def target_of(entry: TimeEntry, actor: Actor) -> Target:
    """Give what an entry is on: as it is now where it can be seen, else as it was written."""
    kind = target_kind(entry.on_kind)
    found = kind.by_id(actor, entry.on_id) if kind and entry.on_id else None
    return found or Target(
        kind=entry.on_kind,
        id=entry.on_id,
        title=entry.on_title,
        category=Category(entry.category),
        billing=Billing(entry.billing),
        url=entry.on_url,
        company_id=entry.company_id,
        rule=entry.billing_rule,
        rule_named=entry.billing_named,
    )


def own_standing(entry: TimeEntry, by: Actor, seen: int | None) -> TimeEntry:
    """Hold an entry that counts and may be changed by an actor.

    Refuses with: not_found, changed_meanwhile, not_allowed, already_corrected, is_adjustment.
    """
    entry = lock(entry, seen)
    if entry.person_id != by.person_id and not by.may(May.LOG_FOR_OTHERS):
        raise not_allowed(May.LOG_FOR_OTHERS)
    if entry.void:
        raise Refused(
            "already_corrected",
            "This entry was corrected or taken out before.",
            remedy="Open the entry that took its place.",
        )
    if entry.adjusts_id is not None:
        raise Refused(
            "is_adjustment",
            "This entry is a correction of locked time.",
            remedy="Correct the entry that it adjusts; the difference is booked by itself.",
        )
    return entry


def _is_settled(entry: TimeEntry, locked: date | None) -> bool:
    """Tell whether an entry must stand: it is locked, or was corrected while it was."""
    return (locked is not None and entry.worked_on <= locked) or is_adjusted(entry)
