"""Reads the first sheet with anything in it from an XLSX workbook, after weighing the archive.

An XLSX file is a ZIP archive of XML. Both can be made to unpack to far more than they are, so every
entry is unpacked once, counted and thrown away before the workbook is opened.
"""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from upheld.connections.rules.sources import bomb
from upheld.connections.rules.survey import CHUNK, too_big
from upheld.connections.rules.tables import (
    Reading,
    Row,
    Table,
    cell_too_long,
    clean_header,
    empty_file,
    too_many_columns,
    too_many_rows,
)
from upheld.connections.rules.unreadable import Limits, Note, Problem, Unreadable

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    InvalidFileException,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
)
_ERROR_VALUES = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})
_Cell = Any  # openpyxl's read-only cells share no published base class


def weigh_archive(archive: zipfile.ZipFile, limits: Limits, allowed_bytes: int) -> None:
    """Refuse an archive that hides more than it shows.

    Refuses with: too_many_entries, encrypted, bomb, too_big, damaged_archive.
    """
    entries = archive.infolist()
    if len(entries) > limits.archive_entries:
        raise Unreadable(
            "too_many_entries",
            f"The archive holds {len(entries):,} files; at most {limits.archive_entries} are read.",
            "Import the table alone, outside the archive.",
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable(
            "encrypted",
            "The archive is protected by a password.",
            "Save it without a password and import that.",
        )
    spare = allowed_bytes
    for entry in entries:
        spare -= _unpacked_size(archive, entry, limits, spare)


def workbook_table(opened: Callable[[], BinaryIO], limits: Limits, reading: Reading) -> Table:
    """Open a workbook's sheet.

    Refuses with: those of `weigh_archive`, macros, external_links, sheet_missing, empty, no_header,
    too_many_columns, duplicate_header, damaged_workbook; while rows are read also too_many_rows.
    """
    with opened() as stream, zipfile.ZipFile(stream) as archive:
        weigh_archive(archive, limits, limits.workbook_bytes)
        _refuse_active_content(archive)
    sheet, others = _choose_sheet(opened, reading)
    walk = _Sheet(opened, sheet, limits, reading.skip)
    first = walk.first_record()
    header, remarks = clean_header(first[1], limits, first[0])
    if others:
        told = "Only the sheet “{}” is read; left aside: {}.".format(sheet, ", ".join(others))
        remarks.insert(0, Note("other_sheets", told))
    return Table(
        format="xlsx",
        header=header,
        start=lambda: walk.rows(header, after=first[0]),
        remarks=tuple(remarks),
    )


def _unpacked_size(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, spare: int
) -> int:
    # What the archive says about its sizes is the sender's word, so the bytes are counted.
    size, beginning = 0, b""
    try:
        with archive.open(entry) as content:
            while chunk := content.read(CHUNK):
                beginning = beginning or chunk[:4096]
                size += len(chunk)
                if size > limits.expansion_free + limits.expansion * entry.compress_size:
                    raise bomb(limits.expansion)
                if size > spare:
                    raise too_big(spare)
    except (*_BROKEN, NotImplementedError, RuntimeError) as fault:
        raise _damaged(fault) from None
    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
        raise Unreadable(
            "bomb",
            "A part of the workbook declares XML entities, which can unpack without end.",
            "Open it in a spreadsheet program, save it again and import that.",
        )
    return size


def _refuse_active_content(archive: zipfile.ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise Unreadable(
            "macros",
            "The workbook carries macros.",
            "Save it as a plain workbook (.xlsx) and import that.",
        )
    if any("externallinks/" in name for name in names):
        raise Unreadable(
            "external_links",
            "The workbook takes values from other files, so what it shows cannot be relied on.",
            "Paste the values into a new workbook and import that.",
        )


def _choose_sheet(opened: Callable[[], BinaryIO], reading: Reading) -> tuple[str, list[str]]:
    with _workbook(opened) as book:
        visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if reading.sheet is not None and reading.sheet not in visible:
            raise Unreadable(
                "sheet_missing",
                f"There is no sheet called “{reading.sheet}”.",
                "Choose one of: " + ", ".join(visible) + ".",
            )
        filled = [reading.sheet] if reading.sheet else [n for n in visible if _has_cells(book[n])]
        if not filled:
            raise empty_file()
        return filled[0], filled[1:]


def _has_cells(sheet: Any) -> bool:
    sheet.reset_dimensions()
    for _count, cells in zip(range(1000), sheet.iter_rows(), strict=False):
        if any(cell.value is not None for cell in cells):
            return True
    return False


class _workbook:  # noqa: N801 - used as `with _workbook(...)`
    """An openpyxl workbook whose every fault is told as a damaged workbook."""

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        self._stream = opened()

    def __enter__(self) -> Any:
        try:
            self._book = openpyxl.load_workbook(self._stream, read_only=True, keep_links=False)
        except _BROKEN as fault:
            self._stream.close()
            raise _damaged(fault) from None
        return self._book

    def __exit__(self, kind: type[BaseException] | None, fault: object, trace: object) -> None:
        self._book.close()
        self._stream.close()
        if kind is not None and issubclass(kind, _BROKEN):
            raise _damaged(fault) from None


class _Sheet:
    def __init__(
        self, opened: Callable[[], BinaryIO], title: str, limits: Limits, skip: int
    ) -> None:
        self._opened = opened
        self._title = title
        self._limits = limits
        self._skip = skip

    def first_record(self) -> tuple[int, list[str]]:
        with closing(self._records()) as records:
            for number, cells in records:
                if number > self._skip and any(cell.value is not None for cell in cells):
                    names = [_text(cell.value) for cell in cells]
                    while names and not names[-1]:
                        names.pop()
                    return number, names
        raise empty_file()

    def rows(self, header: tuple[str, ...], after: int) -> Iterator[Row]:
        with closing(self._records()) as records:
            for number, cells in records:
                if number > after and any(cell.value is not None for cell in cells):
                    yield self._row(number, header, cells)

    def _records(self) -> Generator[tuple[int, list[_Cell]], None, None]:
        with _workbook(self._opened) as book:
            sheet = book[self._title]
            # The size a sheet claims may be a million empty rows; what is there is what counts.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                if number > self._limits.rows + 1 + self._skip:
                    raise too_many_rows(self._limits.rows)
                yield number, list(cells)

    def _row(self, number: int, header: tuple[str, ...], cells: list[_Cell]) -> Row:
        width = len(header)
        if len(cells) > self._limits.columns:
            raise too_many_columns(len(cells), self._limits.columns, number)
        texts = [_text(cell.value) for cell in cells]
        texts += [""] * (width - len(texts))
        problems = list(self._problems(header, cells, texts))
        return Row(number, number, header, texts[:width], tuple(problems))

    def _problems(
        self, header: tuple[str, ...], cells: list[_Cell], texts: list[str]
    ) -> Iterable[Problem]:
        if any(texts[len(header) :]):
            yield Problem(
                "too_many_fields",
                f"The row has cells beyond the last of the {len(header)} named columns.",
                "Name the column, or empty these cells.",
            )
        for name, cell, text in zip(header, cells, texts, strict=False):
            if cell.data_type == "f":
                yield _formula(name)
            elif cell.data_type == "e" or (cell.data_type != "s" and text in _ERROR_VALUES):
                yield Problem("error_value", f"The cell shows {text}.", "Correct it.", name)
            elif len(text) > self._limits.cell_chars:
                yield cell_too_long(name, self._limits.cell_chars)


def _text(value: object) -> str:
    """A cell's value as a CSV export would write it: ISO dates, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    # str() of dates, times and moments is their ISO form, with a blank between day and hour.
    return str(value)


def _formula(column: str) -> Problem:
    return Problem(
        "formula",
        "The cell holds a formula; its result depends on the program that opens it.",
        "Paste the values in its place and import the file again.",
        column,
    )


def _damaged(fault: object) -> Unreadable:
    if isinstance(fault, Unreadable):
        return fault
    return Unreadable(
        "damaged_workbook",
        f"The workbook cannot be read: it is damaged or cut off ({type(fault).__name__}).",
        "Open it in a spreadsheet program, save it again and import that.",
    )
