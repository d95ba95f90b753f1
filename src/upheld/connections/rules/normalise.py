"""Makes typed records of a table's rows under a mapping; what cannot be read is refused by row."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from upheld.connections.rules.columns import Extras, Plan
from upheld.connections.rules.decisions import Decisions, decide, undecided_columns
from upheld.connections.rules.kinds import fields_of
from upheld.connections.rules.lookups import JoinedTable
from upheld.connections.rules.mapping import ColumnMapping, Use, check
from upheld.connections.rules.outcome import Outcome, Refusal, repeated_row
from upheld.connections.rules.records import RECORDS, Record, SourceId
from upheld.connections.rules.tables import Row, Table
from upheld.connections.rules.unparsable import Unparsable
from upheld.connections.rules.unreadable import Limits, Note, Problem, Unreadable


@dataclass(slots=True)
class Import:
    """One table under one mapping, ready to be walked. `outcome` is complete after the walk.

    Making it decides how dates and numbers are written and refuses with `Unreadable` where a column
    leaves that open (dates_ambiguous, dates_mixed, numbers_ambiguous, marks_mixed), and with
    `MappingFault` where the mapping does not fit the file (columns_missing and those of `check`).
    """

    table: Table
    mapping: ColumnMapping
    limits: Limits = field(default_factory=Limits)
    outcome: Outcome = field(default_factory=Outcome)
    joined: JoinedTable = field(init=False)
    decided: Decisions = field(init=False)
    plan: Plan = field(init=False)
    extras: Extras = field(init=False)
    constants: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        check(self.mapping)
        self.joined = JoinedTable(self.table, self.mapping, self.limits)
        self.decided = self._decide()
        header, own = self.joined.header, self.joined.own
        self.plan = Plan(header, self.mapping, self.decided)
        self.extras = Extras(header, self.mapping, self.decided, own)
        self.constants = _constants(self.mapping)
        self.outcome.about_file += self.table.remarks

    def rows(self) -> Iterator[tuple[Row, list[object]] | Refusal]:
        """Walk the rows, each with the values of `plan.fields`, or refused."""
        plan, outcome = self.plan, self.outcome
        for row in self.joined.rows():
            outcome.rows += 1
            if row.problems:
                yield outcome.refuse(_refusal(row, row.problems))
                continue
            try:
                values = plan.read(row.cells)
            except Unparsable:
                yield outcome.refuse(_refusal(row, plan.problems(row.cells)))
                continue
            if plan.lacks_something(values):
                yield outcome.refuse(_refusal(row, plan.problems(row.cells)))
                continue
            yield row, values
        self._tell_about_lookups()

    def records(self) -> Iterator[Record | Refusal]:
        """Make a record of each row (for every kind but ticket-events, see `ticket_histories`)."""
        known = _Known()
        for found in self.rows():
            if isinstance(found, Refusal):
                yield found
                continue
            row, values = found
            named = {**self.constants, **dict(zip(self.plan.fields, values, strict=True))}
            yield from self._record(row, named, known)

    def _record(self, row: Row, named: dict[str, Any], known: _Known) -> Iterator[Record | Refusal]:
        key = source_key(self.mapping, named)
        if key is None:
            key = known.by_content(row)
        elif (earlier := known.again(key, row)) is not None:
            number, same = earlier
            repeat = repeated_row(number) if same else _repeated(key, number)
            yield self.outcome.refuse(_refusal(row, [repeat]))
            return
        named.pop("source_id", None)
        if problem := _complete(self.mapping.kind, named):
            yield self.outcome.refuse(_refusal(row, [problem]))
            return
        notes = self.plan.notes(row.cells)
        self.outcome.tell(notes, row.number)
        self.outcome.records += 1
        yield self.build(key, row.number, named, self.extras.read(row.cells), notes)

    def build(
        self,
        key: str,
        row: int,
        named: Mapping[str, Any],
        extra: Mapping[str, str],
        notes: Sequence[Note],
    ) -> Record:
        kind = RECORDS[self.mapping.kind]
        given = dict(named)
        if "currency" in {one.name for one in fields(kind)}:
            given["currency"] = self.mapping.currency
        return kind(
            source=SourceId(self.mapping.system, key),
            row=row,
            extra=extra,
            notes=tuple(notes),
            **given,
        )

    def _decide(self) -> Decisions:
        if not undecided_columns(self.mapping):
            return Decisions()
        rows = (row.cells for row in self.joined.rows() if not row.problems)
        decided = decide(self.joined.header, rows, self.mapping)
        if decided.problems:
            first = decided.problems[0]
            told = " ".join(f"Column “{one.column}”: {one.reason}" for one in decided.problems)
            raise Unreadable(first.code, told, first.remedy)
        return decided

    def _tell_about_lookups(self) -> None:
        joined, about = self.joined, self.outcome.about_file
        for name, count in joined.unreferenced.items():
            if count:
                told = f"{count:,} of {joined.looked_up[name]:,} records of “{name}” have no row."
                about.append(Note("without_rows", told))
        for name, count in joined.set_aside.items():
            about.append(Note("set_aside", f"{count:,} records of “{name}” were left aside."))


def source_key(mapping: ColumnMapping, named: Mapping[str, object]) -> str | None:
    """Answer the name of a record in its own system, or None where only its content names it."""
    given = named.get("source_id")
    if given is not None:
        return str(given)
    if not mapping.identity:
        return None
    return "|".join(in_one_form(named.get(name)) for name in mapping.identity)


def in_one_form(value: object) -> str:
    """Write a value the same way whatever form it had in the file."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def digest(cells: Sequence[str]) -> str:
    """Name a row by its content: 128 bits, so that two rows never share a name by accident."""
    joined = "".join(f"{len(cell)}:{cell}" for cell in cells)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Known:
    """Which records have occurred: by their key, or as how many equal rows."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[int, str]] = {}
        self._equal: Counter[str] = Counter()

    def by_content(self, row: Row) -> str:
        # Two equal lines of a bill are two charges, so the second has a name of its own; the names
        # come out alike when the file is imported again.
        content = digest(row.cells)
        self._equal[content] += 1
        return f"{content}#{self._equal[content]}"

    def again(self, key: str, row: Row) -> tuple[int, bool] | None:
        content = digest(row.cells)
        number, before = self._rows.setdefault(key, (row.number, content))
        return None if number == row.number else (number, before == content)


def _constants(mapping: ColumnMapping) -> dict[str, object]:
    if not mapping.constants:
        return {}
    names = list(mapping.constants)
    uses = tuple(Use(field=name, column=name) for name in names)
    alone = ColumnMapping(
        name="", title="", kind=mapping.kind, system="", uses=uses, zone=mapping.zone,
        currency=mapping.currency,
    )  # fmt: skip
    values = Plan(names, alone, Decisions()).read([mapping.constants[name] for name in names])
    return dict(zip(names, values, strict=True))


def _complete(kind: str, named: dict[str, Any]) -> Problem | None:
    """Make a name of its parts where a record needs one; answer what is missing."""
    if "given_name" not in fields_of(kind) or named.get("name"):
        return None
    parts = (named.get("given_name"), named.get("family_name"))
    named["name"] = " ".join(part for part in parts if part)
    if named["name"]:
        return None
    return Problem("missing", "The row names nobody.", "Map a column with a name.", None)


def _repeated(key: str, number: int) -> Problem:
    return Problem(
        "source_id_repeated",
        f"Row {number} has the same identity, {key}, but says something else.",
        "Keep the one that is right.",
        None,
    )


def _refusal(row: Row, problems: Sequence[Problem]) -> Refusal:
    return Refusal(row.number, row.line, tuple(problems), tuple(row.cells))
