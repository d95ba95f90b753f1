"""From where on time is looked at is set from a day on, and never changes what was before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.entering import browser, program

from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.timekeeping.models import DayReminder, TimeLook, TimeStandard
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.looking import find_odd_time
from upheld.timekeeping.operations.pace import raise_pace
from upheld.timekeeping.operations.reminding import remind_of_days
from upheld.timekeeping.operations.standards import set_time_standards, withdraw_time_standards
from upheld.timekeeping.queries.pace import pace_page
from upheld.timekeeping.queries.standards import course_of_standards
from upheld.timekeeping.rules.pace import Pace
from upheld.timekeeping.rules.standards import STANDARDS, Standards

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
PATH = "/api/v1/time-standards"


def set_by(who, at=NOW, holds_from=None, roles=None, **figures):
    return set_time_standards(figures=figures, roles=roles, holds_from=holds_from, by=who, at=at)


def log_weeks(actor, at, count, hours):
    for week in range(count):
        for n in range(5):
            day = TODAY + timedelta(days=7 * week + n)
            capture(line=f"internal {day} {hours}h", by=actor, at=at)


class TestSetting:
    def test_holds_from_its_day_and_is_in_the_record(self, world):
        row = set_by(world.sam, holds_from=TODAY + timedelta(days=7), over_ppm=1_050_000)
        course = course_of_standards()
        assert course.on(TODAY + timedelta(days=6)) == Standards()
        assert course.on(TODAY + timedelta(days=7)).pace.over_ppm == 1_050_000
        entry = RecordEntry.objects.get(event="timekeeping.standards.set")
        assert entry.subject_id == row.pk
        assert '"changed":["over_ppm"]' in entry.body

    def test_the_last_of_a_day_counts_and_what_is_left_out_stays(self, world):
        set_by(world.sam, over_ppm=1_050_000)
        set_by(world.ana, weeks=4)
        held = course_of_standards().on(TODAY)
        assert (held.pace.over_ppm, held.pace.weeks) == (1_050_000, 4)

    def test_what_holds_already_is_not_set_again(self, world):
        assert set_by(world.sam, weeks=3) is None
        assert not TimeStandard.objects.exists()

    @pytest.mark.parametrize(("field", "wrong"), [
        ("over_ppm", {"over_ppm": 900_000}), ("weeks", {"weeks": 1}), ("weeks", {"weeks": 13}),
        ("under_ppm", {"over_ppm": 1_000_000, "under_ppm": 1_000_000}),
        ("spare_seconds", {"spare_seconds": 4 * 3600 + 1}), ("late_days", {"late_days": 0}),
        ("day_ppm", {"day_ppm": 999_999}), ("long_seconds", {"long_seconds": 0}),
        ("roles", {"roles": ["customer"]}), ("roles", {"roles": ["emperor"]}),
        ("holds_from", {"holds_from": TODAY - timedelta(days=1)}),
        ("holds_from", {"holds_from": date(2027, 3, 4)}),
    ])  # fmt: skip
    def test_nonsense_is_refused_by_name(self, world, field, wrong):
        with pytest.raises(Refused) as refused:
            set_by(world.sam, **wrong)
        assert list(refused.value.fields) == [field]

    def test_is_for_who_leads_the_service(self, world):
        for who in (world.dana, world.felix, world.lena):
            with pytest.raises(Refused) as refused:
                set_by(who, weeks=4)
            assert refused.value.status == 403

    def test_is_withdrawn_before_its_day_alone(self, world):
        row = set_by(world.sam, holds_from=TODAY + timedelta(days=1), weeks=5)
        gone = withdraw_time_standards(standard=row, by=world.ana, at=NOW)
        assert course_of_standards().on(TODAY + timedelta(days=1)) == Standards()
        assert withdraw_time_standards(standard=gone, by=world.ana, at=NOW).withdrawn_at == NOW
        row = set_by(world.sam, holds_from=TODAY + timedelta(days=1), weeks=6)
        with pytest.raises(Refused) as refused:
            withdraw_time_standards(standard=row, by=world.ana, at=NOW + timedelta(days=1))
        assert refused.value.code == "holds_already"

    def test_the_day_is_the_company_s(self, world):
        """At 23:30 UTC in summer, it is tomorrow in London."""
        late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        assert set_by(world.sam, at=late, weeks=4).holds_from == date(2026, 7, 2)


class TestWhatFollows:
    def test_weeks_stand_by_what_held_on_their_monday(self, world):
        later = NOW + timedelta(days=21)
        log_weeks(world.dana, later, 3, 9)
        set_by(world.sam, holds_from=TODAY + timedelta(days=7), over_ppm=1_040_000)
        (line,) = [one for one in pace_page(world.sam, later).lines
                   if one.person == world.people["dana"]]  # fmt: skip
        assert [cell.pace for cell in line.cells[-3:] if cell] == [
            Pace.WITHIN,
            Pace.OVER,
            Pace.OVER,
        ]
        itself: dict[str, Any] = {"by": system(world.provider.pk), "at": later}
        assert raise_pace(**itself) == []
        set_by(world.sam, at=later, weeks=2)
        assert raise_pace(**itself) == []
        set_by(world.sam, holds_from=TODAY + timedelta(days=14), weeks=2, over_ppm=1_040_000)
        assert len(raise_pace(**itself)) == 1

    def test_who_is_reminded_of_which_days(self, world):
        at = NOW + timedelta(days=2)
        itself: dict[str, Any] = {"by": system(world.provider.pk), "at": at}
        set_by(world.sam, holds_from=TODAY + timedelta(days=1), roles=["finance"])
        remind_of_days(**itself)
        days = DayReminder.objects.filter(day__gte=TODAY)
        felix, dana = world.people["felix"], world.people["dana"]
        assert list(days.filter(person=felix).values_list("day", flat=True)) == [date(2026, 3, 3)]
        assert list(days.filter(person=dana).values_list("day", flat=True)) == [TODAY]

    def test_entries_are_odd_by_what_held_on_their_day(self, world):
        set_by(world.sam, holds_from=TODAY + timedelta(days=1), long_seconds=3600)
        at = NOW + timedelta(days=1)
        capture(line=f"internal {TODAY} 2h", by=world.dana, at=at)
        capture(line="internal 2h", by=world.dana, at=at)
        find_odd_time(since=NOW, by=system(world.provider.pk), at=at)
        look = TimeLook.objects.get()
        assert (look.entry.worked_on, look.oddities[0]["code"]) == (
            TODAY + timedelta(days=1), "long_without_note")  # fmt: skip


class TestTheDoors:
    @pytest.fixture(autouse=True)
    def now(self):
        with clock.standing_at(NOW):
            yield

    def typed(self, **more):
        usual = {"over_ppm": "110", "under_ppm": "70", "weeks": "3", "spare_seconds": "30m",
                 "late_days": "3", "day_ppm": "125", "estimate_ppm": "200", "long_seconds": "4h",
                 "roles": ["technician"], "holds_from": "2026-03-09"}  # fmt: skip
        assert set(usual) >= {one.key for one in STANDARDS}
        return {**usual, **more}

    def test_the_page_sets_it_says_what_is_to_come_and_takes_it_back(self, world):
        sam, url = browser(world, "sam"), reverse("time-standards")
        assert "nobody has set anything" in sam.get(url).content.decode()
        assert sam.post(url, self.typed(over_ppm="105", reason="Spring")).status_code == 303
        page = sam.get(url).content.decode()
        assert "A week is over pace above: 110" in page
        assert "Spring" in page
        row = TimeStandard.objects.get()
        withdraw = reverse("time-standards-withdraw", args=[row.pk])
        assert sam.post(withdraw, {"version": row.version}).status_code == 303
        assert "Spring" not in sam.get(url).content.decode()

    def test_the_page_keeps_what_was_typed_and_marks_what_is_wrong(self, world):
        answer = browser(world, "ana").post(
            reverse("time-standards"), self.typed(over_ppm="90", holds_from="2026-03-01")
        )
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'value="90"' in page
        assert "Enter 100" in page
        assert "what is past stays" in page

    def test_finance_reads_it_and_a_technician_does_not(self, world):
        url = reverse("time-standards")
        page = browser(world, "felix").get(url).content.decode()
        assert "A week is over pace above" in page
        assert 'name="over_ppm"' not in page
        assert browser(world, "felix").post(url, self.typed()).status_code == 403
        assert browser(world, "dana").get(url).status_code == 403

    def test_by_a_program(self, world, elsewhere):
        sam = program(world, "sam")
        body = {"holds_from": "2026-03-09", "over_ppm": 1_050_000, "roles": ["technician"]}
        said = sam.post(PATH, body, content_type="application/json").json()
        (one,) = said["to_come"]
        assert (one["figures"]["over_ppm"], one["figures"]["roles"]) == (1_050_000, ["technician"])
        assert said["holding"]["over_ppm"] == 1_100_000
        wrong = sam.post(PATH, {"weeks": 99}, content_type="application/json")
        assert (wrong.status_code, "weeks" in wrong.json()["fields"]) == (422, True)
        back = f"{PATH}/{one['id']}/withdrawal"
        assert program(elsewhere, "olga").post(back).status_code == 404
        assert program(world, "felix").post(back).status_code == 403
        stale = sam.post(back, headers={"If-Match": '"7"'})
        assert stale.status_code == 409
        assert sam.post(back, headers={"If-Match": f'"{one["version"]}"'}).status_code == 200
        assert sam.get(PATH).json()["to_come"] == []
