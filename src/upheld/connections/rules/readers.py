"""Opens any table that a person hands over, deciding by what is in the file, never by its name."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from upheld.connections.rules.delimited import delimited_table
from upheld.connections.rules.json_tables import json_table
from upheld.connections.rules.sources import GZIP_MARK, RawReading, Source, unpacked
from upheld.connections.rules.storable import is_storable, storable
from upheld.connections.rules.survey import CHUNK, Survey, look_through
from upheld.connections.rules.tables import Reading, Table, empty_file
from upheld.connections.rules.unreadable import Limits, Unreadable
from upheld.connections.rules.workbooks import weigh_archive, workbook_table

_ZIP_MARK = b"PK\x03\x04"
_KNOWN_OTHERS = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls, .doc or .msg)"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
)
_MARKUP = (
    (b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<svg", "an SVG image"),
    (b"<?xml", "an XML file"),
)  # fmt: skip
# What the standard library says of archives that were changed or made by hand.
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, struct.error,
    zlib.error,
)  # fmt: skip
_NOT_TABLES_IN_ZIP = ("word/", "ppt/", "mimetype", "META-INF/")


def open_table(
    given: str | os.PathLike[str] | IO[bytes],
    limits: Limits | None = None,
    reading: Reading | None = None,
) -> Table:
    """Open a CSV, XLSX or JSON table, perhaps inside gzip or alone inside a ZIP archive.

    The whole file is walked through once before this returns, within `limits`, so that damage is
    told before any row is taken. Use the answer as a context manager. What the path itself cannot
    do (missing, forbidden) stays an OSError. Raises `Unreadable` with one
    of: empty, no_header, duplicate_header, too_many_columns, too_many_rows, binary, encoding,
    not_a_table, wrong_kind, nested, several_files, damaged_gzip, damaged_archive,
    damaged_workbook, damaged_json, encrypted, macros, external_links, sheet_missing, several_lists,
    too_many_entries, too_big, line_too_long, bomb.
    """
    limits, reading = limits or Limits(), reading or Reading()
    source = Source(given, limits)
    try:
        table = _open(source, limits, reading)
        _require_plain_names(table)
    except BaseException:
        source.close()
        raise
    table.closing.append(source.close)
    return table


def _require_plain_names(table: Table) -> None:
    for name in table.header:
        if not is_storable(name):
            raise Unreadable(
                "encoding",
                f"The name of a column holds signs that are no text: “{storable(name)}”.",
                "Correct the name of the column and export again.",
            )  # fmt: skip


def _open(source: Source, limits: Limits, reading: Reading) -> Table:
    head, survey = _look(source.open, limits)
    if not head:
        raise empty_file()
    if head.startswith(_ZIP_MARK):
        return _zipped(source, limits, reading)
    if not head.startswith(GZIP_MARK):
        return _plain(source.open, cast("Survey", survey), limits, reading)

    def inside() -> BinaryIO:
        return unpacked(source.open, limits)

    survey = _walk(inside, limits)
    if survey.head.startswith((GZIP_MARK, _ZIP_MARK)):
        raise _nested()
    table = _plain(inside, survey, limits, reading)
    table.packed = "gzip"
    return table


def _look(opened: Callable[[], BinaryIO], limits: Limits) -> tuple[bytes, Survey | None]:
    """Look at the first bytes; text is surveyed in the same walk, since a stream has only one."""
    stream = opened()
    try:
        head = stream.read(CHUNK)
        if head.startswith((GZIP_MARK, _ZIP_MARK)):
            while stream.read(CHUNK):
                pass
            return head, None
        survey = Survey(limits)
        survey.feed(head)
        while chunk := stream.read(CHUNK):
            survey.feed(chunk)
        survey.finish()
    finally:
        stream.close()
    return head, survey


def _walk(opened: Callable[[], BinaryIO], limits: Limits) -> Survey:
    with opened() as stream:
        return look_through(stream, limits)


def _plain(
    opened: Callable[[], BinaryIO], survey: Survey, limits: Limits, reading: Reading
) -> Table:
    if not survey.head:
        raise empty_file()
    _refuse_other_kinds(survey.head)
    if survey.json:
        return json_table(opened, survey, limits)
    return delimited_table(opened, survey, limits, reading)


def _zipped(source: Source, limits: Limits, reading: Reading) -> Table:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return workbook_table(source.open, limits, reading)
            member = _only_table(names)
            weigh_archive(archive, limits, limits.expanded_bytes)
    except _BROKEN_ARCHIVE as fault:
        raise _damaged_archive(str(fault)) from None

    def inside() -> BinaryIO:
        return cast("BinaryIO", io.BufferedReader(_Member(source.open(), member)))

    survey = _walk(inside, limits)
    if survey.head.startswith((GZIP_MARK, _ZIP_MARK)):
        raise _nested()
    table = _plain(inside, survey, limits, reading)
    table.packed = "zip"
    return table


class _Member(RawReading):
    """Reads one file of an archive, and closes the archive with itself."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._archive = zipfile.ZipFile(stream)
        self._content = self._archive.open(name)

    def take(self, size: int) -> bytes:
        try:
            return self._content.read(size)
        except _BROKEN_ARCHIVE as fault:
            raise _damaged_archive(str(fault)) from None

    def close(self) -> None:
        self._content.close()
        self._archive.close()
        self._stream.close()
        super().close()


def _only_table(names: list[str]) -> str:
    if any(name.startswith(_NOT_TABLES_IN_ZIP) for name in names):
        raise _wrong_kind("a document or a program in a ZIP archive")
    files = [name for name in names if not name.endswith("/") and "__MACOSX" not in name]
    if not files:
        raise empty_file()
    if len(files) > 1:
        raise Unreadable(
            "several_files",
            f"The archive holds {len(files)} files, so it is unclear which one is meant.",
            "Unpack it and import the files one after the other.",
        )
    return files[0]


def _refuse_other_kinds(head: bytes) -> None:
    for mark, kind in _KNOWN_OTHERS:
        if head.startswith(mark):
            raise _wrong_kind(kind)
    beginning = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in _MARKUP:
        if beginning.startswith(mark):
            raise _wrong_kind(kind)


def _wrong_kind(kind: str) -> Unreadable:
    return Unreadable(
        "wrong_kind",
        f"The file is {kind}, whatever its name says; tables are read from CSV, XLSX and JSON.",
        "Export the table as CSV, XLSX or JSON and import that.",
    )


def _nested() -> Unreadable:
    return Unreadable(
        "nested",
        "The compressed file holds another compressed file.",
        "Unpack the outer one and import what is inside.",
    )


def _damaged_archive(why: str) -> Unreadable:
    return Unreadable(
        "damaged_archive",
        f"The archive is damaged or cut off ({why}), so nothing of it was taken in.",
        "Export or copy it again.",
    )
