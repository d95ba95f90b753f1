"""Two wordings side by side: what stayed, what went and what came, for a page to print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A run of text. `kind` is same, gone (standard only) or come (offered only)."""

    kind: str
    text: str


def word_pieces(standard: str, offered: str) -> tuple[DiffPiece, ...]:
    """Cut two texts into runs of words that stayed, went and came, in reading order.

    Without a standard all of the text is the customer's own, and nothing is marked.
    """
    if not standard or standard == offered:
        return (DiffPiece("same", offered),)
    before, after = _PIECE.findall(standard), _PIECE.findall(offered)
    pieces: list[DiffPiece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(DiffPiece("same", "".join(after[c:d])))
            continue
        pieces += [DiffPiece("gone", "".join(before[a:b]))] if b > a else []
        pieces += [DiffPiece("come", "".join(after[c:d]))] if d > c else []
    return tuple(pieces)
