"""Names of periods: what they mean, and what means nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from upheld.measures.rules.spans import Seasons, span_named, trailing_span, usual_spans

AT = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2026-02", datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-05", datetime(2026, 4, 30, 23, tzinfo=UTC), datetime(2026, 5, 31, 23, tzinfo=UTC)),
        ("2026-q1", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC)),
        ("last-1", datetime(2026, 5, 19, 23, tzinfo=UTC), AT),
        ("last-90", datetime(2026, 2, 20, tzinfo=UTC), AT),
    ],
)
def test_means_that_period_where_the_provider_is(key, start, end):
    span = span_named(key, AT, LONDON)
    assert span is not None
    assert (span.key, span.period.start, span.period.end) == (key, start, end)


@pytest.mark.parametrize(
    "key",
    ["", "2026", "2026-13", "2026-00", "2026-q5", "last-0", "last-731", "last-", "1999-01",
     "2026-06", "season-2026-13", "2026-02 ", "\uff12026-02"],
)  # fmt: skip
def test_means_nothing(key):
    assert span_named(key, AT, LONDON) is None


def test_a_season_is_as_long_as_the_provider_says():
    span = span_named("season-2026-05", AT, "UTC", Seasons(months=4, starts_in=2))
    assert span is not None
    assert span.period.start == datetime(2026, 2, 1, tzinfo=UTC)
    assert span.period.end == datetime(2026, 6, 1, tzinfo=UTC)
    assert span.title == "Season Feb 2026 to May 2026"


def test_offers_each_period_once():
    plain = [span.key for span in usual_spans(AT, LONDON)]
    assert plain == [
        "last-90", "last-30", "last-365", "2026-05", "2026-04", "2026-q2", "2026-q1",
    ]  # fmt: skip
    own = [span.key for span in usual_spans(AT, LONDON, Seasons(months=4))]
    assert own[-2:] == ["season-2026-05", "season-2026-01"]


def test_every_offered_name_is_understood_again():
    for seasons in (Seasons(), Seasons(4, 2), Seasons(6, 10)):
        for span in usual_spans(AT, LONDON, seasons):
            assert span_named(span.key, AT, LONDON, seasons) == span


def test_trailing_days_end_with_their_month():
    span = trailing_span(date(2026, 3, 9), "UTC")
    assert span.key == "2026-03"
    assert span.period.start == datetime(2026, 1, 1, tzinfo=UTC)
    assert span.period.end == datetime(2026, 4, 1, tzinfo=UTC)
