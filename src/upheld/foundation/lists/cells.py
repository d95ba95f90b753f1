"""One row of a list, as its template prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from upheld.foundation.lists.declare import ListColumn, ListOf, Row
from upheld.foundation.lists.kinds import NUMERIC, Kind


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed value. `kind` is a `Kind`; `value` is of the type that the kind names."""

    kind: Kind
    value: Any
    url: str = ""
    hint: str = ""
    wide_only: bool = False

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
    return tuple(_row(spec, columns, row) for row in rows)


def _row(spec: ListOf[Row], columns: Sequence[ListColumn[Row]], row: Row) -> ListRow:
    url = spec.url(row)
    return ListRow(row.pk, url, tuple(_cell(column, row, url) for column in columns))


def _cell(column: ListColumn[Row], row: Row, url: str) -> Cell:
    to = column.link(row) if callable(column.link) else url if column.link else ""
    hint = column.hint(row) if column.hint else ""
    return Cell(column.kind, column.value(row), to, hint, column.wide_only)
