"""What follows from the work is shown with the rule that decided: who pays, its sort, its cost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from tests.entering import browser

from upheld.customers.operations.companies import add_company
from upheld.foundation import clock
from upheld.foundation.values.money import Money
from upheld.people.operations.pay import set_pay
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.time import correct_time
from upheld.timekeeping.targets import own_work

MONDAY = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def entry(world):
    add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)
    return capture(line="acme vpn down 30m", by=world.dana, at=MONDAY).entry


def page_of(world, who, entry):
    return browser(world, who).get(reverse("time-correct", args=[entry.pk])).content.decode()


def test_the_entry_says_its_sort_and_why(world, entry):
    page = page_of(world, "dana", entry)
    assert entry.work_type == "Support"
    assert "All work on a ticket is that." in page
    assert "no agreement with a monthly price" in page


def test_other_work_is_of_another_sort(world, entry):
    fresh = correct_time(entry=entry, target=own_work("training"), by=world.dana, at=MONDAY)
    assert fresh.work_type == "Training"


def test_cost_is_shown_with_its_pay_to_those_who_may_see_it(world, entry):
    zero = Money(0, "GBP")
    set_pay(
        person=world.people["dana"], from_on=date(2026, 1, 1), salary=Money(3_600_000, "GBP"),
        employer_taxes=zero, benefits=zero, overhead=zero, available_seconds=1_800 * 3600,
        by=world.felix, at=MONDAY,
    )  # fmt: skip
    assert "£10.00" in page_of(world, "felix", entry)
    assert "£20.00" in page_of(world, "felix", entry)
    for who in ("dana", "sam"):
        assert "What it cost" not in page_of(world, who, entry)


def test_a_cost_that_nobody_knows_is_said(world, entry):
    page = page_of(world, "felix", entry)
    assert "Nobody entered what an hour of Dana Whitfield costs" in page


def test_the_line_says_it_before_it_is_saved(world, entry):
    dana = browser(world, "dana")
    said = dana.get(reverse("capture-read"), {"line": "acme printer 25m"}).content.decode()
    assert "Billable, support." in said
    assert "no agreement with a monthly price" in said
    said = dana.get(reverse("capture-read"), {"line": "internal 25m"}).content.decode()
    assert "Our own, internal. Work on ourselves: nobody else pays for it." in said
    said = dana.get(reverse("capture-read"), {"line": "acme printer"}).content.decode()
    assert "capture-pays" not in said
