"""In which order customers stand by what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Company

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from upheld.money.rules.profit import Tally

NEVER = 10**18


def ranked_customers(tallies: Mapping[int, Tally], order: str) -> list[int]:
    """Put customers in the order asked for, by their ids; where that is the same, the older.

    No query, and one where the order is that of their names.
    """
    if order == "name":
        names = Company.objects.filter(pk__in=list(tallies)).order_by("name", "pk")
        return list(names.values_list("pk", flat=True))
    key = _ORDERS.get(order, _ORDERS[""])
    return sorted(tallies, key=lambda pk: (key(tallies[pk]), pk))


_ORDERS: Mapping[str, Callable[[Tally], int]] = {
    "": lambda one: one.profit,
    "most": lambda one: -one.profit,
    "margin": lambda one: -NEVER if one.margin_ppm is None else one.margin_ppm,
    "hourly": lambda one: NEVER if one.hourly_minor is None else one.hourly_minor,
    "revenue": lambda one: -one.revenue,
}
"""In which order customers may be shown: those who cost us most come first by themselves."""
