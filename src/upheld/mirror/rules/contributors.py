"""Who or what moved the margin, in money, so that the biggest can be opened first.

Margin moves for two reasons: a part earns at another margin than before, or parts with high and
low margins take another share of the revenue. Both are told in money at today's revenue:

    effect = profit now - profit before x growth - margin before x (revenue now - revenue before x
    growth), where growth = all revenue now / all revenue before.

Effects of all parts add up exactly to (margin now - margin before) x all revenue now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate


@dataclass(frozen=True, slots=True)
class Part:
    """A customer, a service, a habit or anything else that revenue and cost are split by."""

    revenue: Money
    cost: Money


@dataclass(frozen=True, slots=True)
class Contributor:
    """What one part did to the margin, in money: below zero it pulled the margin down.

    `profit_change` is how its own profit moved, growth of the whole included.
    """

    key: str
    effect: Money
    profit_change: Money


@dataclass(frozen=True, slots=True)
class MarginChange:
    """A change in margin and the parts that made it, the strongest in its direction first.

    `effect` is the money that the change of margin is worth at today's revenue.
    """

    before: Rate
    after: Rate
    effect: Money
    contributors: tuple[Contributor, ...]


def margin_change(
    before: Mapping[str, Part], after: Mapping[str, Part], currency: str
) -> MarginChange | None:
    """Split a change in margin over the parts of two periods of equal length.

    None where one of them has no revenue above zero: then there is no margin to compare.
    """
    was, now = _whole(before.values(), currency), _whole(after.values(), currency)
    if was.revenue.minor <= 0 or now.revenue.minor <= 0:
        return None
    keys = sorted({*before, *after})
    nothing = Part(Money.zero(currency), Money.zero(currency))
    exact = {
        key: _effect(before.get(key, nothing), after.get(key, nothing), was, now) for key in keys
    }
    effects = _rounded_to_add_up(exact, was.revenue.minor**2)
    contributors = [
        Contributor(
            key,
            Money(effects[key], currency),
            Money(_profit(after.get(key, nothing)) - _profit(before.get(key, nothing)), currency),
        )
        for key in keys
    ]
    total = Money(sum(effects.values()), currency)
    direction = 1 if total.is_negative else -1
    contributors.sort(key=lambda one: (direction * one.effect.minor, one.key))
    return MarginChange(_margin(was), _margin(now), total, tuple(contributors))


def _whole(parts: Iterable[Part], currency: str) -> Part:
    kept = list(parts)
    return Part(
        Money.total((part.revenue for part in kept), currency),
        Money.total((part.cost for part in kept), currency),
    )


def _profit(part: Part) -> int:
    return part.revenue.minor - part.cost.minor


def _margin(whole: Part) -> Rate:
    return Rate.of_rounded(_profit(whole), whole.revenue.minor)


def _effect(was: Part, now: Part, all_was: Part, all_now: Part) -> int:
    """Give the effect times (all revenue before) squared: a whole number, and nothing rounded."""
    base, grown = all_was.revenue.minor, all_now.revenue.minor
    revenue = now.revenue.minor * base - was.revenue.minor * grown
    profit = _profit(now) * base - _profit(was) * grown
    return profit * base - _profit(all_was) * revenue


def _rounded_to_add_up(exact: Mapping[str, int], parts: int) -> dict[str, int]:
    """Round each of so many parts of a minor unit to a whole one, so that they add up to the
    rounded total.

    All are rounded down, then the largest remainders get one more, by name where they are equal.
    """
    floors = {key: value // parts for key, value in exact.items()}
    left = _half_even(sum(exact.values()), parts) - sum(floors.values())
    by_remainder = sorted(exact, key=lambda key: (floors[key] * parts - exact[key], key))
    for key in by_remainder[: max(0, left)]:
        floors[key] += 1
    return floors


def _half_even(value: int, parts: int) -> int:
    whole, rest = divmod(value, parts)
    return whole + (2 * rest > parts or (2 * rest == parts and whole % 2 == 1))
