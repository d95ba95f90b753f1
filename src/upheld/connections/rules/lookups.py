"""Brings together records of one file that refer to each other, as dumps of databases have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from upheld.connections.rules.mapping import ColumnMapping, Lookup, MappingFault
from upheld.connections.rules.tables import Row, Table
from upheld.connections.rules.unreadable import Limits, Problem, Unreadable

Known = dict[str, Sequence[str]]


@dataclass(slots=True)
class JoinedTable:
    """A table's rows that the mapping selects, with the columns that its lookups add.

    `own` counts the source's own columns at the front of `header`. After a walk, `set_aside` counts
    the rows that are neither selected nor looked up, and `unreferenced` the records of each lookup
    to which no row referred.
    """

    table: Table
    mapping: ColumnMapping
    limits: Limits = field(default_factory=Limits)
    header: tuple[str, ...] = ()
    own: int = 0
    looked_up: Counter[str] = field(default_factory=Counter)
    unreferenced: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    _known: dict[str, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = len(self.table.header)
        added = (f"{one.name}/{name}" for one in self.mapping.lookups for name in self.table.header)
        self.header = (*self.table.header, *added)
        missing = sorted(self.mapping.columns_of_source() - set(self.table.header))
        if missing:
            raise MappingFault(
                "columns_missing",
                "The file lacks columns that the mapping reads.",
                ", ".join(missing),
            )
        if self.mapping.lookups:
            self._collect()

    def rows(self) -> Iterator[Row]:
        if not self.mapping.select and not self.mapping.lookups:
            yield from self.table.rows()
            return
        self.set_aside.clear()
        unseen = {name: set(known) for name, known in self._known.items()}
        selected = _test(self.table.header, dict(self.mapping.select or {}))
        wanted = [_test(self.table.header, dict(one.among)) for one in self.mapping.lookups]
        first = next(iter(self.mapping.select or {}), self.table.header[0])
        place = self.table.header.index(first)
        for row in self.table.rows():
            if row.problems or selected(row.cells):
                yield self._joined(row, unseen)
            elif not any(test(row.cells) for test in wanted):
                self.set_aside[row.cells[place]] += 1
        self.unreferenced = Counter({name: len(keys) for name, keys in unseen.items()})

    def _joined(self, row: Row, unseen: dict[str, set[str]]) -> Row:
        cells, problems = list(row.cells), list(row.problems)
        for lookup in self.mapping.lookups:
            key = cells[self._place(lookup)] if not problems else ""
            found = self._known[lookup.name].get(key)
            if found is None and key:
                problems.append(_not_found(lookup, key))
            unseen[lookup.name].discard(key)
            cells += found if found is not None else [""] * self.own
        return Row(row.number, row.line, self.header, cells, tuple(problems))

    def _place(self, lookup: Lookup) -> int:
        return self.header.index(lookup.column)

    def _collect(self) -> None:
        header = self.table.header
        tests = [
            (one, _test(header, dict(one.among)), header.index(one.key))
            for one in self.mapping.lookups
        ]
        self._known = {one.name: {} for one in self.mapping.lookups}
        held = 0
        for row in self.table.rows():
            for lookup, test, place in tests:
                if not row.problems and test(row.cells):
                    self._keep(lookup, row, row.cells[place])
                    held += 1
            if held > self.limits.lookup_rows:
                raise _too_many(self.limits.lookup_rows)
        self.looked_up = Counter({name: len(known) for name, known in self._known.items()})

    def _keep(self, lookup: Lookup, row: Row, key: str) -> None:
        known = self._known[lookup.name]
        if key in known:
            raise Unreadable(
                "key_repeated",
                f"Two records of “{lookup.name}” have the key {key}, so references to it are"
                " unclear.",
                "Correct the source.",
                row.number,
            )
        known[key] = row.cells


class _test:  # noqa: N801 - used as a function
    """Says whether cells equal what is asked of them."""

    def __init__(self, header: Sequence[str], wanted: dict[str, str]) -> None:
        self._wanted = [(header.index(name), text) for name, text in wanted.items()]

    def __call__(self, cells: Sequence[str]) -> bool:
        return all(cells[place] == text for place, text in self._wanted)


def _not_found(lookup: Lookup, key: str) -> Problem:
    return Problem(
        "reference_not_found",
        f"The row refers to “{key}”, which is not among the records of “{lookup.name}”.",
        "Export both together.",
        lookup.column,
    )


def _too_many(allowed: int) -> Unreadable:
    return Unreadable(
        "too_many_rows",
        f"More than {allowed:,} records are referred to from others.",
        "Export a shorter period.",
    )
