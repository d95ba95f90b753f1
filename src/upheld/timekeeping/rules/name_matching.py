"""Whom a few typed words mean: any part of a name, initials, or a nickname learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

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


class Register:
    """Many candidates, prepared to be searched often: made once, asked for each line."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.by_id = {one.id: one for one in candidates}
        self._texts: list[tuple[str, Candidate]] = []
        self._by_initials: dict[str, list[Candidate]] = {}
        for one in self.by_id.values():
            names = [_prepared(name) for name in (one.name, *one.also)]
            self._texts.append(("\n".join(name.whole for name in names), one))
            for initials in {name.initials for name in names}:
                self._by_initials.setdefault(initials, []).append(one)

    def likely(self, words: Sequence[str], learned: Learned) -> list[Candidate]:
        """Leave out whoever no beginning of the text can mean, so that thousands are asked once.

        Whatever matches several words has the first of them somewhere in its name; only initials
        and what was learned do not, and both are looked up as they are.
        """
        typed = {comparable(" ".join(words[:count])) for count in range(1, len(words) + 1)}
        opening = next(iter(comparable(" ".join(words)).split()), "")
        first = next(iter(opening.replace("-", " ").split()), "")
        named = [one for text, one in self._texts if first in text]
        short = [one for initials in typed for one in self._by_initials.get(initials, ())]
        known = [
            self.by_id[id_]
            for beginning in typed
            for id_ in learned.get(beginning, {})
            if id_ in self.by_id
        ]
        return list({one.id: one for one in (*named, *short, *known)}.values())


def name_at_start(words: Sequence[str], register: Register, learned: Learned) -> NameFound | None:
    """Find the name that a text begins with: the most words that match anybody.

    In "north wind vpn down", "north wind" is tried before "north". None where the first word
    already names nobody.
    """
    most = min(len(words), _MOST_NAME_WORDS)
    likely = register.likely(words[:most], learned) if most else []
    for count in range(most, 0, -1):
        matches = match_names(words[:count], likely, learned)
        if matches:
            return NameFound(count, matches)
    return None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A name as it is compared; `parts` are its words, hyphens parting them too."""

    whole: str
    parts: tuple[str, ...]
    initials: str


@lru_cache(maxsize=65_536)
def _prepared(name: str) -> _Prepared:
    whole = comparable(name)
    parts = tuple(whole.replace("-", " ").split())
    return _Prepared(whole, parts, "".join(part[0] for part in parts))


def _why(typed: str, one: Candidate, known: Mapping[str, int]) -> Because | None:
    if one.id in known:
        return Because.LEARNED
    reasons = [
        reason
        for name in (one.name, *one.also)
        if (reason := _why_name(typed, _prepared(name))) is not None
    ]
    return min(reasons, default=None)


def _why_name(typed: str, name: _Prepared) -> Because | None:
    asked = typed.replace("-", " ").split()
    checks = (
        (typed == name.whole, Because.WHOLE_NAME),
        (_follow(asked, name.parts, whole=True), Because.WHOLE_WORDS),
        (len(typed) >= _FEWEST_BEGINNING and name.whole.startswith(typed), Because.BEGINNING),
        (
            all(len(word) >= _FEWEST_BEGINNING for word in asked)
            and _follow(asked, name.parts, whole=False),
            Because.WORD_BEGINNINGS,
        ),
        (len(typed) >= _FEWEST_INITIALS and typed == name.initials, Because.INITIALS),
        (len(typed) >= _FEWEST_PART and typed in name.whole, Because.PART),
    )
    return next((reason for met, reason in checks if met), None)


def _follow(asked: Sequence[str], parts: Sequence[str], *, whole: bool) -> bool:
    """Say whether the asked words are met in order by words of the name, or by their beginnings."""
    rest = iter(parts)
    return bool(asked) and all(
        any(part == word if whole else part.startswith(word) for part in rest) for word in asked
    )
