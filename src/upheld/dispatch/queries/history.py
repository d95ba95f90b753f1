"""How much time tickets took: summed by person and day over a bounded time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum

from upheld.dispatch.rules.reactive import WEEKS_BACK
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KIND = "ticket"
"""The kind under which time is logged on tickets."""
History = dict[int, Counter[date]]
"""By person and day, seconds on tickets."""


def reactive_days(people: Iterable[int], end: date, weeks: int = WEEKS_BACK) -> History:
    """Give what people logged on tickets in the whole weeks before the Monday `end`: one query.

    An index holds all that it asks about, so it reads no entry, however many there are.
    """
    rows = TimeEntry.objects.filter(
        person_id__in=list(people), worked_on__gte=end - timedelta(weeks=weeks),
        worked_on__lt=end, on_kind=KIND, void=False,
    )  # fmt: skip
    sums = rows.order_by().values_list("person_id", "worked_on").annotate(all=Sum("seconds"))
    found: History = {}
    for person_id, day, seconds in sums:
        found.setdefault(person_id, Counter())[day] = seconds
    return found


def of_all(history: Mapping[int, Counter[date]], people: Iterable[int]) -> Counter[date]:
    """Add up the days of some people."""
    total: Counter[date] = Counter()
    for person_id in people:
        total.update(history.get(person_id, Counter()))
    return total
