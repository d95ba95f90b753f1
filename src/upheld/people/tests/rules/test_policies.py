from __future__ import annotations

import pytest

from upheld.foundation.values.rate import Rate
from upheld.people.rules.policies import (
    ATTAINED,
    DISCOUNT_OWNER,
    DISCOUNT_WHOLE,
    POLICIES,
    REVIEW_WITHIN,
    SEASON_MONTHS,
    SEASON_STARTS_IN,
    Unit,
    faults,
)


class TestWhatHolds:
    def test_is_the_usual_until_something_is_set(self):
        assert ATTAINED.rate({}) == Rate.percent(90)
        assert ATTAINED.rate({"service_levels": {}}) == Rate.percent(90)
        assert ATTAINED.rate({"service_levels": {"attained_ppm": 950_000}}) == Rate.percent(95)

    def test_may_be_nothing_at_all(self):
        assert DISCOUNT_WHOLE.of({"discounts": {"whole_without_asking_ppm": 0}}) == 0

    @pytest.mark.parametrize("one", POLICIES.values(), ids=str)
    def test_each_is_read_where_it_was_put_and_leaves_the_others(self, one):
        before = {"discounts": {"kept": 1}, "kept": 2}
        after = one.put(before, one.least)

        assert one.of(after) == one.least
        assert (after["kept"], after["discounts"]["kept"]) == (2, 1)
        assert before == {"discounts": {"kept": 1}, "kept": 2}

    def test_no_two_lie_in_the_same_place(self):
        assert len({one.path for one in POLICIES.values()}) == len(POLICIES)

    @pytest.mark.parametrize("one", POLICIES.values(), ids=str)
    def test_the_usual_can_be_set(self, one):
        assert one.fault(one.usual) == one.fault(one.least) == one.fault(one.most) == ""


HELD = {key: one.usual for key, one in POLICIES.items()}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({ATTAINED.key: 1_000_001}, "Enter 1 % to 100 %."),
        ({ATTAINED.key: 0}, "Enter 1 % to 100 %."),
        ({REVIEW_WITHIN.key: 60}, "Enter 15 min to 80 h."),
        ({SEASON_MONTHS.key: 5}, "1, 2, 3, 4, 6 or 12 months"),
        ({SEASON_STARTS_IN.key: 13}, "January to December"),
        ({DISCOUNT_OWNER.key: 40_000}, "A seller may give 10 % without asking"),
    ],
)
def test_what_cannot_be_set_is_said_by_its_key(given, said):
    (found,) = faults({**HELD, **given}, given).items()

    assert found[0] == next(iter(given))
    assert said in found[1]


def test_a_seller_cannot_be_let_past_the_owner():
    given = {DISCOUNT_WHOLE.key: 300_000}

    assert list(faults({**HELD, **given}, given)) == [DISCOUNT_OWNER.key]
    assert not faults({**HELD, **given, DISCOUNT_OWNER.key: 300_000}, given)


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (Unit.SHARE, 125_000, "12.5 %"),
        (Unit.EFFORT, 28_800, "8 h"),
        (Unit.EFFORT, 5_400, "1 h 30 min"),
        (Unit.EFFORT, 900, "15 min"),
        (Unit.MONTHS, 1, "1 month"),
        (Unit.MONTHS, 6, "6 months"),
        (Unit.MONTH, 4, "April"),
    ],
)
def test_a_value_is_said_in_words(unit, value, said):
    assert unit.written(value) == said
