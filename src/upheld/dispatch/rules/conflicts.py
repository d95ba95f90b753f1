"""What speaks against a stretch of planned time: doubts that a person may set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from upheld.foundation.refusals import Caution, Reason
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.period import Period, day_of

LONGEST = timedelta(hours=24)
OVERLAPS, OUTSIDE_HOURS, ON_LEAVE, DAY_OVERFULL, ALREADY_OVER = (
    "overlaps", "outside_hours", "on_leave", "day_overfull", "already_over",
)  # fmt: skip
SAID_SHORT = {
    OVERLAPS: "Overlaps",
    OUTSIDE_HOURS: "Outside working hours",
    ON_LEAVE: "On leave",
    DAY_OVERFULL: "Over the day's hours",
    ALREADY_OVER: "In the past",
}
"""Each doubt in the few words that fit on a board."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch that is taken already, by a block or a meeting."""

    period: Period
    title: str


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a person around a stretch.

    `opened` are their working hours without regard to leave, `leave` the days away (both days
    included), `taken` what else lies there. `zone` is where their days begin and end.
    """

    zone: str
    opened: Sequence[Period] = ()
    leave: Sequence[tuple[date, date]] = ()
    taken: Sequence[Taken] = field(default=())


def period_problem(period: Period) -> Reason | None:
    """Say why nothing can lie there, or None. Problems: block_empty, block_too_long."""
    if period.seconds < 1:
        return Reason("block_empty", "It would last no time at all.", "Let it end later.")
    if period.length > LONGEST:
        return Reason(
            "block_too_long", "It would last more than 24 hours.", "Plan each day for itself."
        )
    return None


def conflicts(period: Period, around: Around, *, now: Period | None = None) -> list[Caution]:
    """List what speaks against a stretch, the gravest first; nothing where all is well.

    Codes: on_leave, overlaps, outside_hours, day_overfull, already_over. `now` is given where the
    stretch is to be planned anew: what is over by then is doubted. On days of leave, hours are
    not doubted once more.
    """
    days = list(period.days(around.zone))
    away = [day for day in days if _is_away(day, around)]
    found = [*_on_leave(away), *_overlapping(period, around)]
    if not away:
        found += [*_outside(period, around), *_overfull(period, days, around)]
    if now is not None and period.end <= now.start:
        found.append(Caution(ALREADY_OVER, "That time is over.", "Log time for what was done."))
    return found


def seconds_on(period: Period, day: date, zone: str) -> int:
    """Give the seconds of a period that lie on a day of a zone."""
    inside = period.intersection(day_of(day, zone))
    return inside.seconds if inside else 0


def _is_away(day: date, around: Around) -> bool:
    return any(first <= day <= last for first, last in around.leave)


def _on_leave(away: Sequence[date]) -> Iterator[Caution]:
    if away:
        days = ", ".join(f"{day:%A} {day.day} {day:%B}" for day in away)
        yield Caution(ON_LEAVE, f"They are on leave on {days}.", "Plan it for somebody else.")


def _overlapping(period: Period, around: Around) -> Iterator[Caution]:
    over = [one.title for one in around.taken if one.period.overlaps(period)]
    if not over:
        return
    named = ", ".join(f"“{title}”" for title in over[:_NAMED])
    more = f" and {len(over) - _NAMED} more" if len(over) > _NAMED else ""
    yield Caution(OVERLAPS, f"It overlaps {named}{more}.", "Move one of them.")


def _outside(period: Period, around: Around) -> Iterator[Caution]:
    pieces = (one.intersection(period) for one in around.opened)
    inside = sum(piece.seconds for piece in pieces if piece)
    if inside < period.seconds:
        outside = written_effort(period.seconds - inside)
        why = f"{outside} of it lie outside working hours."
        yield Caution(OUTSIDE_HOURS, why, "Move it into the hours that they work.")


def _overfull(period: Period, days: Sequence[date], around: Around) -> Iterator[Caution]:
    for day in days:
        room = sum(seconds_on(one, day, around.zone) for one in around.opened)
        taken = sum(seconds_on(one.period, day, around.zone) for one in around.taken)
        asked = seconds_on(period, day, around.zone) + taken
        if taken and room and asked > room:
            why = (
                f"{day:%A} {day.day} {day:%B} would hold {written_effort(asked)} of planned time;"
                f" the day has {written_effort(room)}."
            )
            yield Caution(DAY_OVERFULL, why, "Move something to another day.")
            return
