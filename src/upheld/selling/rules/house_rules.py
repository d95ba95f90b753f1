"""A customer's own rules for dealing with them: whom to leave alone, when, where, about what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason
from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.period import Period
from upheld.foundation.values.text import comparable


class Means(StrEnum):
    """How the contact is made."""

    CALL = auto()
    VISIT = auto()
    MAIL = auto()
    MEETING = auto()


@dataclass(frozen=True, slots=True)
class HouseRule:
    """One rule, in the customer's words, and who told us.

    Exactly what is filled in is forbidden: a contact (`person`), hours of the week in the
    customer's zone (`hours`, a calendar that is open while contact is forbidden), a place, a
    topic. `means` narrows it ("do not ring before ten" says nothing of mail); empty means all.
    `ask_first` turns a prohibition into something to ask for. `champion` may release it.
    """

    words: str
    told_by: str
    champion: str = ""
    person: str = ""
    hours: Calendar | None = None
    place: str = ""
    topic: str = ""
    means: frozenset[Means] = frozenset()
    ask_first: bool = False


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A contact that somebody is about to make.

    `released_by` names the champions who said that it may be done all the same, or were asked.
    """

    means: Means
    when: Period
    whom: tuple[str, ...]
    place: str = ""
    topics: tuple[str, ...] = ()
    released_by: frozenset[str] = frozenset()


def contact_allowed(rules: Iterable[HouseRule], contact: PlannedContact) -> tuple[Reason, ...]:
    """Name every house rule that the planned contact would break; empty if it may be made.

    Codes: house_rule_person, house_rule_hours, house_rule_place, house_rule_topic,
    house_rule_ask_first. A rule does not stand in the way once its champion has released it.
    A contact that only touches a forbidden hour at its edge does not break it: periods are
    half-open.
    """
    return tuple(
        _reason(rule, broken)
        for rule in rules
        if not (rule.champion and rule.champion in contact.released_by)
        for broken in _broken(rule, contact)
    )


def rules_to_show(rules: Iterable[HouseRule], means: Means) -> tuple[HouseRule, ...]:
    """Give the rules to read before a contact of this kind, whether or not it would break one."""
    return tuple(rule for rule in rules if not rule.means or means in rule.means)


def _broken(rule: HouseRule, contact: PlannedContact) -> Iterator[str]:
    """Give what the contact breaks of one rule; a rule with several parts binds when all meet.

    "Do not ring Ann before ten" is broken by ringing Ann at nine, not by ringing Bob at nine.
    """
    if rule.means and contact.means not in rule.means:
        return
    parts = (
        ("person", bool(rule.person), rule.person in contact.whom),
        ("hours", rule.hours is not None, _within_hours(rule.hours, contact.when)),
        ("place", bool(rule.place), _same_words(rule.place, (contact.place,))),
        ("topic", bool(rule.topic), _same_words(rule.topic, contact.topics)),
    )
    filled = [(name, met) for name, is_filled, met in parts if is_filled]
    if filled and all(met for _, met in filled):
        yield filled[0][0]
    elif not filled and rule.ask_first:
        yield "ask_first"


def _within_hours(hours: Calendar | None, when: Period) -> bool:
    if hours is None:
        return False
    return hours.is_open(when.start) or bool(hours.open_periods(when))


def _same_words(rule_words: str, contact_words: Iterable[str]) -> bool:
    asked = comparable(rule_words)
    return bool(asked) and any(asked in comparable(words) for words in contact_words)


def _reason(rule: HouseRule, broken: str) -> Reason:
    champion = rule.champion or "the person who told us"
    ask = f"Ask {champion} first and name them here" if rule.ask_first else _way_out(rule, broken)
    return Reason(
        code=f"house_rule_{'ask_first' if rule.ask_first else broken}",
        why=f"House rule: “{rule.words}”, told by {rule.told_by}.",
        remedy=f"{ask}.",
        who=rule.champion,
    )


def _way_out(rule: HouseRule, broken: str) -> str:
    other = {
        "person": "Leave this person out",
        "hours": "Choose another time",
        "place": "Choose another place",
        "topic": "Leave this topic out",
    }[broken]
    return f"{other}, or name {rule.champion}, who may release it" if rule.champion else other
