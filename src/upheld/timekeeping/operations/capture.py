"""One line becomes a ticket and its time, in one transaction, and can be taken back at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.refusals import Reason, Refused, not_found
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.period import today
from upheld.foundation.values.text import comparable
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import CaptureUndo, Nickname, TimeEntry, Timer
from upheld.timekeeping.operations.entering import enter_time, record_time, whose
from upheld.timekeeping.operations.timers import record_timer, run_timer
from upheld.timekeeping.queries.readying import ready_capture, still_there
from upheld.timekeeping.targets import Step, Target, target_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.timekeeping.queries.reading import Reading
    from upheld.timekeeping.queries.readying import Ready
    from upheld.timekeeping.targets import Wish

UNDO_FOR = timedelta(seconds=10)
ON_THE_WAY = timedelta(seconds=5)
"""What a slow line may add between the button and us."""

NOT_CAPTURED = "The line was not saved."


@dataclass(frozen=True, slots=True)
class Captured:
    """What a line made: `entry` without time is None, `opened` tells of a new ticket."""

    target: Target
    entry: TimeEntry | None
    timer: Timer | None
    undo: CaptureUndo
    opened: bool


@operation(May.LOG_TIME)
def capture(
    *,
    line: str,
    by: Actor,
    at: datetime,
    start_timer: bool = False,
    learned: Mapping[str, str] | None = None,
    setting_aside: frozenset[str] = frozenset(),
    ready: Ready | None = None,
    said_at: datetime | None = None,
) -> Captured:
    """Do what a line says: open or change its ticket, log its time, start a timer if asked.

    `learned` maps words to the name that the person chose for them just before. `ready` is the
    line as it was read ahead of the transaction, if it was. `said_at` is when it was typed, where
    it waited for a connection: "today" and "9:10" mean that day. Refuses with: capture_unclear
    (reasons: every doubt and problem at once), not_allowed, and as the target's own operations and
    `log_time` do.
    """
    ready = (
        still_there(ready, by)
        if ready
        else ready_capture(line, by, said_at or at, at, with_timer=start_timer)
    )
    reading = ready.reading
    _require_clear(reading)
    person = whose(ready.wish.worker, by)
    target, steps = _settle_target(reading, ready.wish, by, at)
    said_on = today(said_at, by.zone) if said_at else None
    entry = _log(reading, target, person, by, at, setting_aside, said_on)
    if entry is not None:
        steps.append({"kind": "time", "id": entry.pk})
    timer = run_timer(target, person, reading.note, at) if start_timer else None
    if timer is not None:
        steps.append({"kind": "timer", "id": timer.pk})
    if not steps:
        raise Refused(
            "nothing_to_do",
            "The line changes nothing: it has no time, and nothing else to do.",
            what=NOT_CAPTURED,
            remedy="Say how long it took, such as 25m.",
        )
    with bookkeeping():
        undo = CaptureUndo(person=person, line=line[:500], made=steps, at=at)
        undo.save()
        _learn(reading, learned or {}, person, at)
    done = Captured(target, entry, timer, undo, opened=reading.makes_ticket)
    return done if entry or timer else unchanged(done)


@operation(May.LOG_TIME)
def undo_capture(*, undo: CaptureUndo, by: Actor, at: datetime) -> CaptureUndo:
    """Take back what a line did, within ten seconds: each step by its own opposite, recorded.

    Refuses with: not_found (somebody else's), too_late.
    """
    if undo.person_id != by.person_id:
        raise not_found("captured line")
    undo = lock(undo)
    if undo.undone_at is not None:
        return unchanged(undo)
    if at > undo.at + UNDO_FOR + ON_THE_WAY:
        raise Refused(
            "too_late",
            "A line can be taken back for ten seconds.",
            what="Nothing was taken back.",
            remedy="Correct the entry or the ticket on its page.",
        )
    for step in reversed(undo.made):
        _take_back(step, by, at)
    with bookkeeping():
        undo.change(undone_at=at)
    return unchanged(undo)


def _require_clear(reading: Reading) -> None:
    if reading.can_be_saved:
        return
    asked = [
        Reason("unclear", f"{doubt.doubt}: “{doubt.typed}” may mean several.",
               "Write one of: " + ", ".join(choice.value for choice in doubt.choices) + ".")
        for doubt in reading.doubts
    ]  # fmt: skip
    reasons = [*reading.problems, *asked]
    raise Refused(
        "capture_unclear",
        reasons[0].why,
        what=NOT_CAPTURED,
        remedy=reasons[0].remedy,
        reasons=reasons[1:],
    )


def _settle_target(
    reading: Reading, wish: Wish, by: Actor, at: datetime
) -> tuple[Target, list[Step]]:
    """Make the ticket that the line asks for, or change the one that it names."""
    if reading.target is not None:
        kind = target_kind(reading.target.kind)
        idle = wish.is_empty and not wish.worked
        if idle or kind is None or kind.alter is None:
            return reading.target, []
        return reading.target, list(kind.alter(reading.target, wish, by, at))
    kind = target_kind("ticket")
    if kind is None or kind.make is None:
        raise not_found("kind of work")
    target, step = kind.make(wish, by, at)
    return target, [step]


def _log(
    reading: Reading,
    target: Target,
    person: Person,
    by: Actor,
    at: datetime,
    setting_aside: frozenset[str],
    said_on: date | None,
) -> TimeEntry | None:
    line = reading.line
    if line.seconds is None:
        return None
    day = line.day or (None if line.starts_at else said_on)
    return enter_time(
        target=target, person=person, seconds=line.seconds, by=by, at=at,
        started_at=line.starts_at, worked_on=day, note=reading.note, setting_aside=setting_aside,
    )  # fmt: skip


def _learn(reading: Reading, learned: Mapping[str, str], person: Person, at: datetime) -> None:
    """Remember by which words the person meant the customer, when they had to choose."""
    if reading.company_id is None:
        return
    chosen = comparable(reading.named_by)
    for words, name in learned.items():
        if comparable(name) != chosen or not comparable(words) or len(words) > 100:  # noqa: PLR2004  the column
            continue
        rows = Nickname.objects.filter(
            person=person, words=comparable(words), company_id=reading.company_id
        )
        if not rows.update(used=F("used") + 1, last_at=at):
            Nickname(
                person=person, words=comparable(words), company_id=reading.company_id, last_at=at
            ).save()


def _take_back(step: Step, by: Actor, at: datetime) -> None:
    if step["kind"] == "time":
        _void(TimeEntry.objects.filter(pk=step["id"], void=False))
    elif step["kind"] == "timer":
        _end(Timer.objects.filter(pk=step["id"], ended_at=None), at)
    else:
        kind = target_kind(step["kind"])
        if kind is not None and kind.take_back is not None:
            kind.take_back(step, by, at)


def _void(found: Iterable[TimeEntry]) -> None:
    for entry in found:
        entry.change(void=True)
        record_time(Event.TIME_VOIDED, entry, None, reason="Taken back at once.")


def _end(found: Iterable[Timer], at: datetime) -> None:
    for timer in found:
        timer.change(started_at=None, ended_at=at)
        record_timer(Event.TIMER_DISCARDED, timer)
