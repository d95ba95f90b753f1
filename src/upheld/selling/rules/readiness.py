"""The readiness check before a call: what we know, what is missing, what would settle it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason


class Item(StrEnum):
    """One thing to know before a call."""

    PROBLEM = auto()
    WHAT_THEY_DO = auto()
    HEADCOUNT = auto()
    SERVICES_KNOWN = auto()
    PRICE_ANSWER = auto()
    CONTRACT_DRAFT = auto()
    OUR_GAPS = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says about an item: the answer itself, or why this call does without it.

    An answer made of spaces answers nothing.
    """

    said: str = ""
    not_needed_because: str = ""
    by: str = ""


class ItemState(StrEnum):
    """How an item stands."""

    KNOWN = auto()
    ANSWERED = auto()
    NOT_NEEDED = auto()
    MISSING = auto()


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of the check. `words` holds what we know, or why it is not needed."""

    item: Item
    state: ItemState
    words: str
    missing: Reason | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """The whole check, in the order in which it is read before a call."""

    lines: tuple[ItemLine, ...]

    @property
    def missing(self) -> tuple[Reason, ...]:
        """Name what is still missing."""
        return tuple(line.missing for line in self.lines if line.missing is not None)

    @property
    def is_ready(self) -> bool:
        """Say whether nothing is missing."""
        return not self.missing

    @property
    def settled(self) -> int:
        """Count the items that are known, answered or knowingly left out."""
        return len(self.lines) - len(self.missing)


ITEM_TITLES: Mapping[Item, str] = {
    Item.PROBLEM: "What hurts them",
    Item.WHAT_THEY_DO: "What they do",
    Item.HEADCOUNT: "How many they are",
    Item.SERVICES_KNOWN: "Which services this is about",
    Item.PRICE_ANSWER: "Our answer if they ask for a price",
    Item.CONTRACT_DRAFT: "A contract draft",
    Item.OUR_GAPS: "What we cannot do for them",
}
"""Each item as people read it."""

_MISSING: dict[Item, tuple[str, str]] = {
    Item.PROBLEM: (
        "Nobody knows yet what hurts the customer.",
        "Ask the person who made contact, or open the call with it.",
    ),
    Item.WHAT_THEY_DO: (
        "We do not know what the customer does.",
        "Read their site for five minutes and write one line.",
    ),
    Item.HEADCOUNT: (
        "We do not know how many people work there.",
        "Ask, or take it from the register and note the source.",
    ),
    Item.SERVICES_KNOWN: (
        "It is not said which services this call is about.",
        "Name them, so that whoever goes can read up.",
    ),
    Item.PRICE_ANSWER: (
        "There is no answer ready if they ask for a price.",
        "Agree a range, or what we say instead.",
    ),
    Item.CONTRACT_DRAFT: (
        "There is no contract draft if they want to buy.",
        "Make a draft from the standard terms.",
    ),
    Item.OUR_GAPS: (
        "Nobody has looked for gaps in our solution.",
        "Go through their needs and note what we cannot meet, or that there is nothing.",
    ),
}


def readiness(derived: Mapping[Item, str], answered: Mapping[Item, Answer]) -> Readiness:
    """Lay what the records show beside what people answered.

    `derived` holds, by item, what follows from the records ("38 people", "draft of 2 March").
    A person's answer goes before it, because it is newer and somebody stands behind it. The code
    of each missing item is `<item>_missing`.
    """
    return Readiness(tuple(_line(item, derived, answered) for item in Item))


def _line(item: Item, derived: Mapping[Item, str], answered: Mapping[Item, Answer]) -> ItemLine:
    answer = answered.get(item, Answer())
    if answer.said.strip():
        return ItemLine(item, ItemState.ANSWERED, answer.said.strip(), None)
    if answer.not_needed_because.strip():
        return ItemLine(item, ItemState.NOT_NEEDED, answer.not_needed_because.strip(), None)
    if derived.get(item, "").strip():
        return ItemLine(item, ItemState.KNOWN, derived[item].strip(), None)
    return ItemLine(item, ItemState.MISSING, "", Reason(f"{item}_missing", *_MISSING[item]))
