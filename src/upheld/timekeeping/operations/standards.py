"""What the company holds its time to is set from a day on, and withdrawn before that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import INVALID_INPUT, Refused
from upheld.timekeeping.events import Event
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeStandard
from upheld.timekeeping.queries.standards import company_day, course_of_standards
from upheld.timekeeping.rules.standards import FURTHEST_DAYS, Standards, faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from upheld.foundation.actor import Actor


@operation(May.SET_STANDARDS)
def set_time_standards(
    *,
    figures: Mapping[str, int],
    roles: Iterable[str] | None = None,
    by: Actor,
    at: datetime,
    holds_from: date | None = None,
    reason: str = "",
) -> TimeStandard | None:
    """Set from where on a week is over pace, a day is short and an entry odd.

    `figures` by the keys of `STANDARDS` (parts per million, seconds, whole numbers), those left out
    as they hold on that day, and so
    the roles; `holds_from` is today or a day within a year. How earlier days and
    weeks stood is not changed. Gives None where it holds that day already. Refuses with:
    invalid_input.
    """
    now = company_day(at)
    day = holds_from or now
    held = course_of_standards().on(day)
    figures, chosen = (
        {**held.figures, **figures},
        sorted(set(held.reminding.roles if roles is None else roles)),
    )
    wrong = faults(figures, chosen)
    if not now <= day <= now + timedelta(days=FURTHEST_DAYS):
        wrong["holds_from"] = "Enter today or a day within a year: what is past stays as it was."
    _refuse(wrong)
    if Standards.of(figures, chosen) == held:
        return unchanged(None)
    row = TimeStandard(
        holds_from=day, roles=chosen, reason=reason.strip()[:300], set_by_id=by.person_id,
        set_at=at, **figures,
    )  # fmt: skip
    row.save()
    record(
        Event.STANDARDS_SET, row, holds_from=day, roles=chosen,
        changed=sorted(key for key in figures if figures[key] != held.figures[key]),
        private={"reason": row.reason} if row.reason else None, figures=figures,
    )  # fmt: skip
    return row


@operation(May.SET_STANDARDS)
def withdraw_time_standards(
    *, standard: TimeStandard, by: Actor, at: datetime, seen: int | None = None
) -> TimeStandard:
    """Withdraw a change before its day; what held before goes on.

    Refuses with: changed_meanwhile, holds_already.
    """
    del by
    standard = lock(standard, seen)
    if standard.withdrawn_at is not None:
        return unchanged(standard)
    if standard.holds_from <= company_day(at):
        raise Refused(
            "holds_already", "It holds already, and days were judged by it.",
            what="Nothing was withdrawn.", remedy="Set what is to hold from today on.",
        )  # fmt: skip
    standard.change(withdrawn_at=at)
    record(Event.STANDARDS_WITHDRAWN, standard, holds_from=standard.holds_from)
    return standard


def _refuse(wrong: Mapping[str, str]) -> None:
    if wrong:
        raise Refused(
            INVALID_INPUT,
            "Some of what was entered cannot be used.",
            remedy="Correct the marked fields and save again; nothing you typed is lost.",
            fields={key: (why,) for key, why in wrong.items()},
        )
