"""Acme's ratings as the measure behind a claim, and both doors to claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.entering import Doors

from upheld.demo.cast import OPENING
from upheld.market.models import Claim
from upheld.market.operations.claims import ClaimDraft, write_claim
from upheld.measures import catalogue
from upheld.measures.catalogue import Ask, Better, Measure, every_measure, fill_catalogue
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upheld.demo.cast import Company
    from upheld.measures.rules.figure import Figure

LATER = OPENING + timedelta(hours=1)


@dataclass
class Answered:
    """A measure whose rows a test sets: so many of so many met."""

    met: int = 91
    n: int = 100
    asked: list[Ask] = field(default_factory=list)

    def figure(self, ask: Ask) -> Figure:
        self.asked.append(ask)
        return share(self.met, self.n)


@pytest.fixture
def answered() -> Iterator[Answered]:
    """The measure `answered_in_time`, in the catalogue beside what the packages declare."""
    real, source = every_measure(), catalogue._declared
    made = Answered()
    measure = Measure(
        key="answered_in_time", title="Answered in time", formula_in_words="Met of all.",
        unit=Unit.SHARE, better=Better.HIGHER, source="A test's rows.", figure=made.figure,
        rows=lambda _ask, _after, _limit: (), breakdowns=("company",),
    )  # fmt: skip
    fill_catalogue(lambda: (*real, measure))
    yield made
    fill_catalogue(source)


@pytest.fixture
def claim(world: Company, answered: Answered) -> Claim:
    draft = ClaimDraft(
        "Critical tickets answered within 15 minutes, 95 % of the time", "answered_in_time", 950_000
    )
    return write_claim(draft=draft, by=world.priya, at=OPENING)


@pytest.fixture
def doors_of(world: Company) -> Any:
    return lambda who: Doors(world, who, LATER)


@pytest.fixture
def olga(elsewhere: Company) -> Doors:
    """A stranger: the owner of another provider on this installation."""
    return Doors(elsewhere, "olga", LATER)
