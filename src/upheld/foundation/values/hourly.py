"""A price or cost per hour."""

from __future__ import annotations

from dataclasses import dataclass

from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.foundation.values.rounding import round_half_even

HOUR = 3600
"""Seconds in an hour."""


@dataclass(frozen=True, slots=True)
class Hourly:
    """Minor units of a currency per hour: `Hourly(9_500, "EUR")` is 95.00 euro an hour."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        # Money checks both fields; one table of currencies is enough.
        Money(self.minor, self.currency)

    @classmethod
    def of(cls, price: Money) -> Hourly:
        """Take an amount as the price of one hour."""
        return cls(price.minor, price.currency)

    @classmethod
    def spread_rounded(cls, amount: Money, seconds: int) -> Hourly:
        """Give what one hour costs when `amount` pays for `seconds`, half to even.

        Raises ZeroDivisionError for no seconds.
        """
        return cls(round_half_even(amount.minor * HOUR, seconds), amount.currency)

    @property
    def per_hour(self) -> Money:
        """Give the price of one hour."""
        return Money(self.minor, self.currency)

    def cost_of_rounded(self, seconds: int) -> Money:
        """Give what so many seconds cost, rounded to a minor unit, half to even.

        Round once, at the end: for many entries at one rate add the seconds first.
        """
        return Money(round_half_even(self.minor * seconds, HOUR), self.currency)

    def at_rate_rounded(self, rate: Rate) -> Hourly:
        """Give a share of this price (a weekend factor, a discount), half to even."""
        return Hourly(rate.of_amount_rounded(self.minor), self.currency)

    def written(self) -> str:
        """Write for people: "€95.00 an hour"."""
        return f"{self.per_hour.written()} an hour"

    def __str__(self) -> str:
        return f"{self.per_hour} per hour"
