"""How the story is told in order: each plot is a generator that says when it goes on.

A plot yields the moment of its next step and is woken there; the run tells all plots' steps in
the order of their moments, so that the record reads as if the company had lived it. Whatever
would happen after the story's end is left open: it is what there is to do today.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Generator, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from upheld.foundation.tenancy.scope import open_provider

if TYPE_CHECKING:
    from upheld.demo.teller import Teller

Plot = Generator[datetime, datetime | None, None]
Waits = Generator[datetime, datetime | None, datetime]
"""A part of a plot that waits for a moment and gives it back."""


def until(moment: datetime) -> Waits:
    """Wait for a moment and give it back to the plot."""
    yield moment
    return moment


def working(teller: Teller, day: date, hour: int) -> Waits:
    """Wait for a moment of a working day and give it back to the plot."""
    minute = teller.rng.choice((0, 10, 20, 30, 40, 50))
    return (yield from until(teller.at(teller.working_day(day), hour, minute)))


def run(teller: Teller, plots: Iterable[Plot]) -> int:
    """Tell all plots to the story's end; give how many steps that were."""
    order = itertools.count()
    waiting: list[tuple[datetime, int, Plot]] = []

    def wake(plot: Plot, now: datetime | None = None) -> None:
        try:
            moment = plot.send(now)
        except StopIteration:
            moment = None
        if moment is not None and moment < teller.now:
            heapq.heappush(waiting, (moment, next(order), plot))
        while teller.later:
            wake(teller.later.pop())

    with open_provider(teller.provider.pk):
        for plot in plots:
            wake(plot)
        steps = 0
        while waiting:
            moment, _order, plot = heapq.heappop(waiting)
            wake(plot, moment)
            steps += 1
    return steps
