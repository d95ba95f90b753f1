"""What worked hours cost: each by the pay in force on its day, none without a rate left out.

Cost is worked out over groups of entries of one person, one rate and one length, so that it equals
the sum over single entries to the last minor unit (each is rounded by itself) and stays quick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import TruncMonth

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

    def on(self, person_id: int, day: date) -> Hourly | None:
        """Give what an hour of a person cost on a day; None where nobody knows."""
        place = (person_id, day)
        if place not in self._known:
            held = in_force(self.terms.get(person_id, ()), day)
            self._known[place] = None if held is None else burdened_hourly(held)
        return self._known[place]

    def changes(self) -> list[date]:
        """Give the days on which anybody's rate changes, in order."""
        return sorted({term.from_day for terms in self.terms.values() for term in terms})


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
    entries: QuerySet[TimeEntry], by: Iterable[str], known: Rates | None = None
) -> list[CostGroup]:
    """Add up what entries cost, grouped by columns of the entry (and `month`, `item`).

    Groups by person, rate period and length in the database, so that any grouping adds up to the
    same total. One query, and one for the rates where they are not given.
    """
    known = known or rates()
    keys = list(by)
    rows = with_item(entries) if "item" in keys else entries
    rows = rows.annotate(month=TruncMonth("worked_on")) if "month" in keys else rows
    changes = known.changes()
    grouped = (
        rows.annotate(span=_span_of(changes))
        .order_by()
        .values_list("person_id", "span", "seconds", *keys)
        .annotate(n=Count("pk"))
    )
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for person_id, span, seconds, *rest in grouped:
        *key, n = rest
        hourly = known.on(person_id, changes[span - 1]) if span else None
        total = sums[tuple(key)]
        total[1] += seconds * n
        if hourly is None:
            total[2] += seconds * n
        else:
            total[0] += hourly.cost_of_rounded(seconds).minor * n
    return [CostGroup(key, *total) for key, total in sums.items()]


def total_cost(entries: QuerySet[TimeEntry], known: Rates | None = None) -> CostGroup:
    """Add up what entries cost in all."""
    found = cost_groups(entries, (), known)
    return found[0] if found else CostGroup((), 0, 0, 0)


def _span_of(changes: list[date]) -> Case | Value:
    """Number the stretches between the days on which a rate changes, from 0 before the first."""
    if not changes:
        return Value(0)
    whens = [When(worked_on__lt=day, then=Value(place)) for place, day in enumerate(changes)]
    return Case(*whens, default=Value(len(changes)), output_field=IntegerField())
