"""Dates and times as other systems write them.

Whether 3/4/2016 is in March or in April is a property of the column, never of one value: all values
are looked at first, and a column in which no value settles it is reported as ambiguous. A time
without a zone belongs to the zone that the mapping names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from upheld.connections.rules.unparsable import Unparsable, shortened

ORDERS = ("ymd", "dmy", "mdy")
_CLOCK = (
    r"(?:[T,\s]+(?P<hour>\d{1,2}):\s*(?P<minute>\d{2})(?::\s*(?P<second>\d{2})"
    r"(?:[.,](?P<part>\d{1,9}))?)?\s*(?P<half>[AaPp])?(?(half)\.?[Mm]\.?)"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_FIGURES = re.compile(rf"(\d{{1,4}})([-/.])(\d{{1,2}})\2(\d{{1,4}}){_CLOCK}", re.ASCII)
_DAY_NAMED = re.compile(
    rf"(\d{{1,2}})[-/.\s]+([A-Za-z]{{3,9}})[-/.,\s]+(\d{{2,4}}){_CLOCK}", re.ASCII
)
_NAMED_DAY = re.compile(rf"([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_CLOCK}", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_LAST_OF_2000S = 68
_HALF_DAY = 12


@dataclass(slots=True)
class OrderEvidence:
    """What a column's values prove about the order of day, month and year in it."""

    open: set[str] = field(default_factory=lambda: set(ORDERS))
    proof: dict[str, str] = field(default_factory=dict)
    undecided: str = ""

    def add(self, text: str) -> None:
        """Take in one value; what cannot be a date at all proves nothing here."""
        possible = possible_orders(text)
        if not possible or len(possible) == len(ORDERS):
            return
        for order in self.open - possible:
            self.proof.setdefault(order, text)
        if len(possible) > 1:
            self.undecided = self.undecided or text
        self.open &= possible

    def order(self) -> str | None:
        """Name the order, or None while several fit; refuses with: dates_mixed."""
        if not self.open:
            shown = ", ".join(shortened(text) for text in self.proof.values())
            raise Unparsable(
                "dates_mixed",
                f"The column mixes orders of day and month that exclude each other ({shown}).",
                "Write all of them alike, or set the order in the mapping; only the rows that"
                " differ are refused then.",
            )
        if len(self.open) == len(ORDERS):
            return ORDERS[0]
        return next(iter(self.open)) if len(self.open) == 1 else None


def possible_orders(text: str) -> frozenset[str]:
    """Name the orders in which this text is a date; all of them where its form leaves no doubt."""
    found = _FIGURES.fullmatch(text)
    if found is None:
        return frozenset(ORDERS) if _named(text) else frozenset()
    first, _, second, third, *_ = found.groups()
    return frozenset(order for order in ORDERS if _date_of(order, first, second, third))


@dataclass(slots=True)
class MomentReader:
    """Reads moments and days of one column. `zone` holds for times that name none."""

    order: str
    zone: tzinfo

    def moment(self, text: str) -> tuple[datetime, str | None]:
        """Answer the moment in UTC, and the code of a doubt to be told beside it.

        Refuses with: not_a_moment, hour_missing_here. Doubts: hour_happened_twice, two_digit_year.
        """
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return self._otherwise(text)
        return self._placed(found, text, None) if len(text) > 8 else self._otherwise(text)  # noqa: PLR2004

    def day(self, text: str) -> tuple[date, str | None]:
        """Answer the day as written, whatever hour stands beside it. Refuses with: not_a_day."""
        try:
            return date.fromisoformat(text[:10]) if len(text) == 10 else _refuse(), None  # noqa: PLR2004
        except ValueError:
            pass
        parts = _parts(text, self.order)
        if parts is None:
            try:
                return datetime.fromisoformat(text).date(), None
            except ValueError:
                raise _not_a_day(text) from None
        return parts[0], parts[2]

    def _otherwise(self, text: str) -> tuple[datetime, str | None]:
        parts = _parts(text, self.order)
        if parts is None:
            raise _not_a_moment(text)
        day, clock, doubt = parts
        try:
            found = _with_clock(day, clock)
        except ValueError:
            raise _not_a_moment(text) from None
        return self._placed(found, text, doubt)

    def _placed(self, found: datetime, text: str, doubt: str | None) -> tuple[datetime, str | None]:
        try:
            if found.tzinfo is not None:
                return found.astimezone(UTC), doubt
            if self.zone is UTC:
                return found.replace(tzinfo=UTC), doubt
            return self._here(found, text, doubt)
        except OverflowError:
            # In UTC it would lie before the year 1 or after 9999.
            raise _not_a_moment(text) from None

    def _here(self, found: datetime, text: str, doubt: str | None) -> tuple[datetime, str | None]:
        early = found.replace(tzinfo=self.zone)
        moment = early.astimezone(UTC)
        if early.utcoffset() == early.replace(fold=1).utcoffset():
            return moment, doubt
        if moment.astimezone(self.zone).replace(tzinfo=None) != found:
            raise Unparsable(
                "hour_missing_here",
                f"{shortened(text)} is a time that did not exist in {self.zone}:"
                " the clocks went forward over it.",
                "Check the zone that the mapping names.",
            )
        return moment, "hour_happened_twice"


def _parts(text: str, order: str) -> tuple[date, dict[str, str | None], str | None] | None:
    if found := _FIGURES.fullmatch(text):
        first, _, second, third, *_ = found.groups()
        day = _date_of(order, first, second, third)
        doubt = "two_digit_year" if max(len(first), len(third)) < 4 else None  # noqa: PLR2004
        return (day, found.groupdict(), doubt) if day else None
    named = _named(text)
    if named is None:
        return None
    day, found = named
    return day, found.groupdict(), None


def _named(text: str) -> tuple[date, re.Match[str]] | None:
    if found := _DAY_NAMED.fullmatch(text):
        number, month, year = found.group(1), found.group(2), found.group(3)
    elif found := _NAMED_DAY.fullmatch(text):
        number, month, year = found.group(2), found.group(1), found.group(3)
    else:
        return None
    month_number = _MONTHS.get(month.lower())
    if month_number is None:
        return None
    day = _date(_year(year), month_number, int(number))
    return (day, found) if day else None


def _date_of(order: str, first: str, second: str, third: str) -> date | None:
    if order == "ymd":
        return _date(int(first), int(second), int(third)) if len(first) == 4 else None  # noqa: PLR2004
    if len(first) > 2 or len(third) == 3:  # noqa: PLR2004
        return None
    day, month = (first, second) if order == "dmy" else (second, first)
    return _date(_year(third), int(month), int(day))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    """Two figures mean 1969 to 2068, as POSIX has it."""
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year <= _LAST_OF_2000S else 1900)


def _with_clock(day: date, clock: dict[str, str | None]) -> datetime:
    hour = int(clock["hour"] or 0)
    half = clock["half"]
    if half is not None:
        if not 1 <= hour <= _HALF_DAY:
            raise ValueError(hour)
        hour = hour % _HALF_DAY + (_HALF_DAY if half in "pP" else 0)
    part = int(((clock["part"] or "") + "000000")[:6])
    minute, second = int(clock["minute"] or 0), int(clock["second"] or 0)
    return datetime(
        day.year, day.month, day.day, hour, minute, second, part, tzinfo=_zone(clock["zone"])
    )


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _refuse() -> date:
    raise ValueError


def _not_a_moment(text: str) -> Unparsable:
    return Unparsable(
        "not_a_moment",
        f"{shortened(text)} is not a date and time in the way this column writes them.",
        "Correct it in the source, or choose another order of day and month for the column.",
    )


def _not_a_day(text: str) -> Unparsable:
    return Unparsable(
        "not_a_day",
        f"{shortened(text)} is not a date in the way this column writes them.",
        "Correct it in the source, or choose another order of day and month for the column.",
    )
