"""Wording that can be read two ways, pointed out before a customer is asked to sign it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.agreements.rules.vague_phrases import VAGUE_PHRASES, VaguePhrase

# A full stop ends a sentence only before a capital, so that "etc. and" and "v2.1" do not.
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\s\u00a0]+(?=[\"'“(]?[A-Z])|\n+")


class Reading(StrEnum):
    """How strictly to read.

    PROMISE is for deliverables, criteria and lines. CLAUSE is for legal text, where words such
    as "reasonable" have a settled reading and pointing at each would hide what matters.
    """

    PROMISE = auto()
    CLAUSE = auto()


@dataclass(frozen=True, slots=True)
class VagueWording:
    """One finding: `text[start:end] == words`, with the reason and what to write instead."""

    code: str
    start: int
    end: int
    words: str
    why: str
    suggestion: str


def vague_wording(
    text: str,
    *,
    reading: Reading = Reading.PROMISE,
    dated: bool = False,
    counted: bool = False,
    defined: AbstractSet[str] = frozenset(),
) -> tuple[VagueWording, ...]:
    """Find wording that two honest people can read in two ways, in order of the text.

    `dated` and `counted` say that the due date or the quantity stands in a field of its own, so
    that its absence from the sentence leaves nothing open. `defined` holds terms, in lower
    case, that the agreement itself defines. Spans are character offsets and never overlap:
    where two phrases meet, the longer one is reported.
    """
    closed = {about for about, is_closed in (("date", dated), ("quantity", counted)) if is_closed}
    phrases = tuple(
        phrase
        for phrase in VAGUE_PHRASES
        if phrase.about not in closed and not (reading is Reading.CLAUSE and phrase.customary)
    )
    found = [
        finding
        for start, end in _sentences(text)
        for finding in _in_sentence(text, start, end, phrases)
        if finding.words.lower() not in defined
    ]
    return _without_overlap(found)


def sentence_count(text: str) -> int:
    """Count the sentences that `vague_wording` reads, to give a share of sentences flagged."""
    return sum(1 for start, end in _sentences(text) if text[start:end].strip())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _in_sentence(
    text: str, start: int, end: int, phrases: tuple[VaguePhrase, ...]
) -> Iterator[VagueWording]:
    for phrase in phrases:
        for match in phrase.pattern.finditer(text, start, end):
            if phrase.unless is not None and phrase.unless.search(text, start, end):
                break
            yield VagueWording(
                phrase.code,
                match.start(),
                match.end(),
                match.group(),
                phrase.why,
                phrase.suggestion,
            )


def _without_overlap(found: list[VagueWording]) -> tuple[VagueWording, ...]:
    """Keep the longest of findings that overlap; of equals, the first in the table."""
    kept: list[VagueWording] = []
    for finding in sorted(found, key=lambda one: one.start):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
        elif finding.end - finding.start > kept[-1].end - kept[-1].start:
            kept[-1] = finding
    return tuple(kept)
