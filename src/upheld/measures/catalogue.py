"""The one catalogue of measures: how a figure is declared, and how anybody asks for it.

A package declares its measures in `measures.py`, beside the data they are computed from:

    MEASURES = (
        Measure(
            key="win_rate",
            title="Win rate",
            formula_in_words="Won deals as a share of all that were won or lost.",
            unit=Unit.SHARE,
            better=Better.HIGHER,
            breakdowns=("person", "source"),
            source="Deals that were closed in the period.",
            figure=win_rate,
            rows=win_rate_rows,
            breakdown=win_rate_by,
        ),
    )

`wiring` fills the catalogue; whoever needs a figure asks for it by key and imports no owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from functools import cache
from typing import TYPE_CHECKING

from upheld.foundation.refusals import invalid, not_found
from upheld.foundation.values.period import Period
from upheld.measures.rules.figure import Figure
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor

BREAKDOWN_TITLES: Mapping[str, str] = {
    "person": "Person",
    "team": "Team",
    "company": "Customer",
    "source": "Source",
    "kind": "Kind",
    "priority": "Priority",
    "origin": "Origin",
    "function": "Function",
    "reviewer": "Reviewer",
    "estimator": "Estimator",
    "policy": "Service level",
    "agreement": "Agreement",
}
"""What a measure may be broken down by, as a page says it; other keys say themselves."""


class Better(StrEnum):
    """Which way is good."""

    HIGHER = auto()
    LOWER = auto()
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to a measure: over which period, as of when, broken down and narrowed by what.

    `by` is one of the measure's breakdowns. `only` maps breakdown keys to the id (or, where the
    breakdown is by a word, the word) that is asked about: {"company": 5}.
    """

    period: Period
    at: datetime
    by: str | None = None
    only: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a broken-down figure is about: a person, a team, a customer, a kind.

    `key` is its id or word, as `Ask.only` takes it; None collects what belongs to nobody.
    """

    key: int | str | None
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row behind a figure.

    `after` is the opaque place of this row, from which the next page goes on. `value` is what the
    row contributes, in the measure's unit, where it has one; `said` is how it counted ("kept",
    "met", "3 h 10 m against 4 h").
    """

    after: str
    title: str
    url: str = ""
    at: datetime | None = None
    value: int | None = None
    said: str = ""
    detail: str = ""
    tone: str = "neutral"


FigureOf = Callable[[Ask], Figure]
RowsOf = Callable[[Ask, str, int], Sequence[MeasureRow]]
BreakdownOf = Callable[[Ask], Mapping[Subject, Figure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A declared measure.

    `figure` answers an Ask without `by`. `rows` gives up to `limit` rows behind it, after the
    place `after` ("" for the first). `breakdown` answers an Ask with `by`. `capability` hides the
    measure, all of it, from whoever lacks that right. `tidbits` say which of several usual
    definitions holds here.
    """

    key: str
    title: str
    formula_in_words: str
    unit: Unit
    better: Better
    source: str
    figure: FigureOf
    rows: RowsOf
    breakdown: BreakdownOf | None = None
    breakdowns: tuple[str, ...] = ()
    capability: StrEnum | None = None
    tidbits: tuple[str, ...] = ()
    group: str = "Other"
    unit_of_n: str = "rows"


_declared: Callable[[], Iterable[Measure]] = tuple


def fill_catalogue(declared: Callable[[], Iterable[Measure]]) -> None:
    """Say where every package's measures come from; called once, by `wiring`.

    They are read when the first is asked for, so that starting up does not load every package.
    """
    global _declared  # noqa: PLW0603  installed once at start
    _declared = declared
    _catalogue.cache_clear()


@cache
def _catalogue() -> Mapping[str, Measure]:
    measures = tuple(_declared())
    found = {measure.key: measure for measure in measures}
    if len(found) != len(measures):
        keys = [measure.key for measure in measures]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        message = f"measures of the same name: {twice}"
        raise ValueError(message)
    return found


def measure_called(key: str) -> Measure:
    """Give a measure by its key; refuses with `not_found`."""
    try:
        return _catalogue()[key]
    except KeyError:
        raise not_found("measure") from None


def every_measure() -> tuple[Measure, ...]:
    """Give the whole catalogue, in the order of its declaration: for what the system does."""
    return tuple(_catalogue().values())


def measures_for(actor: Actor) -> tuple[Measure, ...]:
    """Give the measures that the actor may see at all."""
    return tuple(one for one in _catalogue().values() if may_see(actor, one))


def measure_for(actor: Actor, key: str) -> Measure:
    """Give a measure that the actor may see; another one does not exist: `not_found`."""
    measure = _catalogue().get(key)
    if measure is None or not may_see(actor, measure):
        raise not_found("measure")
    return measure


def may_see(actor: Actor, measure: Measure) -> bool:
    """Tell whether the actor holds the further right that a measure may need."""
    return measure.capability is None or actor.may(measure.capability)


def is_trailing(measure: Measure) -> bool:
    """Tell whether a measure's history shows rolling 90 days rather than single months.

    A share or a median of one month has too few rows at most providers; a total has no such need
    and would count everything three times.
    """
    return measure.unit not in {Unit.MONEY, Unit.COUNT}


def figure_of(key: str, ask: Ask) -> Figure:
    """Compute a measure's figure, by key. Needs an open provider; asks no right of its own.

    Refuses with: not_found, invalid_input (it cannot be narrowed that way).
    """
    measure = measure_called(key)
    require_askable(measure, ask)
    return measure.figure(ask)


def breakdown_of(key: str, ask: Ask) -> Mapping[Subject, Figure]:
    """Compute a measure for each subject of a breakdown. Refuses as `figure_of` does."""
    measure = measure_called(key)
    require_askable(measure, ask)
    if measure.breakdown is None or ask.by is None:
        raise invalid(by=f"“{measure.title}” is not broken down.")
    return measure.breakdown(ask)


def require_askable(measure: Measure, ask: Ask) -> None:
    """Refuse what a measure is not declared to be broken down or narrowed by."""
    if ask.by is not None and ask.by not in measure.breakdowns:
        raise invalid(by=f"“{measure.title}” cannot be broken down by {ask.by}.")
    for key in ask.only:
        if key not in measure.breakdowns:
            raise invalid(**{key: f"“{measure.title}” cannot be narrowed by {key}."})
