"""Odd time is found, passed, asked about and explained; all other time is right by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.foundation.actor import system
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import LookState, TimeLook
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.looking import (
    ask_about_time,
    explain_time,
    find_odd_time,
    pass_time,
)
from upheld.timekeeping.operations.time import correct_time, log_time
from upheld.timekeeping.queries.looking import looks_page, questions_to
from upheld.timekeeping.targets import own_work

NOW = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
SUNDAY = date(2026, 3, 8)
HOUR = 3600
STOCK = own_work("internal", "Stock")


def find(world, at: datetime = NOW):
    return find_odd_time(since=at - timedelta(days=2), by=system(world.provider.pk), at=at)


@pytest.fixture
def entry(world):
    return log_time(target=STOCK, seconds=HOUR, worked_on=SUNDAY, by=world.dana, at=NOW)


@pytest.fixture
def look(world, entry):
    return find(world)[0]


class TestFinding:
    def test_names_what_is_odd_and_only_once(self, world, entry):
        log_time(target=STOCK, seconds=HOUR, note="Counted", by=world.dana, at=NOW)
        found = find(world)
        assert [one.entry_id for one in found] == [entry.pk]
        assert [one["code"] for one in found[0].oddities] == ["day_off", "entered_late"]
        assert find(world) == []

    def test_blames_the_entry_that_made_the_day_long(self, world):
        for n in range(4):
            log_time(target=STOCK, seconds=3 * HOUR, note=str(n), by=world.dana, at=NOW)
        found = find(world)
        assert [(one.entry.note, one.oddities[0]["code"]) for one in found] == [("3", "long_day")]

    def test_sees_overlaps_that_were_set_aside(self, world):
        nine = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
        for note in ("first", "second"):
            log_time(
                target=STOCK, started_at=nine, ended_at=nine + timedelta(hours=1), seconds=0,
                note=note, setting_aside=frozenset({"overlaps"}), by=world.dana, at=NOW,
            )  # fmt: skip
        assert [one.entry.note for one in find(world)] == ["second"]

    def test_leaves_settled_time_alone(self, world, entry):
        lock_time(through=SUNDAY, by=world.felix, at=NOW)
        correct_time(entry=entry, seconds=60, by=world.dana, at=NOW)
        assert find(world) == []

    def test_costs_the_same_for_many_as_for_few(self, world, entry, questions):
        find(world)
        with questions() as few:
            find(world)
        for n in range(12):
            log_time(target=STOCK, seconds=60, note=str(n), by=world.theo, at=NOW)
        with questions() as many:
            find(world)
        assert len(many) <= max(12, len(few) + 10)


class TestAnswering:
    def test_fine_takes_it_off_the_page(self, world, look):
        assert looks_page().turns == (look,)
        pass_time(look=look, by=world.sam, at=NOW)
        assert looks_page().is_empty

    def test_a_question_goes_to_whose_it_is_and_comes_back(self, world, look):
        ask_about_time(look=look, question="On a Sunday?", by=world.sam, at=NOW)
        assert (looks_page().turns, looks_page().asked) == ((), (look,))
        assert list(questions_to(look.person_id)) == [look]
        assert list(questions_to(world.people["theo"].pk)) == []
        explain_time(look=look, answer="The rack moved", by=world.dana, at=NOW)
        assert looks_page().turns[0].answer == "The rack moved"
        with pytest.raises(Refused, match="not_asked"):
            explain_time(look=look, answer="Again", by=world.dana, at=NOW)

    def test_a_correction_answers_it_too(self, world, look, entry):
        ask_about_time(look=look, question="On a Sunday?", by=world.sam, at=NOW)
        correct_time(entry=entry, worked_on=date(2026, 3, 12), by=world.dana, at=NOW)
        assert looks_page().is_empty
        with pytest.raises(Refused, match="settled_meanwhile"):
            explain_time(look=look, answer="Friday", by=world.dana, at=NOW)

    def test_needs_the_right_and_nobody_passes_their_own(self, world):
        log_time(target=STOCK, seconds=HOUR, worked_on=SUNDAY, by=world.sam, at=NOW)
        (look,) = find(world)
        with pytest.raises(Refused, match="not_allowed"):
            pass_time(look=look, by=world.dana, at=NOW)
        with pytest.raises(Refused, match="own_time"):
            pass_time(look=look, by=world.sam, at=NOW)
        with pytest.raises(Refused, match="not_found"):
            explain_time(look=look, answer="x", by=world.dana, at=NOW)
        pass_time(look=look, by=world.ana, at=NOW)
        assert TimeLook.objects.get().state == LookState.FINE

    def test_asks_something(self, world, look):
        with pytest.raises(Refused, match="invalid_input"):
            ask_about_time(look=look, question=" ", by=world.sam, at=NOW)

    def test_an_old_page_is_told(self, world, look):
        ask_about_time(look=look, question="On a Sunday?", by=world.sam, at=NOW)
        with pytest.raises(Refused, match="changed_meanwhile"):
            pass_time(look=look, seen=1, by=world.ana, at=NOW)


class TestTheLock:
    def test_asks_first_where_somebody_may_object(self, world, look):
        with pytest.raises(Refused, match="cautioned") as refused:
            lock_time(through=SUNDAY, by=world.felix, at=NOW)
        assert [one.code for one in refused.value.cautions] == ["not_looked_at"]
        ask_about_time(look=look, question="On a Sunday?", by=world.sam, at=NOW)
        with pytest.raises(Refused, match="cautioned") as refused:
            lock_time(through=SUNDAY, by=world.felix, at=NOW)
        assert [one.code for one in refused.value.cautions] == ["questions_open"]
        aside = frozenset({"questions_open"})
        lock_time(through=SUNDAY, setting_aside=aside, by=world.felix, at=NOW)
        assert looks_page().is_empty

    def test_approves_what_is_fine(self, world, look):
        pass_time(look=look, by=world.sam, at=NOW)
        lock_time(through=SUNDAY, by=world.felix, at=NOW)
