from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from upheld.connections.rules.moments import MomentReader, OrderEvidence, possible_orders
from upheld.connections.rules.unparsable import Unparsable

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, order: str = "dmy", zone=UTC) -> datetime:
    return MomentReader(order, zone).moment(text)[0]


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("29/2/2016 01:16", "dmy", datetime(2016, 2, 29, 1, 16, tzinfo=UTC)),
        ("29-02-2016 01:16", "dmy", datetime(2016, 2, 29, 1, 16, tzinfo=UTC)),
        ("2/29/2016 1:16:05 PM", "mdy", datetime(2016, 2, 29, 13, 16, 5, tzinfo=UTC)),
        ("2/29/2016 12:05 am", "mdy", datetime(2016, 2, 29, 0, 5, tzinfo=UTC)),
        ("2010-01-13 08:40:25+00:00", "ymd", datetime(2010, 1, 13, 8, 40, 25, tzinfo=UTC)),
        ("2016-09-19T13:43:10.531Z", "dmy", datetime(2016, 9, 19, 13, 43, 10, 531000, UTC)),
        ("2002-08-20T18: 04: 26Z", "ymd", datetime(2002, 8, 20, 18, 4, 26, tzinfo=UTC)),
        ("2020-12-30 3:15:52", "ymd", datetime(2020, 12, 30, 3, 15, 52, tzinfo=UTC)),
        ("2016-02-29", "dmy", datetime(2016, 2, 29, tzinfo=UTC)),
        ("02-Nov-04", "dmy", datetime(2004, 11, 2, tzinfo=UTC)),
        ("1 September 1998 10:00", "mdy", datetime(1998, 9, 1, 10, tzinfo=UTC)),
        ("Feb 29, 2016 7:00 pm", "dmy", datetime(2016, 2, 29, 19, tzinfo=UTC)),
        ("05.03.2016 12:00 +02:00", "dmy", datetime(2016, 3, 5, 10, tzinfo=UTC)),
        ("2006-01-11T14:49:42.000000", "ymd", datetime(2006, 1, 11, 14, 49, 42, tzinfo=UTC)),
    ],
)
def test_moments_as_exports_write_them(text: str, order: str, expected: datetime) -> None:
    assert at(text, order) == expected


@pytest.mark.parametrize(
    "text",
    ["2013-10-01l", "31/2/2016", "13/13/2016 10:00", "1/2/2016 25:00", "1/2/2016 13:00 PM",
     "yesterday", "1/2-2016", "32 Mar 2016", "1 Smarch 2016", "5", "", "1/2/2016 10:61",
     "0000-00-00 00:00:00", "20160230"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Unparsable):
        at(text)


def test_a_time_without_zone_belongs_to_the_zone_named() -> None:
    assert at("1/7/2016 12:00", zone=BERLIN) == datetime(2016, 7, 1, 10, tzinfo=UTC)
    assert at("1/1/2016 12:00", zone=BERLIN) == datetime(2016, 1, 1, 11, tzinfo=UTC)
    assert at("2016-07-01 12:00Z", zone=BERLIN) == datetime(2016, 7, 1, 12, tzinfo=UTC)


def test_an_hour_that_did_not_exist_is_refused() -> None:
    with pytest.raises(Unparsable) as caught:
        at("27/3/2016 02:30", zone=BERLIN)
    assert caught.value.code == "hour_missing_here"


def test_an_hour_that_happened_twice_is_taken_as_the_first_and_told() -> None:
    moment, doubt = MomentReader("dmy", BERLIN).moment("30/10/2016 02:30")
    assert (moment, doubt) == (datetime(2016, 10, 30, 0, 30, tzinfo=UTC), "hour_happened_twice")


def test_years_of_two_figures_are_told() -> None:
    reader = MomentReader("mdy", UTC)
    assert reader.day("5/4/20") == (date(2020, 5, 4), "two_digit_year")
    assert reader.day("5/4/69") == (date(1969, 5, 4), "two_digit_year")


@pytest.mark.parametrize("text", ["2016-05-04", "2016-05-04 23:59", "2016-05-04T23:59:00-09:00"])
def test_a_day_is_the_one_written(text: str) -> None:
    assert MomentReader("ymd", UTC).day(text)[0] == date(2016, 5, 4)


def order_of(*texts: str) -> str | None:
    evidence = OrderEvidence()
    for text in texts:
        evidence.add(text)
    return evidence.order()


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/2016", "29/2/2016"], "dmy"),
        (["3/4/2016", "2/29/2016"], "mdy"),
        (["3/4/2016", "5/6/2016 10:00"], None),
        (["2016-03-04"], "ymd"),
        (["2-Nov-04", "3 May 2016"], "ymd"),
        (["", "?", "nothing"], "ymd"),
    ],
)
def test_the_order_is_a_matter_of_the_column(texts: list[str], order: str | None) -> None:
    assert order_of(*texts) == order


def test_a_column_that_contradicts_itself_is_refused_with_both_values() -> None:
    with pytest.raises(Unparsable) as caught:
        order_of("29/2/2016", "2/29/2016")
    assert caught.value.code == "dates_mixed"
    assert "29/2/2016" in caught.value.reason
    assert "2/29/2016" in caught.value.reason


@given(
    some.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2068-12-31")),
    some.sampled_from("/-."),
)
def test_every_moment_comes_back_from_every_layout(moment: datetime, mark: str) -> None:
    moment = moment.replace(microsecond=0)
    layouts = {
        "dmy": f"{moment.day}{mark}{moment.month}{mark}{moment.year} {moment:%H:%M:%S}",
        "mdy": f"{moment:%m}{mark}{moment:%d}{mark}{moment:%Y} {moment:%I:%M:%S %p}",
        "ymd": f"{moment.year}{mark}{moment.month}{mark}{moment.day}, {moment:%H:%M:%S}",
    }
    for order, text in layouts.items():
        assert at(text, order) == moment.replace(tzinfo=UTC)
        assert order in possible_orders(text)
