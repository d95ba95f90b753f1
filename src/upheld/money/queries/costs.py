"""What worked hours cost: each by the pay in force on its day, none without a rate left out.

Cost is rounded entry by entry and added up in the database, so that any grouping adds up to the
same total to the last minor unit, and stays quick with many entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from upheld.delivery.models import Deliverable
from upheld.foundation.values.money import Money
from upheld.money.rules.dated import in_force
from upheld.money.rules.labour_cost import PayTerms, burdened_hourly
from upheld.money.rules.profit import Item
from upheld.people.models import PayRate
from upheld.timekeeping.models import Billing, Category, TimeEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.values.hourly import Hourly

LABOUR_ITEMS = (
    Item.PRE_SALE_LABOUR,
    Item.DELIVERY_LABOUR,
    Item.SERVICE_LABOUR,
    Item.COMPLAINT_LABOUR,
    Item.UNBILLED_CHANGE_LABOUR,
)
"""The kinds of labour by the number that `with_item` gives them."""


@dataclass(frozen=True, slots=True)
class CostGroup:
    """Time of one kind with its cost; `unrated_seconds` have no known cost and are in no sum."""

    key: tuple[Any, ...]
    cost_minor: int
    seconds: int
    unrated_seconds: int

    @property
    def rated_seconds(self) -> int:
        """Give the seconds whose cost is known."""
        return self.seconds - self.unrated_seconds


class Rates:
    """Everybody's burdened hourly cost, by the day it holds from."""

    def __init__(self, terms: Mapping[int, tuple[PayTerms, ...]]) -> None:
        self.terms = terms
        self._known: dict[tuple[int, date], Hourly | None] = {}
        self._written = ""

    @property
    def written(self) -> str:
        """Give them as a table for the database: person, from, until, an hour in minor units.

        Made of our own numbers and days alone, so it needs no parameters.
        """
        if not self._written:
            rows = ", ".join(self._rows())
            self._written = f"VALUES {rows}" if rows else _NO_RATES
        return self._written

    def _rows(self) -> Iterator[str]:
        for person_id, terms in self.terms.items():
            # Of two from one day the later entered holds, as `in_force` has it.
            begins = sorted({term.from_day for term in terms})
            for first, until in zip(begins, [*begins[1:], date.max], strict=True):
                hourly = self.on(person_id, first)
                if hourly is not None:
                    days = ", ".join(_day_written(day) for day in (first, until))
                    yield f"({person_id:d}, {days}, {hourly.minor:d})"

    def on(self, person_id: int, day: date) -> Hourly | None:
        """Give what an hour of a person cost on a day; None where nobody knows."""
        place = (person_id, day)
        if place not in self._known:
            held = in_force(self.terms.get(person_id, ()), day)
            self._known[place] = None if held is None else burdened_hourly(held)
        return self._known[place]


def rates() -> Rates:
    """Read everybody's pay: one query."""
    found: dict[int, list[PayTerms]] = defaultdict(list)
    for row in PayRate.objects.order_by("from_on", "pk"):
        found[row.person_id].append(
            PayTerms(
                from_day=row.from_on,
                salary=Money(row.salary_minor, row.currency),
                employer_taxes=Money(row.employer_taxes_minor, row.currency),
                benefits=Money(row.benefits_minor, row.currency),
                overhead_share=Money(row.overhead_minor, row.currency),
                available_seconds=row.available_seconds,
            )
        )
    return Rates({person: tuple(terms) for person, terms in found.items()})


def standing_time(entries: QuerySet[TimeEntry] | None = None) -> QuerySet[TimeEntry]:
    """Give the entries that count: those neither undone nor corrected."""
    rows = TimeEntry.objects.all() if entries is None else entries
    return rows.filter(void=False)


def with_item(entries: QuerySet[TimeEntry]) -> QuerySet[TimeEntry]:
    """Add `item`: the place in LABOUR_ITEMS at which an entry's cost counts."""
    gifts = Deliverable.objects.filter(change_order__isnull=False, price_minor=0)
    given_away = Q(billing=Billing.UNBILLED) | Q(
        on_kind="deliverable", on_id__in=gifts.order_by().values("pk")
    )
    whens = (
        (Q(category=Category.PRESALE), Item.PRE_SALE_LABOUR),
        (Q(category=Category.COMPLAINT), Item.COMPLAINT_LABOUR),
        (given_away, Item.UNBILLED_CHANGE_LABOUR),
        (Q(on_kind="deliverable"), Item.DELIVERY_LABOUR),
    )
    return entries.annotate(
        item=Case(
            *(When(test, then=Value(LABOUR_ITEMS.index(item))) for test, item in whens),
            default=Value(LABOUR_ITEMS.index(Item.SERVICE_LABOUR)),
            output_field=IntegerField(),
        )
    )


def cost_groups(
    entries: QuerySet[TimeEntry] | Sequence[QuerySet[TimeEntry]],
    by: Iterable[str],
    known: Rates | None = None,
) -> list[CostGroup]:
    """Add up what entries cost, grouped by columns of the entry (and `month`, `item`).

    Several sets that share no entry are added up together; each is found by its own index, where
    "either, or" in one set makes the databases read every entry.
    Each entry is rounded by itself, half to even, in the database and in whole numbers, as
    `Hourly.cost_of_rounded` does. One query, and one for the rates where they are not given.
    """
    keys = list(by)
    parts: list[str] = []
    values: list[Any] = []
    for one in entries if isinstance(entries, Sequence) else (entries,):
        try:
            sql, params = _worked(one, keys).query.sql_with_params()
        except EmptyResultSet:  # said where nothing can match, as with an empty list of ids
            continue
        parts.append(sql)
        values += params
    if not parts:
        return []
    written = (known or rates()).written
    asked = _SUMMED.format(rates=written, worked=" UNION ALL ".join(parts), **_columns(keys))
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        found = cursor.fetchall()
    return [_group(keys, row) for row in found]


def _worked(entries: QuerySet[TimeEntry], keys: list[str]) -> QuerySet[Any]:
    """Give the columns to group by of each entry, whose it is, its seconds and its day of cost.

    An adjustment costs what the time cost that it adjusts.
    """
    rows = with_item(entries) if "item" in keys else entries
    rows = rows.annotate(month=_MonthText(F("worked_on"))) if "month" in keys else rows
    rows = rows.annotate(whose=F("person_id"), day=Coalesce("cost_on", "worked_on"))
    return rows.order_by().values_list(*keys, "seconds", "whose", "day")


def total_cost(entries: QuerySet[TimeEntry], known: Rates | None = None) -> CostGroup:
    """Add up what entries cost in all."""
    found = cost_groups(entries, (), known)
    return found[0] if found else CostGroup((), 0, 0, 0)


_SUMMED = """
WITH rate(person_id, from_on, until_on, hourly) AS MATERIALIZED ({rates}),
worked({names}) AS MATERIALIZED ({worked}),
exact AS MATERIALIZED (
    SELECT worked.*, rate.hourly, CAST(rate.hourly AS bigint) * CAST(seconds AS bigint) AS pence
    FROM worked LEFT JOIN rate
    ON rate.person_id = whose AND rate.from_on <= day AND day < rate.until_on
)
SELECT {grouped} COALESCE(SUM(CASE WHEN pence < 0 THEN -1 ELSE 1 END * (ABS(pence) / 3600 + CASE
    WHEN ABS(pence) %% 3600 > 1800
    OR (ABS(pence) %% 3600 = 1800 AND (ABS(pence) / 3600) %% 2 = 1) THEN 1
    ELSE 0 END)), 0),
    SUM(seconds), COALESCE(SUM(CASE WHEN hourly IS NULL THEN seconds ELSE 0 END), 0)
FROM exact {group_by}
"""
"""Rates are joined as a table: as a case for each of them, the statement took longer to put
together than to run. Materialised, so that the rate of an entry is looked up once.

Rounded as far from nothing below it as above: what an adjustment takes out is what was counted.
"""

_NO_RATES = (
    "SELECT CAST(NULL AS bigint), CAST(NULL AS date), CAST(NULL AS date), CAST(NULL AS bigint)"
    " FROM (SELECT 1) AS one WHERE 1=0"
)


def _day_written(day: date) -> str:
    return f"'{day.isoformat()}'" + ("::date" if connection.vendor == "postgresql" else "")


def _columns(keys: list[str]) -> dict[str, str]:
    """Name the columns by their places: nothing that anybody typed becomes SQL."""
    places = [f"key_{place}" for place in range(len(keys))]
    listed = ", ".join(places)
    return {
        "names": ", ".join([*places, "seconds", "whose", "day"]),
        "grouped": f"{listed}," if places else "",
        "group_by": f"GROUP BY {listed}" if places else "HAVING COUNT(*) > 0",
    }


def _group(keys: list[str], row: Sequence[Any]) -> CostGroup:
    *values, cost, seconds, unrated = row
    if "month" in keys:
        place = keys.index("month")
        values[place] = date.fromisoformat(f"{values[place]}-01")
    return CostGroup(tuple(values), int(cost), int(seconds), int(unrated))


class _MonthText(Func):
    """The month of a day as text, by functions that both databases have built in."""

    template = "substr(%(expressions)s, 1, 7)"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Say the same to PostgreSQL."""
        return self.as_sql(
            compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM')", **context
        )
