"""Reminders of days that are over and not full; they end when the day is full."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.foundation.operation import operation, unchanged
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.timekeeping.models import DayReminder
from upheld.timekeeping.queries.reminders import LOOKS_BACK_DAYS, short_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(None)
def remind_of_days(*, by: Actor, at: datetime) -> Sequence[DayReminder]:
    """Remind of each day once, however often run, and put away what is full or too long ago.

    A reminder changes nothing that anybody is held to, so it is kept without a line in the record.
    """
    del by
    short = {(one.person.pk, one.day): one for one in short_days(at)}
    known = {
        (one.person_id, one.day): one
        for one in DayReminder.objects.filter(
            day__gte=at.date() - timedelta(days=LOOKS_BACK_DAYS + 2)
        )
    }
    made = []
    with bookkeeping():
        for key, one in short.items():
            if key not in known:
                reminder = DayReminder(
                    person=one.person, day=one.day, due_seconds=one.due_seconds,
                    spare_seconds=one.spare_seconds, reminded_at=at,
                )  # fmt: skip
                reminder.save()
                made.append(reminder)
            elif known[key].closed_at is not None:
                known[key].change(closed_at=None)
        for waiting in DayReminder.objects.filter(closed_at=None):
            if (waiting.person_id, waiting.day) not in short:
                waiting.change(closed_at=at)
    return unchanged(made)
