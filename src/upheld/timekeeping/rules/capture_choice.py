"""Which words of a capture line carry its meaning when several could.

What stands for a thing goes by its first mention (ticket, priority; people by their first two, of
ours and of the customer's); what stands for a time goes by its last, because lines end with it:
"replaced 5m cable 25m" took 25 minutes. All tags count. Whatever is not chosen stays text, so
nothing that was typed gets lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import TypeVar

from upheld.timekeeping.rules.capture_words import (
    ClockRange,
    Meaning,
    Word,
    clock_range,
    clock_time,
    day_named,
    duration_seconds,
    is_full_clock,
    pair_seconds,
    person_name,
    priority_number,
    tag_name,
    ticket_number,
)

_Value = TypeVar("_Value")

NAMED_WORK = frozenset({"deal", "deliverable", "complaint", "procedure"})
OWN_WORK = frozenset({"internal", "training"})
MOST_PEOPLE = 2
"""Whom of ours it is for, and whom of the customer's."""


@dataclass(slots=True)
class Choice:
    """What was chosen; `meanings` holds the meaning of each word by its place in the line."""

    words: tuple[Word, ...]
    meanings: list[Meaning]
    ticket: int | None = None
    priority: int | None = None
    people: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    day: date | None = None
    clock: time | None = None
    range: ClockRange | None = None
    seconds: int | None = None
    closes: bool = False
    work: str = ""
    work_name: str = ""

    @property
    def text_places(self) -> list[int]:
        """Give the places of the words that are text so far."""
        return [place for place, what in enumerate(self.meanings) if what is Meaning.TEXT]


def chosen(words: tuple[Word, ...], today: date) -> Choice:
    """Choose, kind by kind; the order of the steps is part of the grammar."""
    choice = Choice(words, [Meaning.TEXT] * len(words))
    choice.ticket = _pick(choice, Meaning.TICKET, ticket_number)
    choice.priority = _pick(choice, Meaning.PRIORITY, priority_number)
    _take_people(choice)
    _take_tags(choice)
    choice.day = _pick(choice, Meaning.DAY, lambda word: day_named(word, today), last=True)
    choice.range = _pick(choice, Meaning.RANGE, clock_range, last=True)
    if choice.range is None:
        _take_clock(choice)
        _take_duration(choice)
    _take_work(choice)
    _take_close(choice)
    return choice


def _pick(
    choice: Choice,
    meaning: Meaning,
    read: Callable[[Word], _Value | None],
    *,
    last: bool = False,
) -> _Value | None:
    places: Iterable[int] = choice.text_places
    for place in reversed(list(places)) if last else places:
        value = read(choice.words[place])
        if value is not None:
            choice.meanings[place] = meaning
            return value
    return None


def _take_people(choice: Choice) -> None:
    for _ in range(MOST_PEOPLE):
        name = _pick(choice, Meaning.PERSON, person_name)
        if name is not None:
            choice.people.append(name)


def _take_tags(choice: Choice) -> None:
    for place in choice.text_places:
        tag = tag_name(choice.words[place])
        if tag is not None:
            choice.meanings[place] = Meaning.TAG
            known = {one.casefold() for one in choice.tags}
            choice.tags += [] if tag.casefold() in known else [tag]


def _take_clock(choice: Choice) -> None:
    """Take the time right behind the day, however it is written; else the last full one."""
    if choice.day is not None:
        after = choice.meanings.index(Meaning.DAY) + 1
        if after < len(choice.words) and choice.meanings[after] is Meaning.TEXT:
            choice.clock = clock_time(choice.words[after])
            if choice.clock is not None:
                choice.meanings[after] = Meaning.CLOCK
                return
    choice.clock = _pick(
        choice,
        Meaning.CLOCK,
        lambda word: clock_time(word) if is_full_clock(word) else None,
        last=True,
    )


def _take_duration(choice: Choice) -> None:
    """Take the last length of time in one word; where there is none, the last in two words."""
    choice.seconds = _pick(choice, Meaning.DURATION, duration_seconds, last=True)
    if choice.seconds is not None:
        return
    places = choice.text_places
    for number, unit in reversed(list(pairwise(places))):
        seconds = pair_seconds(choice.words[number], choice.words[unit])
        if seconds is not None:
            choice.seconds = seconds
            choice.meanings[number] = choice.meanings[unit] = Meaning.DURATION
            return


def _take_work(choice: Choice) -> None:
    """Take "deal NAME", "internal" and the like from the front, unless a ticket is named."""
    places = choice.text_places
    if choice.ticket is not None or not places:
        return
    first = choice.words[places[0]].lower
    if first in OWN_WORK:
        choice.work, choice.meanings[places[0]] = first, Meaning.WORK
    elif first in NAMED_WORK and len(places) > 1:
        choice.work, choice.work_name = first, choice.words[places[1]].text
        choice.meanings[places[0]] = choice.meanings[places[1]] = Meaning.WORK


def _take_close(choice: Choice) -> None:
    """Take "close" where it is the last word of the text; in mid-sentence it is a verb."""
    places = choice.text_places
    if places and not choice.work and choice.words[places[-1]].lower == "close":
        choice.closes, choice.meanings[places[-1]] = True, Meaning.CLOSE
