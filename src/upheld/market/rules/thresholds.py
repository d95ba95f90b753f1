"""Thresholds of claims, typed and said in the unit of their measure."""

from __future__ import annotations

import re
from fractions import Fraction

from upheld.foundation.values.effort import read_effort
from upheld.foundation.values.money_text import read_money
from upheld.foundation.values.rate import WHOLE, Rate
from upheld.foundation.values.text import NotUnderstood
from upheld.measures.rules.units import Unit, said_in
from upheld.measures.rules.verdict import Direction

EXAMPLES: dict[Unit, str] = {
    Unit.SHARE: "95 %",
    Unit.RATIO: "1.25",
    Unit.MONEY: "1,250.00",
    Unit.EFFORT: "15 min",
    Unit.DAYS: "3 days",
    Unit.COUNT: "40",
}
"""How a threshold is typed, by unit: shown beside the field."""

_WHOLE_NUMBER = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3})+)")
_DECIMAL = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?")
_DAYS = re.compile(r"([0-9]{1,5}|[0-9]{1,2},[0-9]{3})\s*(?:d|day|days)?", re.IGNORECASE)


def read_threshold(text: str, unit: Unit, currency: str) -> int:
    """Read a threshold in a measure's own unit: "95 %", "15 min", "€12", "3 days", "1.25", "41".

    Gives whole units as figures hold them (parts per million, seconds, minor units).
    Raises NotUnderstood: share_out_of_range, number_not_understood, and those of money, effort
    and rates.
    """
    typed = text.strip()
    match unit:
        case Unit.SHARE:
            return _share(typed)
        case Unit.MONEY:
            return read_money(typed, currency).minor
        case Unit.EFFORT:
            return read_effort(typed)
        case Unit.RATIO:
            return _ratio(typed)
        case Unit.DAYS:
            return _whole(_DAYS, typed, unit)
        case Unit.COUNT:
            return _whole(_WHOLE_NUMBER, typed, unit)


def said_threshold(threshold: int, direction: Direction, unit: Unit, currency: str) -> str:
    """Say a threshold as a claim means it: "at least 95 %", "at most 15 m"."""
    least = "at least" if direction is Direction.AT_LEAST else "at most"
    return f"{least} {said_in(unit, threshold, currency=currency)}"


def _share(typed: str) -> int:
    ppm = Rate.read(typed).ppm
    if not 0 <= ppm <= WHOLE:
        why = f"“{typed}” is not a share: it lies between 0 % and 100 %."
        raise NotUnderstood("share_out_of_range", typed, why, "Write it like 95 %.")
    return ppm


def _ratio(typed: str) -> int:
    read = _DECIMAL.fullmatch(typed)
    if read is None:
        raise _not_a_number(typed, Unit.RATIO)
    return int(Fraction(f"{read[1]}.{read[2] or 0}") * WHOLE)


def _whole(pattern: re.Pattern[str], typed: str, unit: Unit) -> int:
    read = pattern.fullmatch(typed)
    if read is None:
        raise _not_a_number(typed, unit)
    return int(read[1].replace(",", ""))


def _not_a_number(text: str, unit: Unit) -> NotUnderstood:
    why = f"“{text}” is not a number of {'days' if unit is Unit.DAYS else 'that kind'}."
    return NotUnderstood("number_not_understood", text, why, f"Write it like {EXAMPLES[unit]}.")
