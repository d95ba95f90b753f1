"""Where a customer's wording departs from our standard clause, word by word.

A review answers for a text, so the hash of the text that was reviewed is kept: changed text is
asked about again, unchanged text is not.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum, auto

from upheld.foundation.values.rate import WHOLE, Rate

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:['’]\w+)*|[^\w\s]")
_SAME_CHARACTER = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u00ad": None,
    }
)
_NEGATIONS = {"not", "no", "never", "nor", "none", "neither", "without", "except", "unless", "only"}
_DUTIES = {"shall", "must", "may", "will", "should", "can", "waive", "waives"}
_REACH = {"all", "any", "each", "sole", "exclusive", "unlimited"}
_WEIGHTY = frozenset(_NEGATIONS | _DUTIES | _REACH)


class Change(StrEnum):
    """What happened to the standard words."""

    ADDED = auto()
    REMOVED = auto()
    REPLACED = auto()


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words that differs; one of the two sides is empty when words came or went.

    `weighty` is true where a figure, a negation or a word of duty changed: one such word can
    turn a clause round, however small the change looks.
    """

    change: Change
    standard_words: tuple[str, ...]
    offered_words: tuple[str, ...]
    at_standard_word: int
    weighty: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """The difference between a standard clause and what is offered; none if `changes` is empty.

    `kept` is the share of the standard's words that still stand, rounded half to even.
    """

    standard_hash: str
    offered_hash: str
    changes: tuple[WordChange, ...]
    kept: Rate

    @property
    def departs(self) -> bool:
        """Say whether anything but spacing and typography differs."""
        return bool(self.changes)

    @property
    def is_weighty(self) -> bool:
        """Say whether a figure, a negation or a word of duty changed anywhere."""
        return any(change.weighty for change in self.changes)


def departure(standard_text: str, offered_text: str) -> Departure:
    """Compare an offered clause with our standard, word by word.

    Spacing, line breaks, kinds of quotation mark and dash never count. Capitals do, because
    "Services" may be a defined term where "services" is not.
    """
    standard, offered = clause_words(standard_text), clause_words(offered_text)
    matcher = SequenceMatcher(None, standard, offered, autojunk=False)
    changes = tuple(
        _change(standard[a:b], offered[c:d], a)
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )
    lost = sum(len(change.standard_words) for change in changes)
    words = len(standard)
    kept = Rate.of_rounded(words - lost, words) if words else Rate(WHOLE)
    return Departure(text_hash(standard_text), text_hash(offered_text), changes, kept)


def normalised(text: str) -> str:
    """Give the text with everything removed that two typesettings of it may differ in."""
    one_form = unicodedata.normalize("NFKC", text).translate(_SAME_CHARACTER)
    return " ".join(one_form.split())


def clause_words(text: str) -> tuple[str, ...]:
    """Split a clause into the words, figures and punctuation marks that are compared."""
    return tuple(_WORD.findall(normalised(text)))


def text_hash(text: str) -> str:
    """Give the SHA-256 of what `departure` compares, in hexadecimal.

    Two texts have the same hash exactly if `departure` between them is empty.
    """
    return hashlib.sha256("\x1f".join(clause_words(text)).encode()).hexdigest()


def needs_asking_again(reviewed_hash: str, offered_text: str) -> bool:
    """Say whether the text differs from the one that the reviewer answered for."""
    return text_hash(offered_text) != reviewed_hash


def _change(standard: tuple[str, ...], offered: tuple[str, ...], at: int) -> WordChange:
    if not standard:
        kind = Change.ADDED
    elif not offered:
        kind = Change.REMOVED
    else:
        kind = Change.REPLACED
    return WordChange(kind, standard, offered, at, any(map(_is_weighty, standard + offered)))


def _is_weighty(word: str) -> bool:
    return word.lower() in _WEIGHTY or word[0].isdigit() or word in "$€£%"
