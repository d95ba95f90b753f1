"""When to think about stopping: effort against our own won deals, chance left, capacity now.

It advises; a person decides and says why. Three lamps are read together, because a slow deal
with good chances and idle hours is simply slow, while the same hours on a poor chance are lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.foundation.values.rounding import round_half_even

MINIMUM_WON_DEALS = 8
"""Below this many comparable deals the 80th percentile is one deal's story."""


class Light(StrEnum):
    """One lamp, or all of them together."""

    GREEN = auto()
    AMBER = auto()
    RED = auto()
    NOT_ENOUGH_EVIDENCE = auto()


class Capacity(StrEnum):
    """Hours for new promises now."""

    FREE = auto()
    TIGHT = auto()
    SOLD_OUT = auto()


@dataclass(frozen=True, slots=True)
class EffortBaseline:
    """Pre-sale effort in seconds of our own won deals of this size and kind, and their win rate."""

    won_seconds: tuple[int, ...]
    win_rate: Rate | None

    @property
    def middle(self) -> int:
        """Give the median in seconds."""
        return _quantile(self.won_seconds, 50)

    @property
    def upper(self) -> int:
        """Give the 80th percentile in seconds."""
        return _quantile(self.won_seconds, 80)


@dataclass(frozen=True, slots=True)
class DealNow:
    """What a deal has taken so far and how it stands. Unknown is None, never a guess."""

    seconds_used: int
    chance: Rate | None
    capacity: Capacity | None


@dataclass(frozen=True, slots=True)
class Lamp:
    """One of the three lamps with its reason."""

    of: str
    light: Light
    why: str


@dataclass(frozen=True, slots=True)
class WalkAwaySignal:
    """The signal and the lamps it was made of. `more_needed` counts missing comparable deals."""

    light: Light
    lamps: tuple[Lamp, ...]
    more_needed: int = 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Give the reasons of the lamps that are not green."""
        return tuple(lamp.why for lamp in self.lamps if lamp.light is not Light.GREEN)


def walk_away_signal(deal: DealNow, baseline: EffortBaseline) -> WalkAwaySignal:
    """Read effort, chance and capacity together.

    Red: more effort than four in five won deals took, and another lamp that is not green.
    Amber: that effort alone; or more than the median with another lamp not green; or a chance
    below half of the usual. Otherwise green. Lamps that are not known neither help nor hurt.
    """
    known = len(baseline.won_seconds)
    if known < MINIMUM_WON_DEALS:
        return _not_enough(known)
    effort = _effort_lamp(deal.seconds_used, baseline)
    chance, capacity = _chance_lamp(deal.chance, baseline), _capacity_lamp(deal.capacity)
    others = [lamp.light for lamp in (chance, capacity)]
    doubtful = Light.AMBER in others or Light.RED in others
    if effort.light is Light.RED:
        light = Light.RED if doubtful else Light.AMBER
    elif (effort.light is Light.AMBER and doubtful) or chance.light is Light.RED:
        light = Light.AMBER
    else:
        light = Light.GREEN
    return WalkAwaySignal(light, (effort, chance, capacity))


def cost_after_first_red(
    signals: Sequence[tuple[datetime, Light]],
    spent: Sequence[tuple[datetime, Money]],
    currency: str,
) -> Money:
    """Add up what was spent on a deal from the first red signal on: the cost of a late exit.

    `signals` are those computed with what was known at each moment, in any order.
    """
    reds = [when for when, light in signals if light is Light.RED]
    if not reds:
        return Money.zero(currency)
    first = min(reds)
    return Money.total((cost for when, cost in spent if when >= first), currency)


def _not_enough(known: int) -> WalkAwaySignal:
    short = MINIMUM_WON_DEALS - known
    why = f"Only {known} comparable won deals; {short} more are needed before this says anything."
    lamp = Lamp("effort", Light.NOT_ENOUGH_EVIDENCE, why)
    return WalkAwaySignal(Light.NOT_ENOUGH_EVIDENCE, (lamp,), short)


def _effort_lamp(used: int, baseline: EffortBaseline) -> Lamp:
    n, spent = len(baseline.won_seconds), written_effort(used)
    if used > baseline.upper:
        why = (
            f"{spent} used; four in five of {n} won deals took {written_effort(baseline.upper)} "
            "or less."
        )
        return Lamp("effort", Light.RED, why)
    if used > baseline.middle:
        why = f"{spent} used; half of {n} won deals took {written_effort(baseline.middle)} or less."
        return Lamp("effort", Light.AMBER, why)
    return Lamp("effort", Light.GREEN, f"{spent} used, within the usual of {n} won deals.")


def _chance_lamp(chance: Rate | None, baseline: EffortBaseline) -> Lamp:
    usual = baseline.win_rate
    if chance is None or usual is None:
        return Lamp("chance", Light.NOT_ENOUGH_EVIDENCE, "The chance of winning is not known.")
    said = f"chance left {chance.written(0)}, usual {usual.written(0)}."
    if chance.ppm * 2 < usual.ppm:
        return Lamp("chance", Light.RED, f"Less than half of the usual: {said}")
    if chance < usual:
        return Lamp("chance", Light.AMBER, f"Below the usual: {said}")
    return Lamp("chance", Light.GREEN, f"As good as usual or better: {said}")


def _capacity_lamp(capacity: Capacity | None) -> Lamp:
    lamps = {
        None: (Light.NOT_ENOUGH_EVIDENCE, "Capacity is not known."),
        Capacity.FREE: (Light.GREEN, "There are free hours."),
        Capacity.TIGHT: (Light.AMBER, "Hours are tight, so effort here is missing elsewhere."),
        Capacity.SOLD_OUT: (Light.RED, "Hours are sold out, so effort here is missing elsewhere."),
    }
    return Lamp("capacity", *lamps[capacity])


def _quantile(seconds: Sequence[int], percent: int) -> int:
    """Give a percentile in whole seconds, interpolated between neighbours, half to even."""
    ordered = sorted(seconds)
    place, part = divmod((len(ordered) - 1) * percent, 100)
    if part == 0:
        return ordered[place]
    return ordered[place] + round_half_even((ordered[place + 1] - ordered[place]) * part, 100)
