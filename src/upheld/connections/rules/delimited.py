"""Reads text tables: cells between delimiters, perhaps quoted, one record after the other."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from upheld.connections.rules.dialects import Dialect, dialect_of
from upheld.connections.rules.encodings import encoding_of, prove
from upheld.connections.rules.survey import Survey, line_too_long
from upheld.connections.rules.tables import (
    Reading,
    Row,
    Table,
    cell_too_long,
    clean_header,
    empty_file,
    too_many_rows,
)
from upheld.connections.rules.unreadable import Limits, Note, Problem, Unreadable


def delimited_table(
    opened: Callable[[], BinaryIO], survey: Survey, limits: Limits, reading: Reading
) -> Table:
    """Open a text table that has been surveyed.

    Refuses with: binary, empty, encoding, no_header, too_many_columns, duplicate_header,
    line_too_long, unclosed_quote; while rows are read also too_many_rows.
    """
    found = encoding_of(survey) if reading.encoding is None else None
    encoding = found.name if found else str(reading.encoding)
    sample = _sample(survey.head, encoding)
    if not sample.strip("\ufeff\r\n\t \0"):
        raise empty_file()
    if not (survey.utf8 and encoding in {"utf-8", "utf-8-sig"}):
        prove(opened, encoding)
    dialect = dialect_of(sample, delimiter=reading.delimiter, quote=reading.quote)
    text = _Text(opened, encoding, dialect, survey, limits, reading.skip)
    header, remarks = text.header()
    if found and not found.certain:
        told = f"The encoding is taken to be {encoding}: {found.why}."
        remarks = [Note("encoding_guessed", told), *remarks]
    return Table(
        format="csv",
        header=header,
        start=lambda: text.rows(header),
        encoding=encoding,
        encoding_certain=found.certain if found else True,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        remarks=tuple(remarks),
        rows_expected=max(0, survey.lines - 1 - reading.skip),
    )


@dataclass(slots=True)
class _Text:
    opened: Callable[[], BinaryIO]
    encoding: str
    dialect: Dialect
    survey: Survey
    limits: Limits
    skip: int

    def header(self) -> tuple[tuple[str, ...], list[Note]]:
        with closing(self._records()) as records:
            first = next(records, None)
        if first is None:
            raise empty_file()
        number, _line, cells, problem = first
        if problem is not None:
            raise Unreadable(problem.code, problem.reason, problem.remedy, number)
        return clean_header(cells, self.limits, number)

    def rows(self, header: tuple[str, ...]) -> Iterator[Row]:
        with closing(self._records()) as records:
            next(records, None)
            yield from self._judged(header, records)

    def _judged(self, header: tuple[str, ...], records: _Records) -> Iterator[Row]:
        width, limits = len(header), self.limits
        longest = limits.cell_chars
        for seen, (number, line, cells, problem) in enumerate(records, start=1):
            if seen > limits.rows:
                raise too_many_rows(limits.rows)
            if problem is not None:
                yield Row(number, line, header, cells, (problem,))
            elif len(cells) != width:
                yield Row(number, line, header, cells, (self._wrong_width(cells, width, records),))
            elif max(map(len, cells)) > longest:
                yield Row(number, line, header, cells, _too_long(header, cells, longest))
            else:
                yield Row(number, line, header, cells)

    def _wrong_width(self, cells: list[str], width: int, records: _Records) -> Problem:
        if len(cells) > width:
            return Problem(
                "too_many_fields",
                f"The row has {len(cells)} cells, but there are only {width} columns.",
                "Quote the cell that holds the delimiter.",
            )
        if records.ended and not self.survey.ends_with_line_end:
            return _cut_off(f"The file ends inside this row, after {len(cells)} of {width} cells.")
        return Problem(
            "too_few_fields",
            f"The row has {len(cells)} of {width} cells, so it is unclear which ones are missing.",
            "Export it again with every cell present.",
        )

    def _records(self) -> _Records:
        return _Records(self.opened(), self.encoding, self.dialect, self.limits, self.skip)


class _Records:
    """Walks the records, each as (number, first line, cells, problem), blank ones passed over."""

    def __init__(
        self, stream: BinaryIO, encoding: str, dialect: Dialect, limits: Limits, skip: int
    ) -> None:
        self._lines = _Lines(stream, encoding, limits.line_bytes)
        # The C reader has one limit for all; ours is applied to each row afterwards, so it must
        # never be the tighter of the two.
        csv.field_size_limit(max(csv.field_size_limit(), limits.line_bytes + 1))
        self._reader = csv.reader(
            self._lines,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            escapechar=dialect.escape,
            doublequote=dialect.escape is None,
            strict=True,
        )
        self.number = 0
        self._skip = skip
        self._walk = self._records()

    @property
    def ended(self) -> bool:
        return self._lines.exhausted()

    def close(self) -> None:
        self._lines.close()

    def __iter__(self) -> Iterator[tuple[int, int, list[str], Problem | None]]:
        return self._walk

    def __next__(self) -> tuple[int, int, list[str], Problem | None]:
        return next(self._walk)

    def _records(self) -> Iterator[tuple[int, int, list[str], Problem | None]]:
        lines, reader = self._lines, self._reader
        while True:
            first = lines.number + 1
            lines.begin_record(self.number + 1)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                self.number += 1
                yield self.number, first, [], self._misquoted(fault, first)
                continue
            self.number += 1
            if not cells or self.number <= self._skip:
                continue
            problem = _nul() if lines.nul else None
            yield self.number, first, cells, problem

    def _misquoted(self, fault: csv.Error, first: int) -> Problem:
        if "end of data" in str(fault):
            return _cut_off(
                "A quotation mark opens here and is not closed before the file ends"
                f" (lines {first} to {self._lines.number})."
            )
        return Problem(
            "bad_quoting",
            "Something follows a closing quotation mark before the next delimiter.",
            "Double the quotation marks that belong to the text.",
        )


class _Lines:
    """Lines of bounded length. A NUL is remembered for the record's sake, and left in the text."""

    def __init__(self, stream: BinaryIO, encoding: str, longest: int) -> None:
        self._text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        self._longest = longest
        self._room = longest
        self._record = 1
        self._ahead: str | None = None
        self.number = 0
        self.nul = False

    def begin_record(self, record: int) -> None:
        self._room = self._longest
        self._record = record
        self.nul = False

    def exhausted(self) -> bool:
        if self._ahead is None:
            self._ahead = self._text.readline(self._longest + 1)
        return not self._ahead

    def close(self) -> None:
        self._text.close()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._next_line()
        if not line:
            self._ahead = ""
            raise StopIteration
        self.number += 1
        self._room -= len(line)
        if self._room < 0:
            raise line_too_long(self._longest, self._record)
        if "\0" in line:
            self.nul = True
        return line

    def _next_line(self) -> str:
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
            return line
        return self._text.readline(self._room + 1)


def _sample(head: bytes, encoding: str) -> str:
    try:
        return head.decode(encoding, errors="ignore")
    except LookupError:
        raise Unreadable(
            "encoding",
            f"There is no encoding called “{encoding}”.",
            "Name one such as utf-8, cp1252, mac_roman or utf-16, or leave it to be found out.",
        ) from None


def _too_long(header: tuple[str, ...], cells: list[str], allowed: int) -> tuple[Problem, ...]:
    return tuple(
        cell_too_long(name, allowed)
        for name, cell in zip(header, cells, strict=True)
        if len(cell) > allowed
    )


def _nul() -> Problem:
    return Problem(
        "nul",
        "The row holds a NUL character, which no text has.",
        "Look at this row in the source; it is probably damaged.",
    )


def _cut_off(reason: str) -> Problem:
    return Problem("cut_off", reason, "Export the file again; its end is missing.")
