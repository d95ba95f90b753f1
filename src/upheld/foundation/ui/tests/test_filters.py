from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from upheld.foundation.ui import filters
from upheld.foundation.ui.environment import PageEnvironment
from upheld.foundation.ui.gallery import sample_shell
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("minor", "currency", "printed"),
    [
        (125_000, "EUR", "€1,250.00"),
        (-5, "GBP", "-£0.05"),
        (0, "USD", "$0.00"),
        (1_234_567, "JPY", "¥1,234,567"),
        (1_234_567, "KWD", "KWD 1,234.567"),
        (100_050, "CHF", "CHF 1,000.50"),
    ],
)
def test_money(minor, currency, printed):
    assert plain(filters.money(Money(minor, currency))) == printed


def test_money_drops_only_cents_that_are_none():
    assert filters.money(Money(125_000, "EUR"), cents=False) == "€1,250"
    assert filters.money(Money(125_050, "EUR"), cents=False) == "€1,250.50"


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [(942_000, 1, "94.2 %"), (Rate(942_000), 1, "94.2 %"), (-15_000, 0, "-2 %"), (0, 1, "0.0 %")],
)
def test_percent(value, places, printed):
    assert plain(filters.percent(value, places)) == printed


@pytest.mark.parametrize(
    ("seconds", "printed"),
    [
        (0, "0 m"),
        (29, "0 m"),
        (30, "1 m"),
        (1500, "25 m"),
        (3600, "1 h"),
        (5100, "1 h 25 m"),
        (3_600_000, "1,000 h"),
        (-5100, "-1 h 25 m"),
    ],
)
def test_hours(seconds, printed):
    assert plain(filters.hours(seconds)) == printed


@pytest.mark.parametrize(
    "print_it", [filters.money, filters.percent, filters.hours, filters.number]
)
def test_what_is_not_there_is_a_dash_and_never_nought(print_it):
    assert print_it(None) == "–"


def test_moments_are_printed_in_the_readers_zone():
    with timezone.override("America/New_York"):
        printed = str(filters.moment(NOON))
    assert ">1 Jul 2026, 08:00</time>" in printed
    assert 'datetime="2026-07-01T12:00:00+00:00"' in printed
    assert "EDT" in printed


def test_the_day_of_a_moment_is_the_readers_day():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert ">2 Jul 2026</time>" in filters.day(late)
        assert filters.local_day(late) == date(2026, 7, 2)
    assert ">1 Jul 2026</time>" in filters.day(date(2026, 7, 1))


@pytest.mark.parametrize(
    ("away", "printed"),
    [
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=-1), "1 min ago"),
        (timedelta(hours=-2, minutes=-40), "2 h ago"),
        (timedelta(days=-13), "13 days ago"),
        (timedelta(days=-14), "17 Jun 2026"),
        (timedelta(hours=3), "in 3 h"),
        (timedelta(days=3), "in 3 days"),
    ],
)
def test_ago_is_measured_from_the_request(pages: PageEnvironment, away, printed):
    made = pages.from_string("{{ when | ago }}").render(
        shell=sample_shell(at=NOON), when=NOON + away
    )
    assert f">{printed}</time>" in plain(made)


def test_ago_works_on_a_page_without_a_shell(pages: PageEnvironment):
    made = pages.from_string("{{ when | ago }}").render(at=NOON, when=NOON - timedelta(hours=1))
    assert "1\u00a0h ago" in made


def test_headings_of_days():
    with timezone.override("UTC"):
        assert filters.day_heading(date(2026, 7, 1), NOON) == "Today"
        assert filters.day_heading(date(2026, 6, 30), NOON) == "Yesterday"
        assert filters.day_heading(date(2026, 6, 29), NOON) == "Monday 29 June"
        assert filters.day_heading(date(2025, 6, 29), NOON) == "Sunday 29 June 2025"


def test_counts_with_nouns():
    assert filters.plural(1, "ticket") == "1 ticket"
    assert filters.plural(1200, "ticket") == "1,200 tickets"
    assert filters.plural(0, "reply", "replies") == "0 replies"


def test_lines_escape_what_people_typed():
    made = filters.lines("One <b>\ntwo\r\n\r\nthree")
    assert made == "<p>One &lt;b&gt;<br>two</p><p>three</p>"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dana Kovač", "DK"), ("Ana", "A"), ("Jean-Luc van Dijk", "JD"), ("  ", "?"), ("42", "?")],
)
def test_initials(name, letters):
    assert filters.initials(name) == letters


def test_sizes_of_files():
    assert [filters.size_of_file(size) for size in (999, 1400, 2_500_000, 3_000_000_000)] == [
        "999 B",
        "1.4 kB",
        "2.5 MB",
        "3.0 GB",
    ]
