"""Counts of what was told about rows, in the form in which they are kept and reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from upheld.connections.rules.outcome import Outcome
from upheld.connections.rules.unreadable import Note

ROWS_KEPT = 100

Notes = dict[str, dict[str, Any]]
"""By code and column: `count` of rows, the first `rows` of them, and the `text` of one."""


def merged_notes(kept: Mapping[str, Any], told: Iterable[tuple[int, Note]]) -> Notes:
    """Add what was told about some rows to what was kept before."""
    notes: Notes = {code: {**one, "rows": list(one["rows"])} for code, one in kept.items()}
    for row, note in told:
        one = notes.setdefault(note.counted_as, {"count": 0, "rows": [], "text": note.text})
        one["count"] += 1
        if len(one["rows"]) < ROWS_KEPT:
            one["rows"].append(row)
    return notes


def notes_of_walk(outcome: Outcome, texts: Mapping[str, str]) -> Notes:
    """Give what the reader told: of rows, with the text of one, and of the file as a whole."""
    notes: Notes = {
        code: {
            "count": count,
            "rows": sorted(outcome.rows_by_code[code])[:ROWS_KEPT],
            "text": texts.get(code, ""),
        }
        for code, count in outcome.notes.items()
    }
    for note in outcome.about_file:
        key = f"file: {note.counted_as}"
        one = notes.setdefault(key, {"count": 0, "rows": [], "text": note.text})
        one["count"] += 1
        if note.text not in one["text"]:
            one["text"] = f"{one['text']} {note.text}".strip()
    return notes
