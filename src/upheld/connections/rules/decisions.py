"""Decides, over whole columns, how dates and numbers are written in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from upheld.connections.rules.amounts import MarkEvidence
from upheld.connections.rules.kinds import Type, fields_of
from upheld.connections.rules.mapping import ColumnMapping, Use
from upheld.connections.rules.moments import OrderEvidence
from upheld.connections.rules.unparsable import Unparsable, shortened
from upheld.connections.rules.unreadable import Problem

_DATES = frozenset({Type.MOMENT, Type.DAY})
_NUMBERS = frozenset({Type.WHOLE, Type.MONEY, Type.EFFORT})
_REMEMBERED = 50_000


@dataclass(slots=True)
class Decisions:
    """The order of dates and the decimal mark of each column, and what could not be decided."""

    orders: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def order(self, use: Use) -> str:
        return use.order or self.orders.get(use.column, "ymd")

    def mark(self, use: Use) -> str:
        return use.decimal or self.marks.get(use.column, ".")


def undecided_columns(mapping: ColumnMapping) -> dict[str, frozenset[Type]]:
    """Name the columns whose way of writing the mapping leaves open."""
    known = fields_of(mapping.kind)
    found: dict[str, frozenset[Type]] = {}
    for use in mapping.uses:
        kind = known[use.field].type
        if (kind in _DATES and use.order is None) or (kind in _NUMBERS and use.decimal is None):
            found[use.column] = found.get(use.column, frozenset()) | {kind}
    for kept in mapping.kept:
        if Type(kept.type) in _DATES and kept.order is None:
            found[kept.column] = found.get(kept.column, frozenset()) | {Type(kept.type)}
    return found


def decide(
    header: Sequence[str], rows: Iterable[Sequence[str]], mapping: ColumnMapping
) -> Decisions:
    """Walk over all rows and decide. Problems: dates_ambiguous, dates_mixed, numbers_ambiguous,
    marks_mixed; each names its column and is a reason not to import yet.
    """
    places = {name: place for place, name in enumerate(header)}
    open_columns = undecided_columns(mapping)
    orders = {
        places[name]: OrderEvidence() for name, kinds in open_columns.items() if kinds & _DATES
    }
    marks = {
        places[name]: MarkEvidence() for name, kinds in open_columns.items() if kinds & _NUMBERS
    }
    _gather([*orders.items(), *marks.items()], rows)
    decided = Decisions()
    for place, evidence in orders.items():
        _settle_order(header[place], evidence, decided)
    for place, marking in marks.items():
        _settle_mark(header[place], marking, decided)
    return decided


def _gather(
    watched: list[tuple[int, OrderEvidence] | tuple[int, MarkEvidence]],
    rows: Iterable[Sequence[str]],
) -> None:
    if not watched:
        return
    seen: list[set[str]] = [set() for _ in watched]
    for cells in rows:
        for (place, evidence), known in zip(watched, seen, strict=True):
            text = cells[place]
            if text not in known:
                if len(known) >= _REMEMBERED:
                    known.clear()
                known.add(text)
                evidence.add(text.strip())


def _settle_order(column: str, evidence: OrderEvidence, decided: Decisions) -> None:
    try:
        order = evidence.order()
    except Unparsable as fault:
        decided.problems.append(fault.problem(column))
        return
    if order is not None:
        decided.orders[column] = order
        return
    decided.problems.append(
        Problem(
            "dates_ambiguous",
            f"No value shows whether the day or the month comes first, as in"
            f" {shortened(evidence.undecided)}.",
            "Set the order of this column in the mapping.",
            column,
        )
    )


def _settle_mark(column: str, evidence: MarkEvidence, decided: Decisions) -> None:
    try:
        mark = evidence.mark()
    except Unparsable as fault:
        decided.problems.append(fault.problem(column))
        return
    if mark is not None:
        decided.marks[column] = mark
        return
    decided.problems.append(
        Problem(
            "numbers_ambiguous",
            f"No value shows whether {shortened(evidence.undecided)} has a decimal mark or groups"
            " of thousands.",
            "Set the decimal mark of this column in the mapping.",
            column,
        )
    )
