"""What was added up is proved by adding it up again, and what is wrong is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.foundation.tenancy.writing import bookkeeping
from upheld.money.models import LabourSum, UnratedSum
from upheld.money.operations.labour_sums import sum_labour
from upheld.money.queries.labour_proof import prove_labour
from upheld.selling.targets import deal_target
from upheld.timekeeping.operations.time import log_time

LATER = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
MONTHS = 4


@pytest.fixture
def summed(world, deal, paid):
    """Time of two people in March to June, of whom one has no rate, added up."""
    for turn in range(16):
        log_for(world, deal, date(2026, 3, 12) + timedelta(days=turn * 5))
    sum_labour(LATER)


def log_for(world, deal, day: date) -> None:
    for who in ("dana", "theo"):
        log_time(
            target=deal_target(deal), seconds=1830, worked_on=day, by=world.actors[who], at=LATER,
            setting_aside=frozenset({"not_over_yet", "overlaps"}),
        )  # fmt: skip


def test_finds_nothing_where_all_is_right(summed):
    assert prove_labour(date(2026, 4, 20)).months == MONTHS - 1
    assert prove_labour().months == MONTHS
    assert prove_labour().wrong == ()


def test_names_the_month_of_a_customer_whose_sum_is_off(summed, deal):
    with bookkeeping():
        one = LabourSum.objects.filter(first_day=date(2026, 4, 1)).first()
        assert one is not None
        LabourSum.objects.filter(pk=one.pk).update(seconds=one.seconds + 1)
    assert prove_labour().wrong == ((date(2026, 4, 1), deal.company_id),)


def test_names_a_sum_that_is_missing(summed, deal):
    with bookkeeping():
        UnratedSum.objects.filter(first_day=date(2026, 5, 1)).delete()
    assert prove_labour().wrong == ((date(2026, 5, 1), deal.company_id),)


def test_what_is_marked_is_nobodys_claim(summed, world, deal):
    log_for(world, deal, date(2026, 4, 7))
    assert prove_labour().wrong == ()
    sum_labour(LATER)
    assert prove_labour().wrong == ()
