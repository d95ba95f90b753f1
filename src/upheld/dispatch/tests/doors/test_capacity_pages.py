"""Capacity on screen, as CSV and for programs; a question is answered before it is promised."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upheld.dispatch.tests.conftest import MONDAY
from upheld.playbook.tests.conftest import Doors


@pytest.fixture
def sam(world, accepted):
    return Doors(world, "sam", MONDAY)


def test_the_page_opens_each_number_to_its_rows(sam):
    text = sam.get("/capacity/").content.decode()
    assert "/capacity/week?monday=2026-03-09#promised" in text
    rows = sam.get("/capacity/week?monday=2026-05-11").content.decode()
    assert "Mail of 20 people moved" in rows
    assert sam.get("/capacity/week?monday=2026-05-11&of=onsite").status_code == 200


@pytest.mark.parametrize("monday", ["2020-01-06", "soon", "9999-12-31"])
def test_a_week_out_of_reach_is_not_there(sam, monday):
    assert sam.get(f"/capacity/week?monday={monday}").status_code == 404


def test_a_question_is_answered_on_the_page(sam):
    text = sam.get("/capacity/?hours=300h&due=2026-03-20&of=projects").content.decode()
    assert "It does not fit" in text
    assert "would surely fit by" in text
    assert "It fits" in sam.get("/capacity/?hours=2&due=2026-03-20").content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("hours=never&due=2026-03-20", "not a length of time"),
        ("hours=0&due=2026-03-20", "more than nothing"),
        ("hours=2&due=soon", "valid date"),
        ("hours=2&due=9999-12-31", "this century"),
    ],
)
def test_a_question_that_cannot_be_read_says_so(sam, query, said):
    answer = sam.get(f"/capacity/?{query}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "field-error" in text
    assert said in text


def test_all_groups_by_week_as_csv(sam):
    answer = sam.get("/capacity/export.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    everybody = [row for row in rows if row["of"] == "Everybody"]
    assert len(everybody) == 12
    assert sum(float(row["promised_hours"]) for row in everybody) > 30
    onsite = sam.get("/capacity/export.csv?of=onsite").content.decode("utf-8-sig")
    assert len(onsite.splitlines()) == 13


def test_programs_read_the_same(sam):
    one = sam.api("GET", "capacity?of=onsite").json()
    assert (one["people"], len(one["weeks"]), one["tickets_known"]) == (
        ["Dana Whitfield"], 12, False,
    )  # fmt: skip
    assert {group["of"] for group in sam.api("GET", "capacity/groups").json()} >= {"", "onsite"}
    rows = sam.api("GET", "capacity/week?monday=2026-05-11").json()
    promised = sum(row["seconds"] for row in rows["rows"] if row["kind"] == "promised")
    assert promised == rows["week"]["promised"] > 0
    found = sam.api("GET", "capacity/outlook?seconds=1080000&due=2026-03-20&of=projects").json()
    assert (found["fits"], found["short"] > 0, len(found["overfilled"])) == (False, True, 2)


@pytest.mark.parametrize(
    "path",
    ["capacity/outlook?seconds=0&due=2026-03-20", "capacity/outlook?seconds=5&due=9999-12-31"],
)
def test_programs_are_refused_nonsense(sam, path):
    assert sam.api("GET", path).status_code == 422


def test_is_for_those_who_promise(world, sam):
    assert Doors(world, "theo", MONDAY).get("/capacity/").status_code == 403
    assert Doors(world, "lena", MONDAY).get("/capacity/").status_code == 200


def test_reads_few_tables(sam):
    sam.get("/capacity/")
    with CaptureQueriesContext(connection) as queries:
        sam.get("/capacity/")
    assert len(queries) <= 40, len(queries)  # two thirds sign Sam in and surround the page
