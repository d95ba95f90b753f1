"""The catalogue through both doors: figures, breakdowns, rows, and what must stay unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests import entering

from upheld.foundation import clock
from upheld.foundation.models import Job
from upheld.measures.models import MeasurePoint
from upheld.measures.operations.measuring import measure_again
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit, said_in

AT = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

"""What a transaction costs on one database and not on the other."""


@pytest.fixture(autouse=True)
def then(rows):
    rows.all = [(AT - HOUR - n * DAY, "ab"[n % 2], n % 4 > 0) for n in range(200)]
    with clock.standing_at(AT):
        yield


@pytest.fixture
def browser(world):
    return entering.browser(world, "sam")


@pytest.fixture
def program(world):
    return entering.program(world, "sam")


def test_the_catalogue_shows_figures_with_their_sample(browser):
    page = browser.get("/measures/").content.decode()
    assert "74.4 %" in page
    assert "90 rows" in page


def test_a_page_shows_history_breakdown_and_rows(world, browser):
    measure_again("met", AT)
    page = browser.get("/measures/met?by=kind").content.decode()
    sure = share(67, 90).interval
    assert sure is not None
    low = said_in(Unit.SHARE, sure.low)
    for said in ("Met of all.", "Met by month", "By kind", ">A</a>", ">B</a>", "Row 0", low):
        assert said in page, said
    assert "older" in page.lower()


def test_rows_are_paged_without_a_gap(program):
    seen, after = [], ""
    while True:
        answer = program.get(f"/api/v1/measures/met/rows?limit=40&after={after}").json()
        seen += [row["title"] for row in answer["items"]]
        after = answer["next"]
        if not after:
            break
    assert seen == [f"Row {n}" for n in range(90)]


def test_by_program(program):
    answer = program.get("/api/v1/measures/met?period=2026-04&by=kind").json()
    assert answer["figure"]["n"] == 30
    assert sum(line["figure"]["n"] for line in answer["breakdown"]) == 30
    narrowed = program.get("/api/v1/measures/met?period=2026-04&kind=a").json()
    assert narrowed["figure"] == answer["breakdown"][0]["figure"]


def test_too_few_rows_say_how_many_more(program, browser, rows):
    rows.all = rows.all[:3]
    figure = program.get("/api/v1/measures/met").json()["figure"]
    assert (figure["value"], figure["lack"]) == (None, "too_few")
    assert figure["why"] == "Not enough evidence yet: 3 of the 5 needed."
    assert "3 of 5 rows needed" in browser.get("/measures/met").content.decode()


@pytest.mark.parametrize(
    "query", ["period=2031-01", "period=x", "by=person", "kind[]=a&by=kind'", "period=2026-13"]
)
def test_what_means_nothing_is_refused(program, browser, query):
    assert program.get(f"/api/v1/measures/met?{query}").status_code == 422
    assert browser.get(f"/measures/met?{query}").status_code == 422


class TestUnseen:
    """A measure that needs a right is, for whoever lacks it, not there: nowhere, by no means."""

    addresses = (
        "/measures/secret", "/measures/secret?by=kind", "/api/v1/measures/secret",
        "/api/v1/measures/secret/rows",
    )  # fmt: skip

    def test_is_not_found(self, browser, program):
        for address in self.addresses:
            client = program if address.startswith("/api") else browser
            assert client.get(address).status_code == 404
        assert browser.post("/measures/secret/again").status_code == 404
        assert not Job.objects.exists()

    def test_is_in_no_list(self, world, browser, program):
        measure_again("secret", AT)
        assert MeasurePoint.objects.filter(key="secret").exists()
        assert "Secret" not in browser.get("/measures/").content.decode()
        assert [one["key"] for one in program.get("/api/v1/measures").json()] == ["met"]


def test_it_is_measured_again_on_demand(browser, world):
    assert browser.post("/measures/met/again").status_code == 303
    assert Job.objects.get().arguments == {"key": "met"}


@pytest.mark.parametrize(("path", "most"), [("/measures/", 10), ("/measures/met?by=kind", 10)])
def test_what_a_page_costs(world, browser, path, most, questions):
    with questions() as asked:
        assert browser.get(path).status_code == 200
    assert len(asked) <= most, "\n".join(sql[:150] for sql in asked)
