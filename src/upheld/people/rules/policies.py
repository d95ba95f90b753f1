"""What a company may set for itself: one table, with what holds where nobody set anything.

Each package that works by one of these reads it from here: `KEPT_FREE.rate(provider.settings)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from upheld.foundation.values.rate import WHOLE, Rate

HOUR = 3600
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASON_LENGTHS = (1, 2, 3, 4, 6, 12)
"""Those that divide a year, so that each year has the same seasons."""


class Unit(StrEnum):
    """What a policy's whole number counts."""

    SHARE = auto()
    """Parts per million."""
    EFFORT = auto()
    """Seconds of business time."""
    MONTHS = auto()
    MONTH = auto()
    """A month of the year, 1 for January."""

    def written(self, value: int) -> str:
        """Say a value in words: "12.5 %", "8 h", "3 months", "April"."""
        if self is Unit.SHARE:
            return Rate(value).written()
        if self is Unit.EFFORT:
            hours, minutes = divmod(value // 60, 60)
            return " ".join(
                f"{count} {name}" for count, name in ((hours, "h"), (minutes, "min")) if count
            )
        if self is Unit.MONTH:
            return MONTHS[value - 1]
        return "1 month" if value == 1 else f"{value} months"


@dataclass(frozen=True, slots=True)
class Policy:
    """One thing that a company may set; `path` is where it lies in the provider's settings."""

    key: str
    title: str
    group: str
    path: tuple[str, ...]
    usual: int
    least: int
    most: int
    hint: str
    unit: Unit = Unit.SHARE

    def of(self, settings: Mapping[str, Any]) -> int:
        """Give what holds: what was set, or the usual."""
        found: Any = settings
        for step in self.path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return self.usual if found is None else int(found)

    def rate(self, settings: Mapping[str, Any]) -> Rate:
        """Give what holds of a share."""
        return Rate(self.of(settings))

    def put(self, settings: Mapping[str, Any], value: int) -> dict[str, Any]:
        """Give the settings with this one set; the others stay as they are."""
        *before, last = self.path
        whole = dict(settings)
        inner = whole
        for step in before:
            inner[step] = dict(inner.get(step) or {})
            inner = inner[step]
        inner[last] = value
        return whole

    def fault(self, value: int) -> str:
        """Say why a value cannot be set; "" where it can."""
        if self.unit is Unit.MONTHS and value not in SEASON_LENGTHS:
            return "A season lasts 1, 2, 3, 4, 6 or 12 months."
        if self.least <= value <= self.most:
            return ""
        return f"Enter {self.unit.written(self.least)} to {self.unit.written(self.most)}."


_DISCOUNTS, _SERVICE, _FIGURES = "Discounts and margin", "Service and answers", "Seasons"

DISCOUNT_WHOLE = Policy(
    "discount_whole_ppm", "A seller may give on a whole proposal", _DISCOUNTS,
    ("discounts", "whole_without_asking_ppm"), 50_000, 0, WHOLE,
    "Of the price over the whole term. More than that is asked of the deal desk.",
)  # fmt: skip
DISCOUNT_LINE = Policy(
    "discount_line_ppm", "A seller may give on one line", _DISCOUNTS,
    ("discounts", "line_without_asking_ppm"), 100_000, 0, WHOLE,
    "So that one deep discount cannot hide behind a dear line beside it.",
)  # fmt: skip
DISCOUNT_OWNER = Policy(
    "discount_owner_ppm", "The owner is asked above", _DISCOUNTS,
    ("discounts", "owner_above_ppm"), 250_000, 0, WHOLE,
    "On a whole proposal or on any line of it.",
)  # fmt: skip
LOWEST_MARGIN = Policy(
    "lowest_margin_ppm", "Finance is asked below a margin of", _DISCOUNTS,
    ("discounts", "lowest_margin_ppm"), 250_000, 0, WHOLE,
    "A price whose cost is not known is always asked of finance.",
)  # fmt: skip
ATTAINED = Policy(
    "attained_ppm", "Share of targets that a service level promises", _SERVICE,
    ("service_levels", "attained_ppm"), 900_000, 10_000, WHOLE,
    "Of the first answers and of the solutions that fall due in a month.",
)  # fmt: skip
KEPT_FREE = Policy(
    "kept_free_ppm", "Kept free of each week", _SERVICE,
    ("capacity", "kept_free_ppm"), 300_000, 0, 900_000,
    "Tickets come whether or not there is room for them.",
)  # fmt: skip
REVIEW_WITHIN = Policy(
    "review_within_seconds", "A review is answered within", _SERVICE,
    ("review_within_seconds",), 8 * HOUR, HOUR // 4, 80 * HOUR,
    "In the working hours of whoever is asked.", Unit.EFFORT,
)  # fmt: skip
SEASON_MONTHS = Policy(
    "season_months", "A season lasts", _FIGURES, ("season_months",), 3, 1, 12,
    "Figures can be asked for by season.", Unit.MONTHS,
)  # fmt: skip
SEASON_STARTS_IN = Policy(
    "season_starts_in", "The first season of a year starts in", _FIGURES, ("season_starts_in",),
    1, 1, 12, "The first month of your business year.", Unit.MONTH,
)  # fmt: skip

POLICIES: Mapping[str, Policy] = {
    one.key: one
    for one in (
        DISCOUNT_WHOLE, DISCOUNT_LINE, DISCOUNT_OWNER, LOWEST_MARGIN, ATTAINED, KEPT_FREE,
        REVIEW_WITHIN, SEASON_MONTHS, SEASON_STARTS_IN,
    )
}  # fmt: skip
"""All of them by their keys, in the order of the page."""


def faults(values: Mapping[str, int], given: Mapping[str, int]) -> dict[str, str]:
    """Say by key why what was given cannot hold; `values` is all that would hold then.

    The owner cannot be asked below what a seller gives without asking anybody.
    """
    found = {key: POLICIES[key].fault(value) for key, value in given.items()}
    sellers = max(values[DISCOUNT_WHOLE.key], values[DISCOUNT_LINE.key])
    if values[DISCOUNT_OWNER.key] < sellers:
        why = f"A seller may give {Rate(sellers)} without asking, so the owner is asked above that."
        found.setdefault(DISCOUNT_OWNER.key, "")
        found[DISCOUNT_OWNER.key] = found[DISCOUNT_OWNER.key] or why
    return {key: why for key, why in found.items() if why}
