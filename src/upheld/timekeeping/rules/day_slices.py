"""A day cut into what was logged and what was not: the gaps are what a person wants to fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

    Time without an hour stands about where it was entered; what of it is taken there already fills
    the first gaps, so that nobody is asked to explain time twice. Gaps under five minutes are
    passed over.
    """
    known = sorted(logged, key=lambda one: (one.start, one.entry_id or 0))
    free = list(working)
    for one in known:
        if one.is_placed:
            free = _cut(free, one)
    spare = 0
    for one in known:
        if not one.is_placed:
            before = _total(free)
            free = _cut(free, one)
            spare += one.seconds - (before - _total(free))
    gaps = [gap for gap in _shortened(free, spare) if gap.seconds >= SHORTEST_GAP]
    return sorted([*known, *gaps], key=lambda one: (one.start, one.is_gap))


def gaps_around(gaps: Iterable[Slice], taken: Sequence[Period]) -> list[Slice]:
    """Give what stays of gaps when stretches are cut out; less than five minutes is passed over."""
    left = (piece for gap in gaps for piece in _without(Period(gap.start, gap.end), taken))
    return [Slice(one.start, one.seconds) for one in left if one.seconds >= SHORTEST_GAP]


def _cut(free: Sequence[Period], one: Slice) -> list[Period]:
    taken = [Period(one.start, one.end)]
    return [piece for period in free for piece in _without(period, taken)]


def _total(periods: Iterable[Period]) -> int:
    return sum(one.seconds for one in periods)


def _shortened(free: Iterable[Period], spare: int) -> Iterator[Slice]:
    """Give what is free as gaps, the first of them shortened by time that has no place."""
    for period in free:
        taken = min(spare, period.seconds)
        spare -= taken
        yield Slice(period.start + timedelta(seconds=taken), period.seconds - taken)


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
