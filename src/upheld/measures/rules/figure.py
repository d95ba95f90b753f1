"""A figure: a value with what stands behind it, or the plain admission that it is not enough."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto


class Method(StrEnum):
    """How the interval of a figure was found."""

    COUNTED = auto()
    """A total: nothing is estimated, so there is no interval."""
    WILSON = auto()
    """Wilson's score interval for a share."""
    T = auto()
    """Student's t for a mean."""
    BOOTSTRAP = auto()
    """Percentiles of resampled means, from a fixed seed."""
    RATIO = auto()
    """Student's t for a ratio of two sums, by linearisation."""
    BINOMIAL = auto()
    """Order statistics for a median or another quantile; no assumption about the shape."""
    KAPLAN_MEIER = auto()
    """A median of durations of which some have not ended yet."""


class Lack(StrEnum):
    """Why there is no value."""

    TOO_FEW = auto()
    """Fewer rows than this kind of figure needs."""
    NOT_REACHED = auto()
    """Enough rows, but fewer than half of them have ended: the median lies ahead."""
    NOTHING_TO_DIVIDE_BY = auto()
    """The whole that a part is held against is zero."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, in the units of its figure; without `high` it has no upper end yet."""

    low: int
    high: int | None

    def contains(self, value: int) -> bool:
        """Tell whether a value lies in it, its ends counted in."""
        return self.low <= value and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in whole units (parts per million, minor units, seconds) or why there is none.

    `n` counts the rows behind it and `least` those it needs. `value` is None exactly when
    `lack` says why.
    """

    n: int
    least: int
    method: Method
    value: int | None = None
    interval: Interval | None = None
    lack: Lack | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.lack is None):
            raise ValueError("a figure has either a value or a reason for having none")

    @property
    def is_enough(self) -> bool:
        """Tell whether there is a value."""
        return self.value is not None

    @property
    def more_needed(self) -> int:
        """Count the rows that are missing; 0 when there are enough."""
        return max(0, self.least - self.n)

    def words(self) -> str:
        """Say in one sentence why there is no value; "" when there is one."""
        if self.lack is Lack.TOO_FEW:
            return f"Not enough evidence yet: {self.n} of the {self.least} needed."
        if self.lack is Lack.NOT_REACHED:
            return f"Not enough evidence yet: fewer than half of {self.n} have ended."
        if self.lack is Lack.NOTHING_TO_DIVIDE_BY:
            return "Not enough evidence yet: there is nothing to hold it against."
        return ""


def lacking(lack: Lack, n: int, least: int, method: Method) -> Figure:
    """Build the figure that has no value."""
    return Figure(n=n, least=least, method=method, lack=lack)
