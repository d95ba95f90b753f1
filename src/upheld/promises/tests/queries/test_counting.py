"""The ledger said in SQL comes to what its rules say, for promises of every kind."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask, MeasureRow, breakdown_of, figure_of, measure_called
from upheld.measures.rules.statistics import share
from upheld.people.models import Person
from upheld.promises.models import Promise, Source
from upheld.promises.queries.counting import say_do_of, where_standing
from upheld.promises.queries.promises import light_of, promises_due, with_lights
from upheld.promises.rules.ledger import Standing, say_do
from upheld.promises.rules.states import FINAL, PromiseState

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
QUARTER = Period(MONDAY - 45 * DAY, MONDAY + 45 * DAY)


@pytest.fixture
def many(world):
    """Three hundred promises of every state, with moments that often fall together."""
    chance = random.Random(20260309)
    owners = [world.people[name] for name in ("dana", "theo", "sam")]
    with bookkeeping():
        for number in range(1, 301):
            _any_promise(number, chance, owners).save()
    return list(Promise.objects.all())


def _any_promise(number: int, chance: random.Random, owners: list[Person]) -> Promise:
    def moment() -> datetime:
        return MONDAY + chance.randint(-60, 60) * DAY

    state = chance.choice(list(PromiseState))
    agreed = state in {PromiseState.AGREED, PromiseState.KEPT, PromiseState.BROKEN}
    agreed = agreed or (state is not PromiseState.OFFERED and chance.random() < 0.5)
    other = Promise.objects.first()
    if state is PromiseState.REPLACED and other is None:
        state = PromiseState.RELEASED
    return Promise(
        number=number,
        words=f"Promise {number}",
        source=chance.choice(list(Source)),
        owner=chance.choice(owners),
        state=state.value,
        offered_at=MONDAY - 90 * DAY,
        agreed_at=moment() if agreed else None,
        due_at=moment() if chance.random() < 0.8 else None,
        settled_at=moment() if state in FINAL else None,
        shown="Signed off" if state is PromiseState.KEPT else "",
        settled_why="Because" if state is PromiseState.BROKEN else "",
        replaced_by=other if state is PromiseState.REPLACED else None,
        risk_at=MONDAY if chance.random() < 0.2 else None,
        value_minor=chance.randint(1, 10**6),
        currency="GBP",
    )


@pytest.mark.parametrize("days", [-70, -30, -1, 0, 1, 30, 70])
def test_the_same_ratio_at_any_moment(many, days):
    at = MONDAY + days * DAY
    assert say_do_of(Promise.objects.all(), QUARTER, at) == say_do(
        (promise.fact() for promise in many), QUARTER, at
    )


@pytest.mark.parametrize("days", [-70, -1, 0, 1, 70])
def test_every_promise_has_one_standing_and_the_same(many, days):
    at = MONDAY + days * DAY
    counted = 0
    for standing in Standing:
        found = set(
            Promise.objects.filter(where_standing(standing, at)).values_list("pk", flat=True)
        )
        assert found == {one.pk for one in many if one.standing(at) is standing}, standing
        counted += len(found)
    assert counted == len(many)


@pytest.mark.parametrize("days", [-70, 0, 70])
def test_the_light_of_a_list_is_that_of_the_page(many, days):
    at = MONDAY + days * DAY
    lights = {one.pk: one.light for one in with_lights(Promise.objects.all(), at)}
    assert lights == {one.pk: light_of(one, at) for one in many}


class TestMeasure:
    ask = Ask(QUARTER, MONDAY + 45 * DAY)

    def test_is_the_share_kept_in_time(self, many):
        tally = say_do((one.fact() for one in many), QUARTER, self.ask.at)
        assert figure_of("say_do_ratio", self.ask) == share(tally.kept, tally.counted)
        assert tally.counted > 40

    @pytest.mark.parametrize("by", ["person", "source"])
    def test_adds_up_over_a_breakdown(self, many, by):
        whole = figure_of("say_do_ratio", self.ask)
        ask = Ask(self.ask.period, self.ask.at, by)
        parts = breakdown_of("say_do_ratio", ask)
        assert sum(one.n for one in parts.values()) == whole.n
        for subject, figure in parts.items():
            narrowed = Ask(ask.period, ask.at, None, {by: subject.key or 0})
            assert figure_of("say_do_ratio", narrowed) == figure

    def test_its_rows_are_those_it_counts_page_by_page(self, many):
        measure = measure_called("say_do_ratio")
        seen: list[MeasureRow] = []
        after = ""
        while page := measure.rows(self.ask, after, 7):
            seen += page
            after = page[-1].after
        assert len(seen) == len({row.url for row in seen}) == figure_of("say_do_ratio", self.ask).n
        assert [row.at for row in seen] == sorted((row.at for row in seen if row.at), reverse=True)
        kept = sum(row.said == "kept" for row in seen)
        assert kept == say_do((one.fact() for one in many), QUARTER, self.ask.at).kept


def test_what_is_due_is_mine_agreed_and_not_later_than_today(world, many):
    due = promises_due(world.dana, MONDAY, days=3)
    mine = [one for one in many if one.owner_id == world.dana.person_id and one.state == "agreed"]
    midnight = datetime(2026, 3, 12, tzinfo=UTC)
    assert set(due.overdue) == {one for one in mine if one.due_at and one.due_at < MONDAY}
    assert set(due.due) == {one for one in mine if one.due_at and MONDAY <= one.due_at < midnight}
