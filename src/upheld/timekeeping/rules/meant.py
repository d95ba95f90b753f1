"""Which of several things a person may have meant, as the capture line asks it in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from upheld.timekeeping.rules.capture import CaptureLine, Token
from upheld.timekeeping.rules.capture_words import Meaning

MOST_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing to choose: `instead` takes the place of what was typed."""

    id: int
    title: str
    instead: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """What some words of the line were taken to mean.

    Settled when `id` is set; otherwise `offered` holds the likeliest first. `typed` are the words
    as they stand in the line, in one piece.
    """

    typed: str
    words: int = 0
    id: int | None = None
    title: str = ""
    offered: tuple[Offered, ...] = ()


def text_tokens(line: CaptureLine) -> list[Token]:
    """Give the words that stay text, in order."""
    return [token for token in line.tokens if token.meaning is Meaning.TEXT]


def piece(typed: str, tokens: Sequence[Token]) -> str:
    """Give the part of a line that some tokens stand in, cut before the first gap among them."""
    if not tokens:
        return ""
    last = tokens[0]
    for token in tokens[1:]:
        if typed[last.end : token.start].strip():
            break
        last = token
    return typed[tokens[0].start : last.end]


def unlike(names: Sequence[tuple[str, str]]) -> list[str]:
    """Give what to write for each (name, number): the name, or the number where names are alike."""
    alike = [name.casefold() for name, _ in names]
    return [name if alike.count(name.casefold()) == 1 else number for name, number in names]
