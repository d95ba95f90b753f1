"""Time is planned, moved and taken from the plan; doubts are said and can be set aside."""

from __future__ import annotations

from datetime import date

import pytest

from upheld.dispatch.events import Event
from upheld.dispatch.models import PlannedBlock
from upheld.dispatch.operations.blocks import drop_block, move_block
from upheld.dispatch.tests.conftest import MONDAY, hours
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.people.operations.working_time import enter_leave


def codes(refused):
    return [caution.code for caution in refused.value.cautions]


class TestPlanning:
    def test_a_block_is_what_it_is_on_for_somebody(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        assert (block.title, block.on_kind, block.seconds) == ("Internal: Stock", "internal", 7200)
        assert (block.planned_by_id, block.number) == (world.people["sam"].pk, 1)
        assert RecordEntry.objects.filter(event=Event.BLOCK_PLANNED.value).count() == 1

    def test_each_has_a_name_of_its_own_for_calendars(self, plan):
        one, two = plan("dana", hours(10, 9, 11)), plan("dana", hours(10, 11, 12))
        assert one.uid != two.uid

    def test_others_are_planned_for_by_whoever_may(self, world, plan):
        assert plan("dana", hours(10, 9, 11), by=world.dana)
        with pytest.raises(Refused, match="not_allowed"):
            plan("theo", hours(10, 9, 11), by=world.dana)
        with pytest.raises(Refused, match="not_allowed"):
            plan("theo", hours(10, 9, 11), by=world.lena)

    @pytest.mark.parametrize(
        ("name", "period", "code"),
        [
            ("dana", hours(10, 18, 19), "outside_hours"),
            ("dana", hours(14, 10, 11), "outside_hours"),  # a Saturday
            ("dana", hours(11, 10, 11), "overlaps"),
            ("dana", hours(12, 9, 17.5), "on_leave"),
            ("dana", hours(6, 10, 11), "already_over"),
        ],
    )
    def test_a_doubt_stops_it_until_it_is_set_aside(self, world, plan, name, period, code):
        plan(name, hours(11, 9, 12))
        enter_leave(person=world.people["dana"], first_on=date(2026, 3, 12),
                    last_on=date(2026, 3, 13), by=world.ana, at=MONDAY)  # fmt: skip
        with pytest.raises(Refused) as refused:
            plan(name, period)
        assert codes(refused) == [code]
        block = plan(name, period, aside=(code,))
        assert block.set_aside == [code]
        entry = RecordEntry.objects.filter(event=Event.BLOCK_PLANNED.value).latest("pk")
        assert code in str(entry.body)

    def test_a_day_over_its_hours_is_doubted(self, plan):
        plan("dana", hours(11, 9, 15))
        plan("dana", hours(11, 15, 17.5))
        with pytest.raises(Refused) as refused:
            plan("dana", hours(11, 17.5, 18.5))
        assert codes(refused) == ["outside_hours", "day_overfull"]

    def test_no_time_and_more_than_a_day_are_refused(self, plan):
        with pytest.raises(Refused, match="block_empty"):
            plan("dana", hours(11, 9, 9))
        with pytest.raises(Refused, match="block_too_long"):
            plan("dana", hours(11, 9, 9 + 24.5))

    def test_whoever_left_is_not_planned(self, world, plan):
        from upheld.people.operations.people import deactivate_person

        deactivate_person(person=world.people["theo"], last_day=date(2026, 3, 9), by=world.ana,
                      at=MONDAY)  # fmt: skip
        with pytest.raises(Refused, match="person_left"):
            plan("theo", hours(10, 9, 11))


class TestMoving:
    def test_to_another_time_and_another_person(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        moved = move_block(block=block, period=hours(11, 13, 15), person=world.people["theo"],
                           seen=block.version, by=world.sam, at=MONDAY)  # fmt: skip
        assert (moved.person.handle, moved.period) == ("theo", hours(11, 13, 15))
        assert moved.uid == block.uid

    def test_a_stale_move_is_refused(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        move_block(block=block, period=hours(10, 13, 15), seen=1, by=world.sam, at=MONDAY)
        with pytest.raises(Refused, match="changed_meanwhile"):
            move_block(block=block, period=hours(10, 14, 16), seen=1, by=world.sam, at=MONDAY)

    def test_it_does_not_overlap_itself(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        moved = move_block(block=block, period=hours(10, 9.5, 12), by=world.sam, at=MONDAY)
        assert moved.seconds == 2.5 * 3600

    def test_doubts_are_asked_anew_where_it_lies_then(self, world, plan):
        block = plan("dana", hours(10, 18, 19), aside=("outside_hours",))
        with pytest.raises(Refused) as refused:
            move_block(block=block, period=hours(11, 18, 19), by=world.sam, at=MONDAY)
        assert codes(refused) == ["outside_hours"]
        words = move_block(block=block, title="Stock taking", by=world.sam, at=MONDAY)
        assert (words.title, words.set_aside) == ("Stock taking", ["outside_hours"])

    def test_the_same_again_changes_nothing(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        same = move_block(block=block, period=hours(10, 9, 11), by=world.sam, at=MONDAY)
        assert same.version == block.version

    def test_anothers_is_left_alone(self, world, plan):
        block = plan("theo", hours(10, 9, 11))
        with pytest.raises(Refused, match="not_allowed"):
            move_block(block=block, person=world.people["dana"], by=world.dana, at=MONDAY)


class TestDropping:
    def test_it_is_kept_and_stands_no_more(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        dropped = drop_block(block=block, seen=1, by=world.sam, at=MONDAY)
        assert not dropped.stands
        assert PlannedBlock.objects.count() == 1
        plan("dana", hours(10, 9, 11))  # nothing is in its place
        with pytest.raises(Refused, match="block_dropped"):
            move_block(block=block, period=hours(11, 9, 11), by=world.sam, at=MONDAY)

    def test_twice_is_once_and_stale_is_refused(self, world, plan):
        block = plan("dana", hours(10, 9, 11))
        move_block(block=block, period=hours(10, 10, 11), by=world.sam, at=MONDAY)
        with pytest.raises(Refused, match="changed_meanwhile"):
            drop_block(block=block, seen=1, by=world.sam, at=MONDAY)
        drop_block(block=block, by=world.sam, at=MONDAY)
        again = drop_block(block=block, seen=1, by=world.sam, at=MONDAY)
        assert not again.stands
