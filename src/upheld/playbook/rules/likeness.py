"""Whether two procedures are on one subject: by the words of their titles and of their steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from zlib import crc32

WHOLE = 1_000_000
ALIKE_PPM = 500_000
"""From here on two procedures are shown as perhaps one: half alike."""

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")
_LITTLE = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "how", "if"),
        *("in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "our", "so", "that"),
        *("the", "their", "then", "there", "this", "to", "we", "what", "when", "where", "which"),
        *("will", "with", "you", "your"),
    }
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e", "y")
_SHORTEST = 3
_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Features:
    """What a procedure is compared by: the stems of its title, and its runs of three stems."""

    title: frozenset[str]
    runs: frozenset[int]


def features_of(title: str, steps: Iterable[str]) -> Features:
    """Give what a procedure is compared by, from its title and the texts of its steps."""
    runs: set[int] = set()
    for text in steps:
        words = stems(text)
        runs |= {
            crc32(" ".join(words[at : at + _IN_A_ROW]).encode())
            for at in range(max(1, len(words) - _IN_A_ROW + 1))
            if words
        }
    return Features(frozenset(stems(title)), frozenset(runs))


def likeness_ppm(one: Features, other: Features) -> int:
    """Say how alike two procedures are, in parts per million; the same whichever comes first.

    The same title words are one subject, whatever the steps say: the worst of two procedures on
    one subject is that they differ. Otherwise it is the share of runs of three words that both
    have, and a shared title adds to it: likeness = steps + title x (1 - steps) / 2, each share
    being what both have of all that either has (Jaccard's measure).
    """
    title = _shared_ppm(one.title, other.title)
    if title == WHOLE:
        return title
    steps = _shared_ppm(one.runs, other.runs)
    return steps + title * (WHOLE - steps) // (2 * WHOLE)


def stems(text: str) -> list[str]:
    """Give the words of a text that carry meaning, in order, without their endings."""
    return [
        _stem(word)
        for word in (found.casefold() for found in _WORD.findall(text))
        if word not in _LITTLE
    ]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def _shared_ppm(one: AbstractSet[object], other: AbstractSet[object]) -> int:
    either = len(one | other)
    return len(one & other) * WHOLE // either if either else 0
