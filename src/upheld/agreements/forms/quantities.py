"""How many of something: pieces, or hours for a line that is charged by the hour."""

from __future__ import annotations

from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.refusals import invalid
from upheld.foundation.values.effort import HOUR, read_effort

MOST = 10_000_000


def read_quantity(text: str, kind: str) -> int:
    """Read pieces, or hours ("40", "40h", "1h30") as whole seconds; 1 for nothing typed.

    Refuses with: invalid_input.
    """
    typed = text.strip()
    if kind == LineKind.HOURS:
        return _hours(typed or "1")
    if not (typed or "1").isdecimal() or not 1 <= int(typed or "1") <= MOST:
        raise invalid(quantity="Enter a whole number of 1 or more.")
    return int(typed or "1")


def _hours(typed: str) -> int:
    try:
        seconds = read_effort(typed, bare_unit=HOUR)
    except ValueError as problem:
        raise invalid(quantity=str(problem)) from problem
    if not 1 <= seconds <= MOST * HOUR:
        raise invalid(quantity="Enter the hours, such as 40.")
    return seconds
