"""Gaps are found at a moment, disclosed to somebody, with what had been sunk by then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from upheld.customers.operations.companies import add_company
from upheld.customers.operations.contacts import add_contact
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.selling.operations.gaps import change_gap, disclose_gap, find_gap
from upheld.selling.queries.effort import presale_seconds
from upheld.selling.targets import deal_target
from upheld.timekeeping.operations.time import log_time


def find(sale, **fields):
    return find_gap(
        **{"deal": sale.deal, "need": "Weekends", "by": sale.world.dana, "at": sale.at, **fields}
    )


def log(sale, seconds, at):
    return log_time(
        target=deal_target(sale.deal),
        seconds=seconds,
        started_at=at - timedelta(hours=3),
        by=sale.world.lena,
        at=at,
    )


def test_work_on_the_deal_until_the_disclosure_is_sunk(sale):
    later = sale.at + timedelta(days=2)
    log(sale, 5400, sale.at)
    gap = find(sale)
    log(sale, 3600, sale.at + timedelta(days=1))
    log(sale, 7200, later + timedelta(days=1))
    told = disclose_gap(
        gap=gap,
        to=sale.ann,
        workaround="Remote",
        disclosed_at=later,
        by=sale.world.lena,
        at=later + timedelta(days=2),
    )
    assert told.sunk_seconds == 9000
    assert told.workaround == "Remote"
    assert presale_seconds(sale.deal) == 16200


def test_a_disclosure_cannot_come_before_the_finding(sale):
    gap = find(sale)
    with pytest.raises(Refused) as refused:
        disclose_gap(
            gap=gap,
            to=sale.ann,
            disclosed_at=sale.at - timedelta(minutes=1),
            by=sale.world.lena,
            at=sale.at,
        )
    assert refused.value.code == "gap_untrue"
    assert [one.code for one in refused.value.reasons] == ["disclosed_before_found"]


def test_a_disclosure_is_told_once_to_somebody_of_theirs_and_not_in_the_future(sale):
    gap = find(sale)
    other = add_company(name="Other", by=sale.world.ana, at=sale.at)
    eve = add_contact(company=other, name="Eve", by=sale.world.ana, at=sale.at)
    for to, told_at, code in (
        (eve, sale.at, "contact_of_another_company"),
        (sale.ann, sale.at + timedelta(hours=1), "invalid_input"),
    ):
        with pytest.raises(Refused) as refused:
            disclose_gap(gap=gap, to=to, disclosed_at=told_at, by=sale.world.lena, at=sale.at)
        assert refused.value.code == code
    disclose_gap(gap=gap, to=sale.ann, by=sale.world.lena, at=sale.at)
    with pytest.raises(Refused) as refused:
        disclose_gap(gap=gap, to=sale.bob, by=sale.world.lena, at=sale.at)
    assert refused.value.code == "gap_disclosed"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"need": " "}, "need"), ({"need": "x" * 301}, "need"), ({"answer": "perhaps"}, "answer")],
)
def test_a_gap_says_what_is_needed_and_how_far_we_meet_it(sale, fields, wrong):
    with pytest.raises(Refused) as refused:
        find(sale, **fields)
    assert wrong in refused.value.fields


def test_a_gap_is_not_found_in_the_future(sale):
    with pytest.raises(Refused) as refused:
        find(sale, found_at=sale.at + timedelta(hours=1))
    assert "found_at" in refused.value.fields


def test_an_unchanged_gap_records_nothing(sale):
    gap = find(sale)
    before = RecordEntry.objects.count()
    change_gap(gap=gap, need="Weekends", answer="gap", by=sale.world.lena, at=sale.at)
    assert RecordEntry.objects.count() == before
    changed = change_gap(
        gap=gap, need="Weekends", answer="partner", is_killer=True, by=sale.world.lena, at=sale.at
    )
    assert changed.is_killer
