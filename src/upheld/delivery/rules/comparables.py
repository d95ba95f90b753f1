"""Finished work that is like what is to be estimated, by the words that both are described in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from upheld.foundation.values.rate import WHOLE, Rate

LIKE_ENOUGH = Rate.percent(25)
MOST = 12
ENOUGH = 5
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = frozenset(
    {
        "all", "and", "any", "are", "for", "from", "has", "have", "into", "its", "new", "not",
        "one", "our", "that", "the", "their", "them", "then", "they", "this", "was", "were",
        "when", "which", "will", "with", "you", "your", "each", "every",
    }
)  # fmt: skip
_ENDINGS = ("ions", "ion", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e")
_SHORTEST_STEM = 4

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Described(Generic[Case]):
    """A finished case and the words that it was described in."""

    words: str
    case: Case


def stems(text: str) -> frozenset[str]:
    """Give the words that tell what work is about, without their usual endings."""
    words = (match.group().lower() for match in _WORD.finditer(text))
    return frozenset(_stem(word) for word in words if word not in _SMALL)


def likeness(one: frozenset[str], other: frozenset[str]) -> Rate:
    """Give the share of the words of either that both have; nothing is like nothing."""
    either = len(one | other)
    return Rate(WHOLE * len(one & other) // either) if either else Rate(0)


def most_alike(words: str, cases: Iterable[Described[Case]], most: int = MOST) -> list[Case]:
    """Give the cases that are like enough, the most alike first; ties keep their order."""
    wanted = stems(words)
    judged = [(likeness(wanted, stems(one.words)), one.case) for one in cases]
    fitting = [(like, case) for like, case in judged if like >= LIKE_ENOUGH]
    fitting.sort(key=lambda pair: -pair[0].ppm)
    return [case for _, case in fitting[:most]]


def _stem(word: str) -> str:
    """Cut one usual ending, and then the "at" of migrate, migrated and migration alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("at") if len(word) >= _SHORTEST_STEM + 2 else word
