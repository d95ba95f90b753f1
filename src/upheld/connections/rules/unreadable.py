"""What is said about another system's file: why it is refused, what is wrong with a row."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):  # noqa: N818 - it names a state of the file, not a fault of ours
    """The file as a whole cannot be read, so nothing of it has been taken in.

    `code` is stable and meant for programs, `reason` and `remedy` are sentences for a person,
    `row` is the record number in the source where one row is to blame.
    """

    def __init__(self, code: str, reason: str, remedy: str, row: int | None = None) -> None:
        self.code = code
        self.reason = reason
        self.remedy = remedy
        self.row = row
        where = "" if row is None else f" (row {row})"
        super().__init__(f"{reason}{where} {remedy}")

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str, int | None]]:
        return type(self), (self.code, self.reason, self.remedy, self.row)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row is not taken in; `column` is the source's own name for it, if one is to blame."""

    code: str
    reason: str
    remedy: str = ""
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling about a row or a file that is taken in all the same."""

    code: str
    text: str
    column: str | None = None

    @property
    def counted_as(self) -> str:
        """What reports count it under: an empty account and an empty date are two matters."""
        return self.code if self.column is None else f"{self.code}: {self.column}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's file we are prepared to hold or to walk through.

    Sizes are bytes, `cell_chars` is characters. `packed_bytes` is what arrives, `expanded_bytes`
    what it unpacks to, `expansion` the times by which it may grow once past `expansion_free`.
    """

    rows: int = 2_000_000
    columns: int = 1_000
    cell_chars: int = 100_000
    line_bytes: int = 1_000_000
    packed_bytes: int = 500_000_000
    expanded_bytes: int = 2_000_000_000
    expansion: int = 200
    expansion_free: int = 10_000_000
    archive_entries: int = 500
    workbook_bytes: int = 200_000_000
    lookup_rows: int = 500_000
