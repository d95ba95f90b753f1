"""One row of a list, as its template prints it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from upheld.foundation.lists.declare import ListColumn, ListOf, Row
from upheld.foundation.lists.kinds import NUMERIC, Kind
from upheld.foundation.values.currencies import PLACES

if TYPE_CHECKING:
    from upheld.foundation.values.money import Money


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed value. `kind` is a `Kind`; `value` is of the type that the kind names.

    `cents` tells of money whether its column has any: a column of whole amounts is read without.
    """

    kind: Kind
    value: Any
    url: str = ""
    hint: str = ""
    wide_only: bool = False
    cents: bool = True

    @property
    def numeric(self) -> bool:
        """Tell whether it is set as a figure."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: what is selected by, where it leads and what it says."""

    id: int
    url: str
    cells: tuple[Cell, ...]


def rows_of(
    spec: ListOf[Row], columns: Sequence[ListColumn[Row]], rows: Sequence[Row]
) -> tuple[ListRow, ...]:
    """Give rows as their template prints them."""
    shown = [_row(spec, columns, row) for row in rows]
    whole = {
        place
        for place, column in enumerate(columns)
        if column.kind is Kind.MONEY and not any(_has_cents(row.cells[place]) for row in shown)
    }
    return tuple(_without_cents(row, whole) for row in shown) if whole else tuple(shown)


def _has_cents(cell: Cell) -> bool:
    money: Money | None = cell.value
    return money is not None and money.minor % 10 ** PLACES[money.currency] != 0


def _without_cents(row: ListRow, places: Collection[int]) -> ListRow:
    cells = (
        replace(cell, cents=False) if place in places else cell
        for place, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


def _row(spec: ListOf[Row], columns: Sequence[ListColumn[Row]], row: Row) -> ListRow:
    url = spec.url(row)
    return ListRow(row.pk, url, tuple(_cell(column, row, url) for column in columns))


def _cell(column: ListColumn[Row], row: Row, url: str) -> Cell:
    to = column.link(row) if callable(column.link) else url if column.link else ""
    hint = column.hint(row) if column.hint else ""
    return Cell(column.kind, column.value(row), to, hint, column.wide_only)
