"""A list as a file: CSV for programs, XLSX for people, of the reader's rows and columns only.

The file is written before it is sent: a slow reader must not hold the database's transaction.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.http import FileResponse
from django.utils.timezone import localtime

from upheld.foundation.lists.asked import Asked
from upheld.foundation.lists.declare import ListColumn
from upheld.foundation.lists.keyset import in_order
from upheld.foundation.lists.kinds import Kind, Pill
from upheld.foundation.refusals import Refused
from upheld.foundation.values.effort import decimal_hours_rounded
from upheld.foundation.values.rate import Rate

AT_ONCE = 2000
IN_MEMORY = 2_000_000
MOST_SHEET_ROWS = 1_048_575
"""Rows under the heading that a worksheet can hold."""
LONGEST_SHEET_TEXT = 32_767

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PPM_PER_PERCENT = 10_000


def export(asked: Asked[Any], form: str) -> FileResponse:
    """Give all matching rows as a file; `form` is csv or xlsx. Refuses with: too_many_rows."""
    write, kind = FORMS[form]
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    try:
        write(file, asked)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{asked.spec.key}-{localtime(asked.given.at):%Y-%m-%d}.{form}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in plain decimals ("-1250.50"): never rounded here, never taken for text."""

    plain: str


Exported = str | Figure | date | datetime | None
"""What a file can hold. A text that begins like a formula is made harmless where it is written."""


@dataclass(frozen=True, slots=True)
class ExportField:
    """One column of the file: its heading, and how it is read from a column's value."""

    title: str
    read: Callable[[Any], Exported]


def fields_of(column: ListColumn[Any]) -> list[ExportField]:
    """Give the file's columns for one of the list's: money needs two, with its currency."""
    parts = _PARTS.get(column.kind, (("", _text),))
    return [ExportField(f"{column.title}{suffix}", read) for suffix, read in parts]


def _percent(value: Any) -> Exported:
    return Figure(Rate(getattr(value, "ppm", value)).written().removesuffix(" %"))


def _day(value: date) -> Exported:
    return localtime(value).date() if isinstance(value, datetime) else value


def _text(value: Any) -> Exported:
    return value.title if isinstance(value, Pill) else str(value)


_PARTS: Mapping[Kind, tuple[tuple[str, Callable[[Any], Exported]], ...]] = {
    Kind.MONEY: (
        ("", lambda money: Figure(money.plain())),
        (", currency", lambda money: money.currency),
    ),
    Kind.PERCENT: ((" (%)", _percent),),
    Kind.EFFORT: ((" (hours)", lambda seconds: Figure(decimal_hours_rounded(seconds))),),
    Kind.NUMBER: (("", lambda number: Figure(str(int(number)))),),
    Kind.YES_NO: (("", lambda holds: "yes" if holds else "no"),),
    Kind.DAY: (("", _day),),
    Kind.MOMENT: (("", localtime),),
    Kind.AGO: (("", localtime),),
}
"""What stands behind a column's title in the heading, and how the value is read; else as text."""


def _records(asked: Asked[Any]) -> Iterator[list[Exported]]:
    """Give each matching row's values, reading a few thousand rows at a time."""
    parts = [(column, fields_of(column)) for column in asked.columns]
    for row in in_order(asked.rows, asked.order).iterator(chunk_size=AT_ONCE):
        record: list[Exported] = []
        for column, fields in parts:
            value = column.value(row)
            missing = value is None or value == ""
            record += [None if missing else field.read(value) for field in fields]
        yield record


def _headings(asked: Asked[Any]) -> list[str]:
    return [field.title for column in asked.columns for field in fields_of(column)]


def write_csv(file: IO[bytes], asked: Asked[Any]) -> None:
    """Write CSV in UTF-8 with its mark, without which spreadsheets misread accents."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([harmless(title) for title in _headings(asked)])
    lines.writerows([_as_csv(value) for value in record] for record in _records(asked))
    text.flush()
    text.detach()


def _as_csv(value: Exported) -> str:
    if isinstance(value, Figure):
        return value.plain
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value or "")


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def write_xlsx(file: IO[bytes], asked: Asked[Any]) -> None:
    """Write one worksheet, row by row; texts are texts whatever they begin with."""
    import xlsxwriter

    asked_for_texts = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **asked_for_texts})
    sheet = book.add_worksheet(asked.spec.title[:31])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    for at, title in enumerate(_headings(asked)):
        sheet.write_string(0, at, title, bold)
    for line, record in enumerate(_records(asked), start=1):
        if line > MOST_SHEET_ROWS:
            raise _too_many_rows()
        for at, value in enumerate(record):
            _write_cell(sheet, line, at, value, day, moment)
    book.close()


def _write_cell(sheet: Any, line: int, at: int, value: Exported, day: Any, moment: Any) -> None:
    if isinstance(value, Figure):
        sheet.write_number(line, at, float(value.plain))
    elif isinstance(value, datetime):
        sheet.write_datetime(line, at, value.replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(line, at, value, day)
    elif value:
        sheet.write_string(line, at, value[:LONGEST_SHEET_TEXT])


def _too_many_rows() -> Refused:
    return Refused(
        "too_many_rows",
        f"A worksheet holds {MOST_SHEET_ROWS:,} rows, and more than that match.",
        what="Not exported.",
        remedy="Narrow the list by a filter, or take the CSV file.",
    )


Writer = Callable[[IO[bytes], Asked[Any]], None]

FORMS: Mapping[str, tuple[Writer, str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""What a list can be exported as."""
