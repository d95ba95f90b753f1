"""Units of measures: what the whole numbers of a figure count, and how they are said."""

from __future__ import annotations

from enum import StrEnum, auto
from fractions import Fraction

from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import WHOLE, Rate


class Unit(StrEnum):
    """What the whole numbers of a figure count."""

    SHARE = auto()
    """Parts per million, said as percent."""
    RATIO = auto()
    """Millionths, said as a plain number: 1.25."""
    MONEY = auto()
    """Minor units of a currency."""
    EFFORT = auto()
    """Seconds of work or of waiting."""
    DAYS = auto()
    """Whole days."""
    COUNT = auto()
    """Things."""


def said_in(unit: Unit, value: int, *, currency: str = "") -> str:
    """Write a value in its unit for people: "91 %", "1.25", "€12.00", "1 h 5 m", "3 days", "41"."""
    match unit:
        case Unit.SHARE:
            return Rate(value).written(1).replace(".0 %", " %")
        case Unit.RATIO:
            hundredths = round(Fraction(abs(value) * 100, WHOLE))
            sign = "-" if value < 0 and hundredths else ""
            return f"{sign}{hundredths // 100:,}.{hundredths % 100:02}"
        case Unit.MONEY:
            return Money(value, currency).written()
        case Unit.EFFORT:
            return written_effort(value)
        case Unit.DAYS:
            return "1 day" if value == 1 else f"{value:,} days"
        case _:
            return f"{value:,}"
