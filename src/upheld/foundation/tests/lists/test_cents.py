"""A column of whole amounts is read without cents; one with a single cent shows them all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from upheld.foundation.lists.cells import rows_of
from upheld.foundation.lists.declare import ListColumn
from upheld.foundation.lists.kinds import Kind
from upheld.foundation.ui.filters import money as printed
from upheld.foundation.values.money import Money


def column_of(*amounts: Money | None) -> list[str]:
    """Print a column of amounts as a list does."""
    spec: Any = SimpleNamespace(url=lambda _row: "")
    columns: list[Any] = [ListColumn("value", "Value", lambda row: row.value, kind=Kind.MONEY)]
    rows: list[Any] = [SimpleNamespace(pk=n, value=one) for n, one in enumerate(amounts)]
    cells = [row.cells[0] for row in rows_of(spec, columns, rows)]
    return [printed(cell.value, cents=cell.cents) for cell in cells]


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((Money(120_000, "GBP"), Money(5_000, "GBP")), ["£1,200", "£50"]),
        ((Money(120_000, "GBP"), Money(5_001, "GBP")), ["£1,200.00", "£50.01"]),
        ((Money(120_000, "GBP"), None), ["£1,200", "–"]),
        ((Money(1_200, "JPY"), Money(-120_000, "GBP")), ["¥1,200", "−£1,200"]),
        ((), []),
    ],
)
def test_a_column_shows_cents_only_where_there_are_some(amounts, said):
    assert column_of(*amounts) == said
