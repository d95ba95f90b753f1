"""Sorts more rows than memory should hold: runs on disk, merged while they are read.

Rows are kept as lists of text whose repeats share one string; what a run may weigh is bounded.
"""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple, Self


class Placed(NamedTuple):
    """A row and its place: by `group`, then `moment` (any whole number), `revision`, `number`."""

    group: str
    moment: int
    revision: int
    number: int
    line: int
    cells: Sequence[str]


class DiskSort:
    """Takes rows in any order, hands them out in theirs. Use as a context manager.

    At most `rows_held` rows and about `text_held` characters stand in memory at a time.
    """

    def __init__(self, rows_held: int = 200_000, text_held: int = 60_000_000) -> None:
        self._rows_held = rows_held
        self._text_held = text_held
        self._rows: list[Placed] = []
        self._shared: dict[str, str] = {}
        self._text = 0
        self._runs: list[IO[str]] = []

    @property
    def runs_on_disk(self) -> int:
        return len(self._runs)

    def add(self, placed: Placed) -> None:
        shared, before = self._shared, len(self._shared)
        held = [shared.setdefault(cell, cell) for cell in placed.cells]
        if len(shared) != before:
            self._text += sum(map(len, held))
        self._rows.append(placed._replace(cells=held))
        if len(self._rows) >= self._rows_held or self._text >= self._text_held:
            self._spill()

    def __iter__(self) -> Iterator[Placed]:
        self._rows.sort(key=_place)
        if not self._runs:
            yield from self._rows
            return
        yield from heapq.merge(*map(_read, self._runs), self._rows, key=_place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        while self._runs:
            self._runs.pop().close()

    def _spill(self) -> None:
        self._rows.sort(key=_place)
        run = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed on exit
        self._runs.append(run)
        for row in self._rows:
            run.write(json.dumps(row))
            run.write("\n")
        self._rows, self._shared, self._text = [], {}, 0


def _place(row: Placed) -> tuple[str, int, int, int]:
    return row[:4]


def _read(run: IO[str]) -> Iterator[Placed]:
    run.seek(0)
    for line in run:
        yield Placed(*json.loads(line))
