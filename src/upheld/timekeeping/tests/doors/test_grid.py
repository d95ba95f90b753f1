"""My time through its pages: gaps to fill, entries moved and arranged, refusals in their place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.entering import browser

from upheld.customers.operations.companies import add_company
from upheld.foundation import clock
from upheld.timekeeping.models import TimeEntry
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.locking import lock_time

MONDAY = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


@pytest.fixture
def logged(world):
    add_company(name="Acme Manufacturing", by=world.ana, at=MONDAY)
    return capture(line="acme vpn down 10:00-10:30", by=world.dana, at=MONDAY).entry


def moved(client, entry, **said):
    body = {"day": "2026-03-09", "begins": "11:00", "version": entry.version, "view": "day", **said}
    return client.post(reverse("time-move", args=[entry.pk]), body)


@pytest.mark.parametrize("route", ["my-time", "my-week"])
class TestThePage:
    def test_shows_blocks_and_gaps_that_lead_to_the_line_and_to_a_form(self, world, logged, route):
        page = browser(world, "dana").get(reverse(route)).content.decode()
        assert 'data-h="10" data-m="0" data-for-h="0" data-for-m="30"' in page
        assert 'data-fill="9:00-10:00 "' in page
        assert f"{reverse('time-new')}?day=2026-03-09&amp;begins=09:00&amp;ends=10:00" in page

    def test_names_the_day_in_the_line_of_another_day(self, world, logged, route):
        page = browser(world, "dana").get(f"{reverse(route)}?day=2026-03-06").content.decode()
        assert 'data-fill="2026-03-06 9:00-17:30 "' in page

    @pytest.mark.parametrize("query", [
        "day=2199-12-31", "day=1900-01-01", "day=x", "entry=" + "9" * 30, "entry=²",
        "day=0001-01-01", "day=9999-12-31",
    ])  # fmt: skip
    def test_answers_whatever_is_asked(self, world, logged, route, query):
        assert browser(world, "dana").get(f"{reverse(route)}?{query}").status_code == 200

    def test_shows_what_can_be_done_to_a_chosen_entry(self, world, logged, route):
        dana = browser(world, "dana")
        page = dana.get(f"{reverse(route)}?entry={logged.pk}").content.decode()
        assert reverse("time-split", args=[logged.pk]) in page
        assert reverse("time-copy", args=[logged.pk]) in page

    def test_does_not_choose_somebody_elses(self, world, logged, route):
        page = browser(world, "theo").get(f"{reverse(route)}?entry={logged.pk}").content.decode()
        assert reverse("time-split", args=[logged.pk]) not in page

    def test_offers_no_gaps_on_locked_days(self, world, logged, route):
        lock_time(through=datetime(2026, 3, 6, tzinfo=UTC).date(), by=world.felix, at=MONDAY)
        page = browser(world, "dana").get(f"{reverse(route)}?day=2026-03-06").content.decode()
        assert 'data-fill="2026-03-06' not in page
        assert "data-still" in page


def test_time_without_an_hour_stands_where_nothing_is_and_floats_otherwise(world, logged):
    for _ in range(2):
        capture(line="internal tidying 30m", by=world.dana, at=MONDAY)
    page = browser(world, "dana").get(reverse("my-time")).content.decode()
    assert page.count("is-about") == 1
    assert page.count("is-floating") == 1


class TestMoving:
    def test_puts_a_new_entry_in_its_place_and_keeps_the_length(self, world, logged):
        answer = moved(browser(world, "dana"), logged)
        assert (answer.status_code, answer["Location"]) == (303, "/time/day?day=2026-03-09")
        fresh = TimeEntry.objects.get(void=False)
        assert fresh.started_at == datetime(2026, 3, 9, 11, 0, tzinfo=UTC)
        assert (fresh.seconds, fresh.replaces_id) == (1800, logged.pk)

    def test_by_its_lower_edge_changes_its_length(self, world, logged):
        moved(browser(world, "dana"), logged, begins="10:00", ends="10:50", view="week")
        assert TimeEntry.objects.get(void=False).seconds == 3000

    def test_is_refused_in_place_and_goes_on_when_set_aside(self, world, logged):
        capture(line="internal 11:15-11:45", by=world.dana, at=MONDAY)
        dana = browser(world, "dana")
        refused = moved(dana, logged)
        page = refused.content.decode()
        assert refused.status_code == 409
        assert 'id="grid-refused"' in page
        assert "Do it anyway" in page
        assert 'name="begins" value="11:00"' in page
        assert moved(dana, logged, setting_aside="overlaps").status_code == 303

    @pytest.mark.parametrize(("said", "status"), [
        ({"begins": ""}, 422), ({"begins": "99:00"}, 422), ({"day": "tomorrow"}, 422),
        ({"day": "2026-03-10"}, 409), ({"begins": "17:00"}, 409), ({"version": 0}, 409),
    ])  # fmt: skip
    def test_says_what_is_wrong(self, world, logged, said, status):
        assert moved(browser(world, "dana"), logged, **said).status_code == status
        assert not TimeEntry.objects.get().void

    def test_is_nobody_elses_to_do(self, world, elsewhere, logged):
        assert moved(browser(world, "theo"), logged).status_code == 404
        assert moved(browser(elsewhere, "olga"), logged).status_code == 404
        assert moved(browser(world, "sam"), logged).status_code == 303


class TestArrangingFromTheGrid:
    def test_splits_merges_and_copies_and_comes_back(self, world, logged):
        dana = browser(world, "dana")
        answer = dana.post(reverse("time-split", args=[logged.pk]), {
            "after_seconds": "10m", "version": logged.version, "view": "week"})  # fmt: skip
        assert answer["Location"] == "/time/week?day=2026-03-09"
        first = TimeEntry.objects.filter(void=False).order_by("started_at")[0]
        answer = dana.post(reverse("time-merge", args=[first.pk]), {"view": "day"})
        assert answer["Location"] == "/time/day?day=2026-03-09"
        whole = TimeEntry.objects.get(void=False)
        assert whole.seconds == 1800
        answer = dana.post(
            reverse("time-copy", args=[whole.pk]), {"day": "2026-03-06", "view": "day"}
        )
        assert answer["Location"] == "/time/day?day=2026-03-06"

    def test_a_split_beyond_it_is_refused_on_its_day(self, world, logged):
        answer = browser(world, "dana").post(reverse("time-split", args=[logged.pk]), {
            "after_seconds": "2h", "version": logged.version, "view": "day"})  # fmt: skip
        assert answer.status_code == 409
        assert "Both parts need some time." in answer.content.decode()


def test_a_week_costs_as_many_queries_as_it_did_with_little_in_it(world, logged, questions):
    dana = browser(world, "dana")
    dana.get(reverse("my-week"))
    with questions() as few:
        dana.get(reverse("my-week"))
    for n in range(8):
        capture(line=f"internal work {n} 5m", by=world.dana, at=MONDAY - timedelta(minutes=9 * n))
    with questions() as many:
        dana.get(reverse("my-week"))
    assert len(many) == len(few)
