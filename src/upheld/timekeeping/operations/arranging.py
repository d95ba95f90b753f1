"""Entries are moved, split, merged and copied; what they were stays to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import operation, unchanged
from upheld.foundation.refusals import Refused
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.entering import enter_time
from upheld.timekeeping.operations.locking import require_open
from upheld.timekeeping.operations.time import correct_time, own_standing, target_of
from upheld.timekeeping.queries.entries import zone_of
from upheld.timekeeping.rules.arranging import (
    Piece,
    merge_problem,
    merged,
    same_hour_on,
    split_at,
    split_problem,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason

NOT_SPLIT = "The entry was not split."
NOT_MERGED = "The entries were not merged."


@operation(May.LOG_TIME)
def move_time(
    *,
    entry: TimeEntry,
    started_at: datetime,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    setting_aside: frozenset[str] = frozenset(),
) -> TimeEntry:
    """Let an entry begin at another moment, perhaps on another day, and last as long as it did.

    Refuses as `correct_time` does.
    """
    fresh = correct_time(
        entry=entry, started_at=started_at, seen=seen, setting_aside=setting_aside, by=by, at=at
    )
    return unchanged(fresh)  # the correction has recorded it


@operation(May.LOG_TIME)
def split_time(
    *,
    entry: TimeEntry,
    after_seconds: int,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    second_note: str | None = None,
) -> tuple[TimeEntry, TimeEntry]:
    """Put two entries in the place of one: its first `after_seconds`, and the rest.

    Refuses with: outside_the_entry, time_locked, changed_meanwhile, already_corrected,
    is_adjustment, not_allowed.
    """
    old = own_standing(entry, by, seen)
    require_open(old.worked_on, by, at, NOT_SPLIT)
    _require(split_problem(old.seconds, after_seconds), NOT_SPLIT)
    first, second = split_at(_piece(old), after_seconds)
    # Out of the way first: its parts would overlap it and fill its day a second time.
    old.change(void=True)
    note = first.note if second_note is None else second_note
    return _instead(old, first, by, at, first.note), _instead(old, second, by, at, note)


@operation(May.LOG_TIME)
def merge_time(*, entries: Sequence[TimeEntry], by: Actor, at: datetime) -> TimeEntry:
    """Put one entry in the place of several: the same work of one person on one day.

    Refuses with: too_few, not_alike, longer_than_a_day, time_locked, already_corrected,
    is_adjustment, not_allowed.
    """
    # Always in this order, so that two who merge the same do not wait for each other.
    wanted = sorted({one.pk: one for one in entries}.values(), key=lambda one: one.pk)
    olds = [own_standing(one, by, None) for one in wanted]
    pieces = [_piece(one) for one in olds]
    _require(merge_problem(pieces), NOT_MERGED)
    require_open(olds[0].worked_on, by, at, NOT_MERGED)
    for old in olds:
        old.change(void=True)
    whole = merged(pieces)
    return _instead(olds[0], whole, by, at, whole.note, merges=[one.pk for one in olds])


@operation(May.LOG_TIME)
def duplicate_time(
    *,
    entry: TimeEntry,
    day: date,
    by: Actor,
    at: datetime,
    setting_aside: frozenset[str] = frozenset(),
) -> TimeEntry:
    """Log the same once more on another day, at the same hour of the clock if it is known.

    Who pays is decided anew for that day. Refuses as `log_time` does, and with: already_corrected,
    is_adjustment, not_allowed.
    """
    known = own_standing(entry, by, None)
    started_at = same_hour_on(known.started_at, day, zone_of(known.person, by))
    return enter_time(
        target=target_of(known, by), person=known.person, seconds=known.seconds, by=by, at=at,
        started_at=started_at, worked_on=day, note=known.note, work_type=known.work_type,
        setting_aside=setting_aside,
    )  # fmt: skip


def _piece(entry: TimeEntry) -> Piece:
    title = "" if entry.on_id else entry.on_title
    return Piece(
        entry.seconds, entry.started_at, entry.worked_on, entry.note,
        (entry.on_kind, entry.on_id, title), entry.person_id,
    )  # fmt: skip


def _instead(
    old: TimeEntry,
    piece: Piece,
    by: Actor,
    at: datetime,
    note: str,
    merges: Sequence[int] = (),
) -> TimeEntry:
    """Enter a part in the place of what is void by now; nothing new is claimed, nothing doubted."""
    aside = frozenset({"overlaps", "not_over_yet"})
    return enter_time(
        target=target_of(old, by), person=old.person, seconds=piece.seconds, by=by, at=at,
        started_at=piece.started_at, worked_on=piece.worked_on, note=note,
        work_type=old.work_type, setting_aside=aside, replaces=old, merges=merges,
    )  # fmt: skip


def _require(problem: Reason | None, what: str) -> None:
    if problem is not None:
        raise Refused(problem.code, problem.why, what=what, remedy=problem.remedy)
