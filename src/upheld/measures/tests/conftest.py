"""A catalogue of one test's own: a share that everybody sees, and one with a right of its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import pytest

from upheld.measures import catalogue
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share, total
from upheld.measures.rules.units import Unit


class Right(StrEnum):
    SECRET = "test:secret:see"


class Rows:
    """Rows in memory: (moment, kind, met); a measure counts those of its period."""

    def __init__(self) -> None:
        self.all: list[tuple[datetime, str, int]] = []

    def of(self, ask: Ask) -> list[tuple[datetime, str, int]]:
        kind = ask.only.get("kind")
        return [
            row
            for row in self.all
            if ask.period.contains(row[0]) and row[0] <= ask.at and kind in {None, row[1]}
        ]


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture(autouse=True)
def own_catalogue(rows, monkeypatch):
    declared = catalogue._declared

    def figure(ask: Ask):
        found = rows.of(ask)
        return share(sum(row[2] for row in found), len(found), least=5)

    def by_kind(ask: Ask):
        kinds = sorted({row[1] for row in rows.of(ask)})
        return {
            Subject(kind, kind.upper()): figure(Ask(ask.period, ask.at, None, {"kind": kind}))
            for kind in kinds
        }

    def page(ask: Ask, after: str, limit: int):
        found = rows.of(ask)
        first = int(after) + 1 if after else 0
        return [
            MeasureRow(str(place), f"Row {place}", at=row[0], said="met" if row[2] else "missed")
            for place, row in enumerate(found)
        ][first : first + limit]

    def amount(ask: Ask):
        return total(row[2] for row in rows.of(ask))

    plain: dict[str, Any] = {"better": Better.HIGHER, "source": "This test.", "rows": page}
    measures = (
        Measure(
            key="met", title="Met", formula_in_words="Met of all.", unit=Unit.SHARE, figure=figure,
            breakdown=by_kind, breakdowns=("kind",), **plain,
        ),
        Measure(
            key="secret", title="Secret profit", formula_in_words="Not for everybody.",
            unit=Unit.MONEY, figure=amount, capability=Right.SECRET, **plain,
        ),
    )  # fmt: skip
    catalogue.fill_catalogue(lambda: measures)
    yield
    catalogue.fill_catalogue(declared)
