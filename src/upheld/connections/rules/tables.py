"""A table as every reader hands it out, whatever the file was: named columns and numbered rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from upheld.connections.rules.unreadable import Limits, Note, Problem, Unreadable

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))


class Row:
    """One record of the source. Every cell is text, exactly as it stands there.

    `number` counts records from 1 with the header included, as a spreadsheet would show it (for
    JSON it counts the objects); `line` is the line of the text on which the record begins. A row
    with problems is not to be taken in.
    """

    __slots__ = ("cells", "header", "line", "number", "problems")

    def __init__(
        self,
        number: int,
        line: int,
        header: tuple[str, ...],
        cells: Sequence[str],
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.number = number
        self.line = line
        self.header = header
        self.cells = cells
        self.problems = problems

    @property
    def values(self) -> dict[str, str]:
        return dict(zip(self.header, self.cells, strict=False))

    def __repr__(self) -> str:
        return f"Row(number={self.number}, line={self.line}, values={self.values!r})"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person knows better than the file shows: each one overrides what would be found out.

    `sheet` is a sheet's name in a workbook; `skip` is a count of records above the header.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    sheet: str | None = None
    skip: int = 0


@dataclass(slots=True)
class Table:
    """An opened table; use it as a context manager so that temporary files go away.

    `format` is "csv", "xlsx", "json" or "json lines"; `packed` is "gzip", "zip" or "".
    `rows()` may be called again for another walk from the start. `rows_expected` is for showing
    progress: exact for JSON, the count of lines for text (cells may hold line ends), unknown (None)
    for a workbook.
    """

    format: str
    header: tuple[str, ...]
    start: Callable[[], Iterator[Row]]
    packed: str = ""
    encoding: str = ""
    encoding_certain: bool = True
    delimiter: str = ""
    quote: str = ""
    remarks: tuple[Note, ...] = ()
    rows_expected: int | None = None
    closing: list[Callable[[], None]] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        return self.start()

    def close(self) -> None:
        while self.closing:
            self.closing.pop()()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def clean_header(
    names: Sequence[str], limits: Limits, row: int
) -> tuple[tuple[str, ...], list[Note]]:
    """Name every column, and say which ones had no name.

    Refuses with: no_header, too_many_columns, duplicate_header.
    """
    if len(names) > limits.columns:
        raise too_many_columns(len(names), limits.columns, row)
    named = [name.translate(_INVISIBLE).strip() for name in names]
    if not any(named) or _looks_like_data(named):
        raise Unreadable(
            "no_header",
            "The first record does not name the columns.",
            "Add a first line with a name for each column, or say how many records stand above it.",
            row,
        )
    header = tuple(name or f"column {place}" for place, name in enumerate(named, start=1))
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise Unreadable(
            "duplicate_header",
            f"Several columns are called {_quoted(repeated)}, so it is unclear which one is meant.",
            "Give each column a name of its own.",
            row,
        )
    unnamed = [name for name, given in zip(header, named, strict=True) if not given]
    return header, [
        Note("unnamed_column", f"It has no name, so it is called {_quoted([name])}.", name)
        for name in unnamed
    ]


def too_many_columns(found: int, allowed: int, row: int | None = None) -> Unreadable:
    return Unreadable(
        "too_many_columns",
        f"The table has {found:,} columns; at most {allowed:,} are read.",
        "Export only the columns that are needed.",
        row,
    )


def too_many_rows(allowed: int) -> Unreadable:
    return Unreadable(
        "too_many_rows",
        f"The table has more than {allowed:,} rows.",
        "Split it into several files and import them one after the other.",
    )


def empty_file() -> Unreadable:
    return Unreadable(
        "empty",
        "There is nothing in the file.",
        "Export it again and check that it holds rows before importing it.",
    )


def cell_too_long(column: str, allowed: int) -> Problem:
    return Problem(
        "cell_too_long",
        f"One cell holds more than {allowed:,} characters.",
        "Shorten it in the source, or leave the column out.",
        column,
    )


def _looks_like_data(names: Sequence[str]) -> bool:
    """A header without a single letter is a row of figures or dates that slid into its place."""
    return not any(character.isalpha() for name in names for character in name)


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"  # noqa: PLR2004
