"""What came of reading a file: counts, refused rows, notes, in a form that a report can show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from upheld.connections.rules.unreadable import Note, Problem

ROWS_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken in, with everything that is wrong with it. `line` is in the text."""

    row: int
    line: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """`rows` were read, `records` made of them, `refused` were not taken in (counted by code).

    A row that repeats an earlier one to the letter is refused as duplicate_row, so that the counts
    add up. `notes` counts what was told about rows taken in, by code and column; `rows_by_code`
    names the first thousand row numbers of each. `about_file` is about the file as a whole.
    """

    rows: int = 0
    records: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refused_rows: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    rows_by_code: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    about_file: list[Note] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> Refusal:
        self.refused_rows += 1
        for code in dict.fromkeys(problem.code for problem in refusal.problems):
            self.refused[code] += 1
            self._name(code, refusal.row)
        return refusal

    def tell(self, notes: Iterable[Note], row: int) -> None:
        for note in notes:
            self.notes[note.counted_as] += 1
            self._name(note.counted_as, row)

    def _name(self, code: str, row: int) -> None:
        if len(self.rows_by_code[code]) < ROWS_NAMED:
            self.rows_by_code[code].append(row)


def repeated_row(number: int) -> Problem:
    return Problem(
        "duplicate_row",
        f"The row repeats row {number} to the letter, so it was left out.",
        "Nothing needs doing if it is a slip of the export.",
    )
