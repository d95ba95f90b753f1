"""Every page of selling opens for who may see it, is absent for a stranger, and stays cheap."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upheld.demo.cast import OPENING
from upheld.selling.operations.debriefs import FoundGap, debrief
from upheld.selling.operations.evidence import give_evidence
from upheld.selling.operations.preparing import huddle

FRAME = re.compile(r"SAVEPOINT|session|set_config|last_login\" =")
"""Statements of signing in and of the scope, which are not the page's."""

PAGES = [
    ("my-season", None, 22),
    ("deals", None, 14),
    ("deal-board", None, 18),
    ("deal-new", None, 14),
    ("deal", "deal", 24),
    ("deal-edit", "deal", 14),
    ("deal-step", "deal", 12),
    ("deal-lose", "deal", 12),
    ("deal-contact", "deal", 12),
    ("meeting-new", "deal", 14),
    ("gap-new", "deal", 12),
    ("meetings", None, 14),
    ("meeting-list", None, 14),
    ("meeting", "meeting", 20),
    ("meeting-edit", "meeting", 18),
    ("meeting-cancel", "meeting", 12),
    ("meeting-huddle", "meeting", 16),
    ("meeting-debrief", "meeting", 12),
    ("gaps", None, 14),
    ("gap", "gap", 12),
    ("gap-edit", "gap", 12),
    ("gap-disclose", "gap", 12),
]


@pytest.fixture
def numbers(sale):
    """One deal with evidence, a meeting that was debriefed with a gap, and one that lies ahead."""
    at = sale.at
    give_evidence(
        deal=sale.deal,
        kind="problem_stated",
        words="Backups fail every other night.",
        contact=sale.ann,
        by=sale.world.lena,
        at=at,
    )
    held = sale.meeting()
    huddle(
        meeting=held,
        goal="Learn who decides",
        seats={sale.world.people["lena"]: "lead"},
        by=sale.world.lena,
        at=at,
    )
    debrief(
        meeting=held,
        result="met",
        next_step="Send a draft",
        next_step_on=date(2026, 3, 4),
        gaps=[FoundGap("Somebody on site on Saturdays")],
        by=sale.world.lena,
        at=at + timedelta(hours=4),
    )
    ahead = sale.meeting(
        title="Demo",
        kind="demo",
        starts_at=at + timedelta(days=1),
        ends_at=at + timedelta(days=1, hours=1),
    )
    return {"deal": sale.deal.number, "meeting": ahead.number, "gap": 1}


@pytest.mark.parametrize(("name", "needs", "budget"), PAGES)
def test_a_page_opens_within_its_budget(numbers, lena, name, needs, budget):
    url = reverse(name, args=[numbers[needs]] if needs else [])
    lena.at = OPENING + timedelta(hours=5)
    with CaptureQueriesContext(connection) as seen:
        page = lena.get(url)
    assert page.status_code == 200, page.content.decode()[:2000]
    ours = [one for one in seen if not FRAME.search(one["sql"])]
    assert len(ours) <= budget, f"{len(ours)} queries:\n" + "\n".join(q["sql"][:160] for q in ours)


@pytest.mark.parametrize(("name", "needs"), [(name, needs) for name, needs, _ in PAGES if needs])
def test_a_strangers_page_does_not_exist(numbers, olga, name, needs):
    assert olga.get(reverse(name, args=[numbers[needs]])).status_code == 404


def test_a_technician_reads_a_deal_and_is_offered_no_change(numbers, doors_of):
    dana = doors_of("dana")
    page = dana.get(reverse("deal", args=[numbers["deal"]])).content.decode()
    assert "Server refresh" in page
    assert reverse("deal-edit", args=[numbers["deal"]]) not in page
    assert dana.get(reverse("deal-edit", args=[numbers["deal"]])).status_code == 403


def test_a_stranger_sees_none_of_our_deals_in_lists(numbers, olga):
    for name in ("deals", "deal-board", "gaps", "meetings", "my-season", "meeting-list"):
        page = olga.get(reverse(name)).content.decode()
        assert "Acme Dental" not in page
        assert reverse("gap", args=[numbers["gap"]]) not in page


def test_a_customers_page_lists_their_open_deals(numbers, lena, sale):
    page = lena.get(reverse("customer", args=[sale.acme.number])).content.decode()
    assert reverse("deal", args=[numbers["deal"]]) in page
    assert f"{reverse('deal-new')}?company={sale.acme.number}" in page
