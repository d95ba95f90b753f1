"""Brings a record's values into the places that our own rows have for them, losing nothing.

What is too long for its place is shortened there and kept whole in `extra`; what has no place is
kept in `extra` under the field's name. Both are said in a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from upheld.connections.rules.records import Record
from upheld.connections.rules.ticket_entries import Entry
from upheld.connections.rules.unreadable import Note, Problem

LONGEST_KEY = 200
NOT_KEPT = "\x00"

_LARGEST = {"small": 32_767, "int": 2_147_483_647, "big": 2**62}
_BARE_ID = re.compile(r"#?\d+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(slots=True)
class Placed:
    """A record on its way into our tables.

    `values` are plain columns; `refs` what it says of other records, by the name of our column,
    still in the source's words; `at_first` are columns that only a new row is given, since the
    source does not say them.
    """

    key: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    at_first: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    event_keys: list[str] = field(default_factory=list)
    """All events of a ticket that the record tells of, in the order of time."""
    rows: int = 1

    def note(self, code: str, text: str, column: str | None = None) -> None:
        self.notes.append(Note(code, text, column))

    def refuse(self, code: str, reason: str, remedy: str = "", column: str | None = None) -> None:
        self.problems.append(Problem(code, reason, remedy, column))

    def text(self, name: str, value: str | None, longest: int, label: str = "") -> None:
        """Place a text; one that is too long is shortened, and whole in `extra`."""
        bare = (value or "").replace(NOT_KEPT, "").strip()
        if len(bare) > longest:
            label = label or name
            self.note("shortened", f"It is longer than {longest} characters here.", label)
            self.extra[label] = bare
            bare = bare[: longest - 1].rstrip() + "…"
        self.values[name] = bare

    def keep(self, **unplaced: Any) -> None:
        """Keep what has no place of its own."""
        for name, value in unplaced.items():
            if value is not None and value != "":
                self.extra.setdefault(name, str(value))

    def refer(self, name: str, value: str | None) -> None:
        """Note what the record says of another one."""
        if value and value.strip():
            self.refs[name] = value.strip()

    def whole(self, name: str, value: int | None, size: str = "int") -> None:
        """Place a count; one that no place can hold is kept in `extra` and told."""
        if value is not None and not 0 <= value <= _LARGEST[size]:
            self.note("beyond_its_place", f"{value} cannot be stored as such.", name)
            self.keep(**{name: value})
            value = None
        self.values[name] = value


def begin(record: Record) -> Placed:
    """Begin to place a record: its key, its unmapped columns and what it says."""
    return Placed(
        key=short_key(record.source.key),
        row=record.row,
        extra=dict(record.extra),
    )


def short_key(key: str) -> str:
    """Give the key as it is stored: a very long one by its digest."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:120]}~{blake2b(key.encode(), digest_size=16).hexdigest()}"


def is_bare_id(reference: str) -> bool:
    """Tell a reference that is only an id elsewhere from one that is a name."""
    return bool(_BARE_ID.fullmatch(reference.strip()))


def digest_of(placed: Placed, resolved: Mapping[str, int | None]) -> str:
    """Digest what is taken in, so that taking in the same again is seen to change nothing.

    `resolved` says to which of our rows the optional references lead: a person who is known by now
    makes a difference.
    """
    seen = [
        sorted((name, str(value)) for name, value in placed.values.items()),
        sorted(placed.refs.items()),
        sorted(placed.extra.items()),
        sorted((name, value or 0) for name, value in resolved.items()),
        placed.event_keys,
    ]
    return blake2b(json.dumps(seen).encode(), digest_size=16).hexdigest()
