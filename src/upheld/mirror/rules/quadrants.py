"""Where a firm stands between what it sells and what it keeps: four quadrants."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.foundation.values.rate import Rate


class Quadrant(StrEnum):
    """Sales strength against operations strength."""

    SELLS_AND_KEEPS = auto()
    SELLS_ONLY = auto()
    KEEPS_ONLY = auto()
    NEITHER = auto()
    NOT_ENOUGH_EVIDENCE = auto()


_WORDS = {
    Quadrant.SELLS_AND_KEEPS: "It sells, and keeps what it sells.",
    Quadrant.SELLS_ONLY: "It sells more than it keeps: the next customers hear of it.",
    Quadrant.KEEPS_ONLY: "It keeps its promises and makes too few of them.",
    Quadrant.NEITHER: "It neither sells nor keeps enough.",
    Quadrant.NOT_ENOUGH_EVIDENCE: "There is not enough evidence to say.",
}


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength as a share, such as quota attained or promises kept, and what is strong enough.

    `share` is None while there is not enough evidence.
    """

    share: Rate | None
    strong_from: Rate

    @property
    def is_strong(self) -> bool | None:
        """Say whether it reaches the mark; None without evidence."""
        return None if self.share is None else self.share >= self.strong_from


def quadrant(sales: Strength, operations: Strength) -> Quadrant:
    """Place a firm; without evidence on either side it is not placed at all."""
    sells, keeps = sales.is_strong, operations.is_strong
    if sells is None or keeps is None:
        return Quadrant.NOT_ENOUGH_EVIDENCE
    if sells:
        return Quadrant.SELLS_AND_KEEPS if keeps else Quadrant.SELLS_ONLY
    return Quadrant.KEEPS_ONLY if keeps else Quadrant.NEITHER


def quadrant_words(where: Quadrant) -> str:
    """Say a quadrant in a sentence."""
    return _WORDS[where]
