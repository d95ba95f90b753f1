"""What the values of a column or filter are, which decides how they are read and printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto


class Kind(StrEnum):
    """What a column's values are, which decides how they are printed and exported."""

    TEXT = auto()
    NUMBER = auto()
    """A whole number."""
    MONEY = auto()
    """`Money`."""
    PERCENT = auto()
    """Parts per million, or `Rate`."""
    EFFORT = auto()
    """Whole seconds."""
    DAY = auto()
    """A date, or an aware moment of which the day is shown."""
    MOMENT = auto()
    """An aware moment, shown with its time of day."""
    AGO = auto()
    """An aware moment, shown as its distance from now."""
    PERSON = auto()
    """A name, shown with its initials."""
    STATUS = auto()
    """A `Pill`."""
    LIGHT = auto()
    """A promise's state, shown as its light."""
    YES_NO = auto()
    """A truth value."""


NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.EFFORT})


@dataclass(frozen=True, slots=True)
class Pill:
    """A state in words with its tone: neutral, info, good, warn, bad or accent."""

    title: str
    tone: str = "neutral"
