"""Makes a table of JSON objects: nested objects become columns with a dot in their name."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from upheld.connections.rules.encodings import encoding_of, prove
from upheld.connections.rules.json_items import Items, Repeated, not_a_table
from upheld.connections.rules.storable import is_storable
from upheld.connections.rules.survey import Survey
from upheld.connections.rules.tables import (
    Row,
    Table,
    cell_too_long,
    empty_file,
    too_many_columns,
    too_many_rows,
)
from upheld.connections.rules.unreadable import Limits, Problem, Unreadable

_DEEPEST = 5


def json_table(opened: Callable[[], BinaryIO], survey: Survey, limits: Limits) -> Table:
    """Open a JSON table; the whole text is walked once to find its columns and its faults.

    Refuses with: binary, encoding, damaged_json, not_a_table, several_lists, line_too_long, empty,
    too_many_columns, too_many_rows.
    """
    encoding = encoding_of(survey)
    if not encoding.certain:
        raise Unreadable(
            "encoding",
            "The JSON text is neither UTF-8 nor UTF-16.",
            "Export it as UTF-8.",
        )
    if not survey.utf8:
        prove(opened, encoding.name)
    objects = _Objects(opened, encoding.name, limits)
    columns, shape, count = objects.look_over()
    if not columns:
        raise empty_file()
    header = tuple(columns)
    return Table(
        format=shape,
        header=header,
        start=lambda: objects.rows(header),
        encoding=encoding.name,
        rows_expected=count,
    )


@dataclass(slots=True)
class _Objects:
    opened: Callable[[], BinaryIO]
    encoding: str
    limits: Limits

    def look_over(self) -> tuple[dict[str, None], str, int]:
        columns: dict[str, None] = {}
        number = 0
        with closing(self._text()) as text:
            items = Items(text, self.limits.line_bytes)
            for number, (_line, item) in enumerate(items, start=1):
                if number > self.limits.rows:
                    raise too_many_rows(self.limits.rows)
                if isinstance(item, dict):
                    columns.update(dict.fromkeys(name for name, _ in _flat(item)))
                elif number == 1:
                    raise not_a_table("Its items are not objects.")
                if len(columns) > self.limits.columns:
                    raise too_many_columns(len(columns), self.limits.columns, number)
            return columns, items.shape, number

    def rows(self, header: tuple[str, ...]) -> Iterator[Row]:
        places = {name: place for place, name in enumerate(header)}
        with closing(self._text()) as text:
            for number, (line, item) in enumerate(Items(text, self.limits.line_bytes), start=1):
                yield self._row(number, line, item, header, places)

    def _row(
        self, number: int, line: int, item: Any, header: tuple[str, ...], places: dict[str, int]
    ) -> Row:
        cells = [""] * len(header)
        if not isinstance(item, dict):
            return Row(number, line, header, cells, (_not_an_object(),))
        problems = []
        if isinstance(item, Repeated):
            problems.append(_repeated(item.name))
        taken = set()
        for name, value in _flat(item):
            cell = _text(value)
            cells[places[name]] = cell
            if name in taken or isinstance(value, Repeated):
                problems.append(_repeated(name))
            if "\0" in cell:
                problems.append(_nul(name))
            elif not is_storable(cell):
                problems.append(_half_a_letter(name))
            if len(cell) > self.limits.cell_chars:
                problems.append(cell_too_long(name, self.limits.cell_chars))
            taken.add(name)
        return Row(number, line, header, cells, tuple(problems))

    def _text(self) -> TextIO:
        return io.TextIOWrapper(self.opened(), encoding=self.encoding)


def _flat(item: dict[str, Any], before: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        full = f"{before}{name}"
        if isinstance(value, dict) and value and depth < _DEEPEST and type(value) is dict:
            yield from _flat(value, f"{full}.", depth + 1)
        else:
            yield full, value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _not_an_object() -> Problem:
    return Problem("not_an_object", "This item of the list is not an object.", "Correct the item.")


def _repeated(name: str) -> Problem:
    return Problem(
        "name_repeated",
        f"The name “{name}” occurs twice in this object, so it is unclear which value is meant.",
        "Correct the object.",
        name,
    )


def _half_a_letter(name: str) -> Problem:
    reason = "The value holds half of a letter, which is no text."
    return Problem("half_a_letter", reason, "Correct it in the source.", name)


def _nul(name: str) -> Problem:
    return Problem("nul", "The value holds a NUL character.", "Correct it in the source.", name)
