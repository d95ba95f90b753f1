"""What changed from one revision to the next: word by word, with the unchanged parts named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|[^\w\s]")
_MOST_COMPARED = 4_000_000
"""Pairs of words; beyond that a passage is shown as replaced, since comparing takes minutes."""
_AROUND = 2
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. `kind` is same, gone (before only) or come (after only)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of both texts: its pieces, or how many unchanged lines are left out here."""

    pieces: tuple[Piece, ...] = ()
    left_out: int = 0


def passages_between(before: str, after: str) -> tuple[Passage, ...]:
    """Lay two texts side by side: changed lines word by word, two unchanged lines around them.

    Joining the pieces of all kinds but `come` gives `before` again where nothing is left out.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Passage] = []
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(changes):
        if kind == "equal":
            found += _unchanged(new[c:d], first=at == 0, last=at == len(changes) - 1)
        else:
            found.append(Passage(tuple(words_between("".join(old[a:b]), "".join(new[c:d])))))
    return tuple(found)


def words_between(before: str, after: str) -> Iterator[Piece]:
    """Cut two texts into runs of words that stayed, went and came, in reading order."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if len(old) * len(new) > _MOST_COMPARED:
        yield from (Piece("gone", before), Piece("come", after))
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[c:d]))
            continue
        if b > a:
            yield Piece("gone", "".join(old[a:b]))
        if d > c:
            yield Piece("come", "".join(new[c:d]))


def _unchanged(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Passage]:
    """Show the edges of an unchanged stretch next to changes, and count what lies between."""
    head = 0 if first else _AROUND
    tail = 0 if last else _AROUND
    if len(lines) <= head + tail + 1:
        yield Passage((Piece("same", "".join(lines)),))
        return
    if head:
        yield Passage((Piece("same", "".join(lines[:head])),))
    yield Passage(left_out=len(lines) - head - tail)
    if tail:
        yield Passage((Piece("same", "".join(lines[-tail:])),))
