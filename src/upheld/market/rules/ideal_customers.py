"""What our best customers have in common, and how much somebody is like them, with reasons.

A trait is a fact with a value ("sector: dental"). It speaks for being a good customer as far as
it is more frequent among the best than among the rest. Scores only rank; they promise nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from upheld.foundation.values.rate import Rate
from upheld.foundation.values.rounding import round_half_even

FEWEST_BEST = 5
"""Below this many best customers with the fact known, what they share is chance."""

_LEAST_DIFFERENCE = Rate.percent(10)
_HALF_SCALE = 50

Facts = Mapping[str, str]
"""Facts of a company by name; a fact that is not known is not in it, or empty."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A fact and value, its share among the best and the rest, and how many of each knew it.

    `difference` is the share among the best less that among the rest: above zero it speaks for,
    below zero against.
    """

    fact: str
    value: str
    among_best: Rate
    among_rest: Rate
    best_known: int
    rest_known: int

    @property
    def difference(self) -> Rate:
        """Give how much more frequent it is among the best."""
        return self.among_best - self.among_rest


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """One trait that a company has, and the points that it gives or takes."""

    trait: Trait
    points: int

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        trait = self.trait
        return (
            f"{trait.fact}: {trait.value}, as {trait.among_best.written(0)} of our best "
            f"{trait.best_known} and {trait.among_rest.written(0)} of the rest."
        )


@dataclass(frozen=True, slots=True)
class LikenessScore:
    """How much a company is like the best: 0 to 100, 50 for no likeness either way.

    `unknown` names the facts that would count and are not known of it; they neither help nor
    hurt. The strongest reason comes first. None for `points` means that nothing was known.
    """

    points: int | None
    reasons: tuple[ScoreReason, ...]
    unknown: tuple[str, ...]


def ideal_traits(best: Sequence[Facts], rest: Sequence[Facts]) -> tuple[Trait, ...]:
    """Find what sets the best customers apart, the clearest first.

    A fact counts where at least `FEWEST_BEST` of the best and of the rest have it known, and a
    value where its shares differ by ten points or more.
    """
    found: list[Trait] = []
    for fact in sorted({fact for one in (*best, *rest) for fact in one}):
        of_best, of_rest = _values(best, fact), _values(rest, fact)
        n_best, n_rest = sum(of_best.values()), sum(of_rest.values())
        if min(n_best, n_rest) < FEWEST_BEST:
            continue
        for value in sorted({*of_best, *of_rest}):
            trait = Trait(
                fact,
                value,
                Rate.of_rounded(of_best[value], n_best),
                Rate.of_rounded(of_rest[value], n_rest),
                n_best,
                n_rest,
            )
            if abs(trait.difference.ppm) >= _LEAST_DIFFERENCE.ppm:
                found.append(trait)
    return tuple(sorted(found, key=lambda t: (-abs(t.difference.ppm), t.fact, t.value)))


def likeness(company: Facts, traits: Sequence[Trait]) -> LikenessScore:
    """Score a company against the traits, with a reason for every point.

    Each trait that it has gives its difference; the sum is set against the most and the least
    that the facts known of it could have given.
    """
    facts = {trait.fact for trait in traits}
    known = {fact for fact in facts if company.get(fact, "").strip()}
    has = [trait for trait in traits if company.get(trait.fact, "").strip() == trait.value]
    unknown = tuple(sorted(facts - known))
    reach = sum(_reach(traits, fact) for fact in known)
    if reach == 0:
        return LikenessScore(None, (), unknown)
    reasons = tuple(ScoreReason(trait, _points(trait.difference.ppm, reach)) for trait in has)
    total = _points(sum(trait.difference.ppm for trait in has), reach)
    return LikenessScore(
        _HALF_SCALE + total, tuple(sorted(reasons, key=lambda reason: -abs(reason.points))), unknown
    )


def _values(companies: Iterable[Facts], fact: str) -> Counter[str]:
    return Counter(value for one in companies if (value := one.get(fact, "").strip()))


def _reach(traits: Iterable[Trait], fact: str) -> int:
    return max(abs(trait.difference.ppm) for trait in traits if trait.fact == fact)


def _points(ppm: int, reach: int) -> int:
    return round_half_even(ppm * _HALF_SCALE, reach)
