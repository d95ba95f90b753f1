"""Which ticket goes into which, and which stands under which."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.desk.rules.ticket_merging import (
    Mergeable,
    merge_problems,
    parent_problems,
    urgent_of,
)

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
OLD = Mergeable(1, 7, MONDAY, "open")
NEW = Mergeable(2, 7, MONDAY + timedelta(hours=1), "new")


def codes(found):
    return {one.code for one in found}


@pytest.mark.parametrize(
    ("gone", "stays", "problems"),
    [
        (NEW, OLD, set()),
        (OLD, NEW, {"merge_into_newer"}),
        (OLD, OLD, {"merge_with_itself"}),
        (replace(NEW, merged=True), OLD, {"merge_merged"}),
        (NEW, replace(OLD, merged=True), {"merge_merged"}),
        (NEW, replace(OLD, company_id=None), {"merge_other_customer"}),
        (NEW, replace(OLD, state="closed"), {"merge_into_closed"}),
        (replace(NEW, children=True), OLD, {"merge_with_children"}),
        (replace(NEW, opened_at=MONDAY), OLD, set()),
        (
            replace(OLD, children=True, company_id=8),
            replace(NEW, state="closed"),
            {"merge_into_newer", "merge_other_customer", "merge_into_closed",
             "merge_with_children"},
        ),
    ],
)  # fmt: skip
def test_a_merge_is_refused_with_all_reasons_at_once(gone, stays, problems):
    assert codes(merge_problems(gone, stays)) == problems


TICKETS = st.builds(
    Mergeable, st.integers(1, 5), st.sampled_from([None, 7]),
    st.sampled_from([MONDAY, MONDAY + timedelta(hours=1)]),
    st.sampled_from(["new", "open", "closed"]), merged=st.booleans(), children=st.booleans(),
    parent=st.booleans(),
)  # fmt: skip


@given(TICKETS, TICKETS)
def test_of_two_never_both_may_go_into_the_other(one, other):
    assert merge_problems(one, other) or merge_problems(other, one)


@given(TICKETS, TICKETS)
def test_whatever_stays_is_not_younger(one, other):
    if not merge_problems(one, other):
        assert other.opened_at <= one.opened_at


def test_tickets_stand_under_others_on_one_level_alone():
    assert codes(parent_problems(NEW, OLD)) == set()
    assert codes(parent_problems(NEW, NEW)) == {"parent_of_itself"}
    assert codes(parent_problems(NEW, replace(OLD, parent=True))) == {"parent_has_parent"}
    assert codes(parent_problems(replace(NEW, children=True), OLD)) == {"parent_of_parent"}


def test_the_more_urgent_holds():
    assert urgent_of(3, 1) == urgent_of(1, 3) == 1
