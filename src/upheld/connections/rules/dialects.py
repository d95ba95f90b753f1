"""How a text table separates and quotes its cells, told from its first records."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO

DELIMITERS = (",", ";", "\t", "|")
# These occur inside times and names, so they are tried only where none of the usual ones fits.
RARE_DELIMITERS = ("\x1f", "^", ":")
QUOTES = ('"', "'")
_RECORDS_TRIED = 60
_GOOD_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Dialect:
    """`escape` is a character that stands before a quote inside a cell, where it is not doubled."""

    delimiter: str
    quote: str
    escape: str | None = None


def dialect_of(sample: str, *, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """Find the dialect in the beginning of a table; what is given stays as given.

    Every pairing of delimiter and quote reads the sample; the one wins whose records agree with
    the header in their number of cells, more cells before fewer. A table of one column has no
    delimiter to find, and is read with a comma.
    """
    quotes = (quote,) if quote else _quotes_in(sample)
    best = Dialect(delimiter or ",", quotes[0])
    for group in ((delimiter,),) if delimiter else (DELIMITERS, RARE_DELIMITERS):
        tried = [best, *(Dialect(one, mark) for mark in quotes for one in group)]
        best = max(tried, key=lambda dialect: _agreement(sample, dialect))
        if _agreement(sample, best)[0] >= _GOOD_ENOUGH:
            break
    return Dialect(best.delimiter, best.quote, _escape_in(sample, best))


def records(sample: str, dialect: Dialect) -> Iterator[list[str]]:
    try:
        yield from _reader(sample, dialect, strict=False)
    except csv.Error:
        return


def _reader(sample: str, dialect: Dialect, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(
        StringIO(sample, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        strict=strict,
    )


def _agreement(sample: str, dialect: Dialect) -> tuple[float, int]:
    widths = []
    for record in records(sample, dialect):
        if record:
            widths.append(len(record))
        if len(widths) > _RECORDS_TRIED:
            break
    # The sample's last record is cut where the sample ends and says nothing.
    body = widths[1:-1] if len(widths) > 2 else widths[1:]  # noqa: PLR2004
    header = widths[0] if widths else 0
    if header < 2:  # noqa: PLR2004 - a header in one piece was not separated by this
        return 0.0, 0
    agreeing = Counter(body)[header]
    share = (agreeing + 1) / (len(body) + 1)
    return share, header


def _quotes_in(sample: str) -> tuple[str, ...]:
    """Try the single quote only where cells begin with it, since it is an apostrophe elsewhere."""
    first_line = sample.lstrip("\r\n").splitlines()[0] if sample.strip() else ""
    return ("'", '"') if first_line.startswith("'") and '"' not in first_line else ('"',)


def _escape_in(sample: str, plain: Dialect) -> str | None:
    """A backslash before a quote may be an escape, or the last sign of a path in a quoted cell; it
    is taken for an escape only where the sample reads with fewer faults so.
    """
    if f"\\{plain.quote}" not in sample:
        return None
    escaped = replace(plain, escape="\\")
    return "\\" if _faults(sample, escaped) < _faults(sample, plain) else None


def _faults(sample: str, dialect: Dialect) -> int:
    reader = _reader(sample, dialect, strict=True)
    widths: list[int] = []
    faults = 0
    while len(widths) + faults < _RECORDS_TRIED * 10:
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error:
            faults += 1
        else:
            widths.append(len(record))
    return faults + sum(width not in (0, widths[0]) for width in widths)
