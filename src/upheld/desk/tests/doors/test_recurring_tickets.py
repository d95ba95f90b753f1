"""Recurring tickets through both doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from upheld.desk.models import RecurringTicket
from upheld.desk.operations.ticket_templates import TemplateWords, keep_template
from upheld.desk.tests.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("at_monday")
JSON = "application/json"
BASE = "/api/v1/recurring-tickets"


@pytest.fixture
def template(world):
    words = TemplateWords(name="Backups", title="Look at the backups")
    return keep_template(words=words, by=world.sam, at=MONDAY)


def test_pages_set_up_pause_and_end(world, acme, template, browser):
    sam, dana = browser("sam"), browser("dana")
    form = {"template": template.number, "company": acme.number, "every": "1", "how": "nth",
            "weekdays": ["0", "1", "2", "3", "4"], "nth": "1", "time": "07:30",
            "starts_on": "2026-03-09"}  # fmt: skip
    assert dana.post(reverse("recurring-ticket-new"), form).status_code == 403
    wrong = sam.post(reverse("recurring-ticket-new"), {**form, "how": "week", "weekdays": []})
    assert wrong.status_code == 422
    assert "Choose at least one weekday" in wrong.content.decode()
    assert sam.post(reverse("recurring-ticket-new"), form).status_code == 303
    made = RecurringTicket.objects.get()
    assert "Look at the backups" in dana.get(reverse("recurring-tickets")).content.decode()
    page = dana.get(reverse("recurring-ticket", args=[made.number])).content.decode()
    assert "Every month on the first weekday at 07:30" in page
    for day in ("1 Apr 2026", "1 May 2026", "1 Jun 2026", "1 Jul 2026", "3 Aug 2026"):
        assert day in page
    assert sam.post(reverse("recurring-ticket-pause", args=[made.number])).status_code == 303
    paused = dana.get(reverse("recurring-ticket", args=[made.number])).content.decode()
    assert "Nothing is made for now" in paused
    assert sam.post(reverse("recurring-ticket-resume", args=[made.number])).status_code == 303
    edit = reverse("recurring-ticket-edit", args=[made.number])
    assert "07:30" in sam.get(edit).content.decode()
    assert sam.post(edit, {**form, "time": "25:00"}).status_code == 422
    assert sam.post(edit, {**form, "how": "date", "day": "31"}).status_code == 303
    ending = reverse("recurring-ticket-end", args=[made.number])
    assert sam.post(ending, {"reason": ""}).status_code == 422
    assert sam.post(ending, {"reason": "They left"}).status_code == 303


def test_programs_do_the_same(world, acme, template, program):
    sam, dana = program("sam"), program("dana")
    body = {"template": template.number, "company": acme.number, "unit": "week", "every": 2,
            "weekdays": [1], "starts_on": "2026-03-09"}  # fmt: skip
    assert dana.post(BASE, body, JSON).status_code == 403
    made = sam.post(BASE, body, JSON)
    assert made.status_code == 201, made.content
    assert made.json()["often"] == "Every 2 weeks on Tuesday"
    number = made.json()["number"]
    ahead = dana.get(f"{BASE}/{number}/days").json()["ahead"]
    assert len(ahead) == 5
    assert ahead[0] == "2026-03-10T07:00:00Z"
    assert ahead[2] == "2026-04-07T06:00:00Z"
    assert dana.get(BASE).json()["items"][0]["number"] == number
    assert sam.post(f"{BASE}/{number}/pausing", {}, JSON).json()["next_at"] is None
    assert sam.post(f"{BASE}/{number}/resuming", {}, JSON).json()["next_at"]
    changed = sam.put(f"{BASE}/{number}", {**body, "every": 1}, JSON)
    assert changed.json()["often"] == "Every week on Tuesday"
    ended = sam.post(f"{BASE}/{number}/ending", {"reason": "Enough"}, JSON)
    assert ended.json()["why_ended"] == "Enough"
    again = sam.post(f"{BASE}/{number}/pausing", {}, JSON)
    assert again.status_code == 409
