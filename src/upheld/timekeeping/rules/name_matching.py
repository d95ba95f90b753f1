"""Whom a few typed words mean: any part of a name, initials, or a nickname learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from upheld.foundation.values.text import comparable

_FEWEST_INITIALS = 2
_FEWEST_BEGINNING = 2
_FEWEST_PART = 3
_MOST_NAME_WORDS = 5


class Because(IntEnum):
    """Why a name matches, the strongest first."""

    LEARNED = 0
    WHOLE_NAME = 1
    WHOLE_WORDS = 2
    BEGINNING = 3
    WORD_BEGINNINGS = 4
    INITIALS = 5
    PART = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something that has a name; `also` holds short names kept with the record."""

    id: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that the words may mean, and why. `uses` counts how often the person meant it."""

    id: str
    name: str
    because: Because
    uses: int = 0


@dataclass(frozen=True, slots=True)
class NameFound:
    """The first `words_used` words of a text name somebody; `matches` is ranked."""

    words_used: int
    matches: tuple[Match, ...]

    @property
    def settled(self) -> Match | None:
        """Give the one that is meant, or None where a person has to be asked.

        Settled means that no other matches as strongly. A nickname is settled once it has been
        used for one of them more often than for the other.
        """
        first, *rest = self.matches
        rivals = [match for match in rest if match.because is first.because]
        if first.because is Because.LEARNED:
            rivals = [match for match in rivals if match.uses >= first.uses]
        return None if rivals else first


Learned = Mapping[str, Mapping[str, int]]
"""What a person has meant before: comparable words, then candidate id, then how often."""


def match_names(
    words: Sequence[str], candidates: Iterable[Candidate], learned: Learned
) -> tuple[Match, ...]:
    """Rank everybody whom the words may mean: the strongest reason first, then most used, then
    shortest name, then alphabetically.

    Capitals, accents and spacing never matter. Initials and beginnings need two letters, a part
    in the middle of a word three; below that nearly everything would match.
    """
    typed = comparable(" ".join(words))
    if not typed:
        return ()
    known = learned.get(typed, {})
    found = [
        Match(one.id, one.name, because, known.get(one.id, 0))
        for one in candidates
        if (because := _why(typed, one, known)) is not None
    ]
    return tuple(
        sorted(
            found,
            key=lambda match: (match.because, -match.uses, len(match.name), match.name, match.id),
        )
    )


def name_at_start(
    words: Sequence[str], candidates: Sequence[Candidate], learned: Learned
) -> NameFound | None:
    """Find the name that a text begins with: the most words that match anybody.

    In "north wind vpn down", "north wind" is tried before "north". None where the first word
    already names nobody.
    """
    for count in range(min(len(words), _MOST_NAME_WORDS), 0, -1):
        matches = match_names(words[:count], candidates, learned)
        if matches:
            return NameFound(count, matches)
    return None


def _why(typed: str, one: Candidate, known: Mapping[str, int]) -> Because | None:
    if one.id in known:
        return Because.LEARNED
    reasons = [
        reason
        for name in (one.name, *one.also)
        if (reason := _why_name(typed, comparable(name))) is not None
    ]
    return min(reasons, default=None)


def _why_name(typed: str, name: str) -> Because | None:
    parts = name.replace("-", " ").split()
    asked = typed.replace("-", " ").split()
    checks = (
        (typed == name, Because.WHOLE_NAME),
        (_follow(asked, parts, whole=True), Because.WHOLE_WORDS),
        (len(typed) >= _FEWEST_BEGINNING and name.startswith(typed), Because.BEGINNING),
        (
            all(len(word) >= _FEWEST_BEGINNING for word in asked)
            and _follow(asked, parts, whole=False),
            Because.WORD_BEGINNINGS,
        ),
        (
            len(typed) >= _FEWEST_INITIALS and typed == "".join(part[0] for part in parts),
            Because.INITIALS,
        ),
        (len(typed) >= _FEWEST_PART and typed in name, Because.PART),
    )
    return next((reason for met, reason in checks if met), None)


def _follow(asked: Sequence[str], parts: Sequence[str], *, whole: bool) -> bool:
    """Say whether the asked words are met in order by words of the name, or by their beginnings."""
    rest = iter(parts)
    return bool(asked) and all(
        any(part == word if whole else part.startswith(word) for part in rest) for word in asked
    )
