from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from upheld.foundation.lists.cells import Cell
from upheld.foundation.lists.kinds import Kind
from upheld.foundation.ui import drawing
from upheld.foundation.ui.shapes import Chart, Moment, Series
from upheld.measures.rules.figure import Figure, Interval, Lack, Method, lacking

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_a_sparkline_breaks_at_a_gap_and_ends_in_a_dot():
    drawn = drawing.sparkline([1, 3, None, 2, 2], "Tickets & mails", 100, 20, "accent")
    assert drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 1
    assert 'aria-label="Tickets &amp; mails"' in drawn


def test_a_sparkline_stays_within_its_frame():
    drawn = drawing.sparkline([5, -40, 900, 3], "x", 100, 20, "accent")
    for x, y in re.findall(r"([\d.-]+),([\d.-]+)", drawn):
        assert 0 <= float(x) <= 100
        assert 0 <= float(y) <= 20


@pytest.mark.parametrize("values", [[], [4], [None, 4, None]])
def test_fewer_than_two_values_are_no_course(values):
    assert drawing.sparkline(values, "x", 100, 20, "accent") == ""


@pytest.mark.parametrize(
    ("value", "of", "filled"), [(0, 10, 0), (5, 10, 60), (20, 10, 120), (1, 0, 0), (1, 10_000, 2)]
)
def test_a_bar_shows_its_share_and_never_more_than_the_whole(value, of, filled):
    drawn = drawing.bar(value, of, "x", "good", None, 120)
    assert f'<rect class="bar-fill" x="0" y="2" width="{filled}"' in drawn


def test_a_bars_mark_stays_visible_at_the_end():
    assert 'class="bar-mark" x="118"' in drawing.bar(5, 10, "x", "good", 99, 120)


@pytest.mark.parametrize(
    ("estimate", "actual", "said", "over"),
    [
        (100, 126, "26 % over", True),
        (100, 88, "12 % under", False),
        (100, 100, "as estimated", False),
        (0, 5, "no estimate", True),
    ],
)
def test_an_actual_against_its_estimate(estimate, actual, said, over):
    against = drawing.versus(estimate, actual)
    assert (against["said"], against["over"]) == (said, over)
    assert max(against["estimate"], against["actual"]) == 100


@pytest.mark.parametrize(
    ("value", "form", "currency", "text"),
    [
        (942_000, "percent", "", "94.2\u00a0%"),
        (5100, "hours", "", "1\u00a0h 25\u00a0m"),
        (125_000, "money", "EUR", "€1,250"),
        (1234, "number", "", "1,234"),
        (1234.5, "number", "", "1,234.50"),
        (None, "money", "EUR", "–"),
    ],
)
def test_values_are_printed_by_their_form(value, form, currency, text):
    assert drawing.printed(value, form, currency) == text


def test_a_chart_and_its_table_say_the_same():
    chart = Chart("line", ("Jan", "Feb"), [Series("Kept", (1, None))], urls=("#jan",), line_at=2)
    data = drawing.chart_data(chart)
    rows = drawing.chart_rows(chart)
    assert data["series"][0]["printed"] == [row["values"][0] for row in rows] == ["1", "–"]
    assert [row["url"] for row in rows] == ["#jan", ""]
    assert data["lineAt"] == 2


def test_moments_are_grouped_by_the_readers_day():
    moments = [Moment(NOON - timedelta(hours=hours), "note", str(hours)) for hours in (0, 1, 14)]
    with timezone.override("UTC"):
        sizes = [len(day["moments"]) for day in drawing.by_day(moments)]
    assert sizes == [2, 1]
    with timezone.override("America/Los_Angeles"):
        assert [len(day["moments"]) for day in drawing.by_day(moments)] == [2, 1]
    with timezone.override("Pacific/Auckland"):
        assert [len(day["moments"]) for day in drawing.by_day(moments)] == [1, 2]


def test_a_timer_never_runs_backwards():
    assert drawing.running(NOON, NOON + timedelta(minutes=83, seconds=59)) == "1:23"
    assert drawing.running(NOON, NOON - timedelta(minutes=1)) == "0:00"


class TestMeasuredFigures:
    def test_a_figure_shows_its_sample_and_interval(self):
        figure = Figure(412, 20, Method.WILSON, 910_000, Interval(878_000, 934_000))
        stat = drawing.stat_of("First response", figure, "percent", "#rows", "", "tickets")
        assert (stat.value, stat.low, stat.high) == ("91.0\u00a0%", "87.8\u00a0%", "93.4\u00a0%")
        assert (stat.n, stat.unit_of_n, stat.url) == (412, "tickets", "#rows")

    def test_an_interval_without_an_upper_end_has_none(self):
        figure = Figure(40, 20, Method.KAPLAN_MEIER, 3600, Interval(1800, None))
        stat = drawing.stat_of("Time to sign", figure, "hours", "", "", "deals")
        assert (stat.low, stat.high) == ("30\u00a0m", "")

    def test_too_few_rows_never_print_a_value(self):
        stat = drawing.stat_of(
            "Win rate", lacking(Lack.TOO_FEW, 6, 20, Method.WILSON), "percent", "", "", "deals"
        )
        assert (stat.value, stat.n, stat.needed, stat.note) == ("", 6, 20, "")

    def test_what_else_is_lacking_is_said_in_words(self):
        figure = lacking(Lack.NOT_REACHED, 30, 20, Method.KAPLAN_MEIER)
        stat = drawing.stat_of("Time to sign", figure, "hours", "", "", "deals")
        assert "fewer than half" in stat.note


def test_an_icon_alone_has_a_name_and_beside_words_has_none():
    assert 'aria-label="More"' in drawing.icon("dots", "/static/sprite.svg", label="More")
    assert 'aria-hidden="true"' in drawing.icon("dots", "/static/sprite.svg")


@pytest.mark.parametrize(
    ("kinds", "place"),
    [("number text status", 1), ("person text", 1), ("number status", 0), ("text text", 0)],
)
def test_a_row_is_about_its_first_words(kinds, place):
    cells = [Cell(Kind(kind), "x") for kind in kinds.split()]
    assert drawing.main_cell(cells) == place


def test_a_row_is_about_the_words_that_lead_to_it():
    cells = [Cell(Kind.TEXT, "note"), Cell(Kind.TEXT, ""), Cell(Kind.TEXT, "deal", "/deals/1")]
    assert drawing.main_cell(cells) == 2
