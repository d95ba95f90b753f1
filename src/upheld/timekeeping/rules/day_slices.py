"""A day cut into what was logged and what was not: the gaps are what a person wants to fill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from upheld.foundation.values.period import Period

SHORTEST_GAP = 5 * 60
"""Seconds; less than that is a walk to the coffee."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a day. `is_placed` is false where only the length is known, not the hour."""

    start: datetime
    seconds: int
    title: str = ""
    detail: str = ""
    note: str = ""
    url: str = ""
    entry_id: int | None = None
    kind: str = ""
    is_placed: bool = True

    @property
    def end(self) -> datetime:
        """Give the moment at which it ends."""
        return self.start + timedelta(seconds=self.seconds)

    @property
    def is_gap(self) -> bool:
        """Tell whether nothing was logged in it."""
        return self.entry_id is None


def slices_of(logged: Iterable[Slice], working: Sequence[Period]) -> list[Slice]:
    """Give logged slices and the gaps of working time between them, in order of their start.

    Seconds that are logged without an hour fill the gaps from the first on: nobody is asked to
    explain time twice. Gaps under five minutes are passed over.
    """
    known = sorted(logged, key=lambda one: (one.start, one.entry_id or 0))
    placed = [Period(one.start, one.end) for one in known if one.is_placed]
    unplaced = sum(one.seconds for one in known if not one.is_placed)
    gaps: list[Slice] = []
    for free in (gap for period in working for gap in _without(period, placed)):
        taken = min(unplaced, free.seconds)
        unplaced -= taken
        left = free.seconds - taken
        if left >= SHORTEST_GAP:
            gaps.append(Slice(free.start + timedelta(seconds=taken), left))
    return sorted([*known, *gaps], key=lambda one: (one.start, one.is_gap))


def _without(period: Period, taken: Iterable[Period]) -> list[Period]:
    """Give what stays of a period when others are cut out."""
    left = [period]
    for one in taken:
        cut: list[Period] = []
        for piece in left:
            if not piece.overlaps(one):
                cut.append(piece)
                continue
            if piece.start < one.start:
                cut.append(Period(piece.start, one.start))
            if one.end < piece.end:
                cut.append(Period(one.end, piece.end))
        left = cut
    return left
