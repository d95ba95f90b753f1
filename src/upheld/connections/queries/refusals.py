"""Refused rows, as a file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from upheld.connections.models import ImportRefusal, ImportRun

HEADING = ("row", "code", "reason", "what the row said")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def refusals_of(run: ImportRun) -> Iterator[ImportRefusal]:
    """Walk the refused rows of an import in the order of the file."""
    rows = ImportRefusal.objects.filter(run=run).order_by("row", "pk")
    yield from rows.iterator(chunk_size=2000)


def refusals_as_csv(refusals: Iterable[Any], *, heading: bool = True) -> Iterator[str]:
    """Write refused rows as CSV, a line at a time; cells that could be formulas are made text."""
    line = io.StringIO()
    writer = csv.writer(line)
    if heading:
        writer.writerow(HEADING)
    for one in refusals:
        said = "" if one.cells is None else json.dumps(one.cells, ensure_ascii=False)
        writer.writerow([one.row, one.code, as_text(one.reason), as_text(said)])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def as_text(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell
