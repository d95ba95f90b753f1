"""Turns the cells of a row into values, column by column, remembering what it has already read.

Exports repeat themselves: the same states, groups, people and minutes over and over. Each column
keeps what its texts meant, so that most cells cost one look-up. What it keeps is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from upheld.connections.rules.amounts import AmountReader
from upheld.connections.rules.answers import yes_or_no
from upheld.connections.rules.decisions import Decisions
from upheld.connections.rules.kinds import Field, Type, fields_of
from upheld.connections.rules.mapping import ColumnMapping, Correction, Kept, Use
from upheld.connections.rules.moments import MomentReader
from upheld.connections.rules.unparsable import Unparsable, shortened
from upheld.connections.rules.unreadable import Note, Problem

BLANKS = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 64
_DOUBTS = {
    "two_digit_year": "The year is written with two figures and taken to lie in 1969 to 2068.",
    "hour_happened_twice": "The clocks went back over this time; the first of the two is taken.",
    "rounded_to_second": "The effort is no whole number of seconds and was rounded to one.",
}

Parse = Callable[[str], tuple[object, str | None]]


class Column(dict[str, object]):
    """Texts of one column and what they mean. Looking one up reads it if it is new.

    `notes` holds, for each text that deserves one, what is to be told about the row.
    """

    def __init__(
        self, place: int, column: str, use: Use, parse: Parse, mapping: ColumnMapping
    ) -> None:
        super().__init__()
        self.place = place
        self.column = column
        self.use = use
        self.notes: dict[str, Note] = {}
        self._parse = parse
        self._empty = frozenset(marker.casefold() for marker in mapping.empty)
        self._corrections = {one.found: one for one in mapping.corrections if one.column == column}

    def __missing__(self, text: str) -> object:
        value = self._read(text)
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
                self.notes.clear()
            self[text] = value
        return value

    def _read(self, text: str) -> object:
        bare = text.strip(BLANKS)
        if bare.casefold() in self._empty:
            if self.use.if_missing:
                self.notes[text] = Note("missing", self.use.if_missing, self.column)
            return None
        correction = self._corrections.get(bare)
        if correction is not None:
            self.notes[text] = _corrected(correction)
            bare = correction.instead
        value, doubt = self._parse(bare)
        if doubt is not None:
            told = _DOUBTS.get(doubt, doubt)
            code = doubt if doubt in _DOUBTS else "unknown_choice"
            self.notes[text] = Note(code, told, self.column)
        return value


class Plan:
    """The reading of whole rows under one mapping: `fields` names the values of `read` in order."""

    def __init__(self, header: Sequence[str], mapping: ColumnMapping, decided: Decisions) -> None:
        known = fields_of(mapping.kind)
        places = {name: place for place, name in enumerate(header)}
        self.fields = tuple(use.field for use in mapping.uses)
        self.columns = [
            Column(
                places[use.column],
                use.column,
                use,
                parser(known[use.field], use, mapping, decided),
                mapping,
            )
            for use in mapping.uses
        ]
        self._pick = _picker([column.place for column in self.columns])
        self._required = [
            (place, self.columns[place].column)
            for place, name in enumerate(self.fields)
            if known[name].required
        ]

    def read(self, cells: Sequence[str]) -> list[object]:
        """Answer the values of `fields`. Raises Unparsable for the first value that cannot be."""
        return [column[cell] for column, cell in zip(self.columns, self._pick(cells), strict=True)]

    def notes(self, cells: Sequence[str]) -> list[Note]:
        """Tell what is noteworthy about a row that has been read."""
        found = (column.notes.get(cells[column.place]) for column in self.columns if column.notes)
        return [note for note in found if note is not None]

    def problems(self, cells: Sequence[str]) -> list[Problem]:
        """Name everything that is wrong with a row, not only the first thing."""
        problems = []
        for column in self.columns:
            try:
                value = column[cells[column.place]]
            except Unparsable as fault:
                problems.append(fault.problem(column.column))
            else:
                if value is None and any(column.column == name for _, name in self._required):
                    problems.append(_missing(column.column))
        return problems

    def lacks_something(self, values: Sequence[object]) -> bool:
        return any(values[place] is None for place, _ in self._required)


class Extras:
    """The columns that no field takes: `read` answers those of a row that are filled, as text."""

    def __init__(
        self, header: Sequence[str], mapping: ColumnMapping, decided: Decisions, own: int
    ) -> None:
        known = fields_of(mapping.kind)
        taken = {use.column for use in mapping.uses if known[use.field].type is not Type.CHOICE}
        typed = {kept.column: kept for kept in mapping.kept}
        self._columns: list[Column] = []
        for place, name in enumerate(header[:own]):
            if name not in taken:
                kept = typed.get(name, Kept(name, Type.TEXT))
                use = Use(field="", column=name, order=kept.order)
                parse = _in_one_form(kept, use, mapping, decided)
                self._columns.append(Column(place, name, use, parse, mapping))

    def read(self, cells: Sequence[str]) -> dict[str, str]:
        return {
            column.column: str(value)
            for column in self._columns
            if (value := column[cells[column.place]]) is not None
        }


def parser(field: Field, use: Use, mapping: ColumnMapping, decided: Decisions) -> Parse:
    """Answer the function that reads this field from this column's texts."""
    meanings = {found.casefold(): meaning for found, meaning in (use.meanings or {}).items()}
    if field.type is Type.CHOICE:
        return lambda text: _choice(text, meanings, field)
    plain = _plain_parser(field.type, use, mapping, decided)
    if not meanings:
        return plain
    return lambda text: plain(meanings.get(text.casefold(), text))


def _plain_parser(kind: Type, use: Use, mapping: ColumnMapping, decided: Decisions) -> Parse:
    moments = MomentReader(
        decided.order(use), UTC if mapping.zone == "UTC" else ZoneInfo(mapping.zone)
    )
    amounts = AmountReader(decided.mark(use))
    parsers: dict[Type, Parse] = {
        Type.TEXT: lambda text: (text, None),
        Type.MOMENT: moments.moment,
        Type.DAY: moments.day,
        Type.YES_NO: lambda text: (yes_or_no(text), None),
        Type.WHOLE: lambda text: (amounts.whole(text), None),
        Type.MONEY: lambda text: (amounts.money(text, mapping.currency, use.times), None),
        Type.EFFORT: lambda text: amounts.seconds(text, use.unit),
    }
    return parsers[kind]


def _in_one_form(kept: Kept, use: Use, mapping: ColumnMapping, decided: Decisions) -> Parse:
    plain = _plain_parser(Type(kept.type), use, mapping, decided)

    def parse(text: str) -> tuple[object, str | None]:
        try:
            value, _ = plain(text)
        except Unparsable:
            # What no field takes is kept as it stands rather than refused.
            return text, None
        if isinstance(value, bool):
            return ("true" if value else "false"), None
        return (value.isoformat() if isinstance(value, datetime | date) else value), None

    return parse


def _choice(text: str, meanings: dict[str, str], field: Field) -> tuple[object, str | None]:
    word = meanings.get(text.casefold(), text.casefold().replace(" ", "_"))
    if word in field.choices:
        return word, None
    return None, f"{shortened(text)} is no {field.name} that the mapping knows; it is kept as text."


def _picker(places: list[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if len(places) == 1:
        only = places[0]
        return lambda cells: (cells[only],)
    return itemgetter(*places)


def _corrected(correction: Correction) -> Note:
    return Note(
        "corrected",
        f"“{correction.found}” was read as “{correction.instead}”: {correction.why}",
        correction.column,
    )


def _missing(column: str) -> Problem:
    return Problem("missing", "The cell is empty, but has to be filled.", "Fill it in.", column)
