"""The one place where a fraction becomes a whole number."""

from __future__ import annotations

from fractions import Fraction


def round_half_even(numerator: int, denominator: int) -> int:
    """Divide two whole numbers and round to the nearest whole one, halves to the even one.

    Banker's rounding: over many rows the halves neither gain nor lose.
    """
    return round(Fraction(numerator, denominator))
