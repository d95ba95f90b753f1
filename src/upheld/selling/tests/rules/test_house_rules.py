"""A customer's own rules for contact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from upheld.foundation.values.business_time import Calendar
from upheld.foundation.values.period import Period
from upheld.selling.rules.house_rules import (
    HouseRule,
    Means,
    PlannedContact,
    contact_allowed,
    rules_to_show,
)

ZONE = "Europe/London"
BEFORE_TEN = Calendar.weekly(ZONE, {day: [(time(), time(10))] for day in range(7)})
OVERNIGHT = Calendar.weekly(ZONE, {day: [(time(20), time(7))] for day in range(7)})


def at(hour: int, minute: int = 0, *, day: int = 6, minutes: int = 30) -> Period:
    start = datetime(2026, 7, day, hour, minute, tzinfo=ZoneInfo(ZONE))
    return Period(start, start + timedelta(minutes=minutes))


NOT_BEFORE_TEN = HouseRule(
    "Do not ring before ten.",
    "Ann",
    hours=BEFORE_TEN,
    champion="Ann",
    means=frozenset({Means.CALL}),
)
NOT_BOB = HouseRule("Leave Bob out of it.", "Ann", person="bob")
NO_SERVER_ROOM = HouseRule("Nobody enters the server room.", "Cy", place="server room")
NO_MERGER = HouseRule("Do not mention the merger.", "Ann", topic="merger")
NO_PICTURES = HouseRule(
    "Ask before photographing anything.",
    "Cy",
    champion="Cy",
    ask_first=True,
    means=frozenset({Means.VISIT}),
)
BOB_AT_NIGHT = HouseRule("Never ring Bob in the evening.", "Bob", person="bob", hours=OVERNIGHT)
CALL = PlannedContact(Means.CALL, at(11), ("ann",))

CASES = [
    (NOT_BEFORE_TEN, CALL, []),
    (NOT_BEFORE_TEN, replace(CALL, when=at(9, 45)), ["house_rule_hours"]),
    (NOT_BEFORE_TEN, replace(CALL, when=at(9, 30)), ["house_rule_hours"]),
    (NOT_BEFORE_TEN, replace(CALL, when=at(10)), []),
    (NOT_BEFORE_TEN, replace(CALL, when=at(9, 59, minutes=0)), ["house_rule_hours"]),
    (NOT_BEFORE_TEN, replace(CALL, when=at(10, minutes=0)), []),
    (NOT_BEFORE_TEN, replace(CALL, when=at(9), means=Means.MAIL), []),
    (NOT_BEFORE_TEN, replace(CALL, when=at(9), released_by=frozenset({"Ann"})), []),
    (
        NOT_BEFORE_TEN,
        replace(CALL, when=at(9), released_by=frozenset({"Bob"})),
        ["house_rule_hours"],
    ),
    (NOT_BOB, CALL, []),
    (NOT_BOB, replace(CALL, whom=("ann", "bob")), ["house_rule_person"]),
    (
        NOT_BOB,
        replace(CALL, whom=("bob",), released_by=frozenset({"", "Ann"})),
        ["house_rule_person"],
    ),
    (NO_SERVER_ROOM, replace(CALL, place="The Server  Room, ground floor"), ["house_rule_place"]),
    (NO_SERVER_ROOM, CALL, []),
    (NO_MERGER, replace(CALL, topics=("backup", "after the MERGER")), ["house_rule_topic"]),
    (NO_MERGER, replace(CALL, topics=("backup",)), []),
    (NO_PICTURES, replace(CALL, means=Means.VISIT), ["house_rule_ask_first"]),
    (NO_PICTURES, replace(CALL, means=Means.VISIT, released_by=frozenset({"Cy"})), []),
    (NO_PICTURES, CALL, []),
    (BOB_AT_NIGHT, replace(CALL, whom=("bob",), when=at(21)), ["house_rule_person"]),
    (BOB_AT_NIGHT, replace(CALL, whom=("bob",), when=at(6, 45)), ["house_rule_person"]),
    (BOB_AT_NIGHT, replace(CALL, whom=("bob",)), []),
    (BOB_AT_NIGHT, replace(CALL, when=at(21)), []),
]


@pytest.mark.parametrize(("rule", "contact", "codes"), CASES)
def test_a_contact_against_a_rule(
    rule: HouseRule, contact: PlannedContact, codes: list[str]
) -> None:
    assert [reason.code for reason in contact_allowed([rule], contact)] == codes


def test_the_hours_are_the_customers_not_the_callers() -> None:
    nine_in_london = datetime(2026, 7, 6, 8, tzinfo=UTC)
    contact = replace(CALL, when=Period(nine_in_london, nine_in_london + timedelta(minutes=5)))
    assert contact_allowed([NOT_BEFORE_TEN], contact)
    later = replace(
        CALL,
        when=Period(datetime(2026, 7, 6, 9, tzinfo=UTC), datetime(2026, 7, 6, 9, 5, tzinfo=UTC)),
    )
    assert contact_allowed([NOT_BEFORE_TEN], later) == ()


def test_the_reason_quotes_the_rule_and_names_the_way_out() -> None:
    (found,) = contact_allowed([NOT_BEFORE_TEN], replace(CALL, when=at(9)))
    assert found.why == "House rule: “Do not ring before ten.”, told by Ann."
    assert found.remedy == "Choose another time, or name Ann, who may release it."
    assert found.who == "Ann"


def test_all_broken_rules_are_named_at_once() -> None:
    contact = replace(CALL, when=at(9), whom=("bob",), topics=("merger",))
    found = contact_allowed([NOT_BEFORE_TEN, NOT_BOB, NO_SERVER_ROOM, NO_MERGER], contact)
    assert [reason.code for reason in found] == [
        "house_rule_hours",
        "house_rule_person",
        "house_rule_topic",
    ]


def test_rules_are_shown_for_the_means_they_speak_of() -> None:
    assert rules_to_show([NOT_BEFORE_TEN, NOT_BOB, NO_PICTURES], Means.CALL) == (
        NOT_BEFORE_TEN,
        NOT_BOB,
    )
