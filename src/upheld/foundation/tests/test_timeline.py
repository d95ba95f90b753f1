"""A row's course: what is said of it, to whom, and in which order."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.demo.cast import OPENING
from upheld.foundation.operation import operation
from upheld.foundation.record.sayings import FIELDS, SAYINGS, FieldSaid, name_fields, say
from upheld.foundation.record.write import record
from upheld.foundation.tenancy.scope import OutsideCustomerScopeError, open_provider
from upheld.foundation.timeline import timeline_of
from upheld.foundation.values.money import Money
from upheld.people.may import May
from upheld.people.models import Person
from upheld.people.operations.people import change_person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from upheld.demo.cast import Company
    from upheld.foundation.actor import Actor


class Event(StrEnum):
    PAID = "test.pay.set"
    MET = "test.meeting.held"
    ODD = "test.lamp.lit_again"


@operation(May.MANAGE_PEOPLE)
def note(
    *, event: Event, person: Person, by: Actor, at: datetime, about: Any = (), fields: Any = None,
    reason: str = "", **data: Any,
) -> None:  # fmt: skip
    del by, at
    person.change(**(fields or {}))
    record(event, person, about=about, reason=reason, **data)


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    say(Event.PAID, "set the pay to {pay}", kind="money", may=May.SEE_PAY)
    say(Event.MET, "met {person.name} about {price} ({missing}, {share}, {n:>9})", kind="meeting")
    yield
    for event in Event:
        SAYINGS.pop(event.value, None)


def titles(company: Company, actor: Actor, **more: Any) -> list[str]:
    return [one.title for one in timeline_of(company.people["theo"], actor, **more).items]


def test_the_newest_comes_first_with_who_and_why(world: Company) -> None:
    theo = world.people["theo"]
    note(event=Event.ODD, person=theo, by=world.ana, at=OPENING, reason="It was dark.")
    newest, oldest = timeline_of(theo, world.theo).items
    assert (newest.title, newest.who, newest.text) == (
        "lamp lit again",
        "Ana Reyes",
        "It was dark.",
    )
    assert (oldest.title, oldest.who) == ("added this person", "Ana Reyes")


def test_phrases_take_values_and_nothing_else(world: Company) -> None:
    note(
        event=Event.MET, person=world.people["theo"], by=world.ana, at=OPENING,
        price=Money(125_000, "GBP"), share={"ppm": 250_000}, n=3,
    )  # fmt: skip
    assert titles(world, world.ana)[0] == "met … about £1,250.00 (…, 25.0\u00a0%, 3)"


def test_an_event_with_a_right_is_left_out_without_it(world: Company) -> None:
    note(event=Event.PAID, person=world.people["theo"], by=world.ana, at=OPENING, pay=4_200_000)
    assert "set the pay" in titles(world, world.felix)[0]
    assert titles(world, world.theo) == ["added this person"]
    page = timeline_of(world.people["theo"], world.theo, url="/x")
    assert "Money" not in [tab.title for tab in page.tabs]


def test_changes_say_old_and_new(world: Company) -> None:
    change_person(person=world.people["theo"], title="Engineer", by=world.ana, at=OPENING)
    fact = timeline_of(world.people["theo"], world.sam).items[0].facts[0]
    assert (fact.label, fact.value) == ("Title", "Technician → Engineer")


def test_a_stored_choice_is_said_in_words_and_a_rows_key_not_at_all(world: Company) -> None:
    fields = {"title": "on_call_lead", "manager": world.people["dana"]}
    note(event=Event.ODD, person=world.people["theo"], by=world.ana, at=OPENING, fields=fields)
    facts = timeline_of(world.people["theo"], world.ana).items[0].facts
    assert [(one.label, one.value) for one in facts] == [("Title", "Technician → On call lead")]


def test_what_stood_nowhere_before_is_said_alone(world: Company) -> None:
    fields = {"left_on": OPENING.date()}
    note(event=Event.ODD, person=world.people["theo"], by=world.ana, at=OPENING, fields=fields)
    facts = timeline_of(world.people["theo"], world.ana).items[0].facts
    said = {one.label: one.value for one in facts}
    assert said["Last day"] == "2 Mar 2026"


def test_a_field_that_sounds_of_pay_is_shown_only_once_declared(world: Company) -> None:
    theo = world.people["theo"]
    sounds = [
        ("zone", "Europe/Paris"), ("skills", ["a", "b"]),
    ]  # fmt: skip
    note(event=Event.ODD, person=theo, by=world.ana, at=OPENING, fields=dict(sounds))
    name_fields(Person, zone=FieldSaid("Zone", may=May.SEE_PAY))
    try:
        shown = [fact.label for fact in timeline_of(theo, world.theo).items[0].facts]
        assert shown == ["Skills"]
        shown = [fact.label for fact in timeline_of(theo, world.felix).items[0].facts]
        assert shown == ["Zone", "Skills"]
    finally:
        del FIELDS["people.person", "zone"]


@pytest.mark.parametrize(
    "name", ["pay_minor", "unit_cost_minor", "margin_ppm", "hourly_rate_minor"]
)
def test_undeclared_figures_of_money_are_not_shown(name: str, world: Company) -> None:
    from upheld.foundation.record.sayings import field_said

    assert field_said("people.person", name, world.ana) is None


def test_an_erased_entry_names_nobody(world: Company) -> None:
    theo = world.people["theo"]
    with connection.cursor() as cursor:
        cursor.execute(
            "update foundation_recordentry set private = null, salt = null where subject_id = %s",
            [theo.pk],
        )
    (only,) = timeline_of(theo, world.ana).items
    assert (only.who, only.title, only.facts) == ("Somebody", "added this person", ())


def test_it_is_read_page_by_page_and_by_kind(world: Company) -> None:
    theo = world.people["theo"]
    for n in range(40):
        event = Event.MET if n % 4 == 0 else Event.ODD
        note(event=event, person=theo, by=world.ana, at=OPENING, n=n)
    with CaptureQueriesContext(connection) as made:
        first = timeline_of(theo, world.ana)
    assert len(made.captured_queries) == 1
    assert len(first.items) == 30
    second = timeline_of(theo, world.ana, first.before)
    assert len(second.items) == 11
    assert second.before is None
    assert second.items[-1].title == "added this person"
    meetings = timeline_of(theo, world.ana, kind="meeting", url="/people/theo")
    assert len(meetings.items) == 10
    assert [(tab.title, tab.active) for tab in meetings.tabs] == [
        ("Everything", False), ("Meetings", True), ("Changes", False),
    ]  # fmt: skip
    assert len(timeline_of(theo, world.ana, kind="change").items) == 30
    assert len(timeline_of(theo, world.ana, kind="no such kind").items) == 30


def test_an_entry_is_on_the_course_of_all_it_is_about(world: Company) -> None:
    theo, dana = world.people["theo"], world.people["dana"]
    note(event=Event.ODD, person=theo, about=[dana, None, dana], by=world.ana, at=OPENING)
    assert timeline_of(dana, world.ana).items[0].title == "lamp lit again"


def test_customers_have_no_timeline(world: Company) -> None:
    with (
        open_provider(world.provider.pk, customer_id=1),
        pytest.raises(OutsideCustomerScopeError),
    ):
        timeline_of(world.people["theo"], world.theo)
