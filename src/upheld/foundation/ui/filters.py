"""How values are printed for people: money, shares, effort, moments, counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.timezone import localtime
from jinja2 import pass_context
from markupsafe import Markup, escape

from upheld.foundation.values.currencies import PLACES, SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2.runtime import Context

_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_DASH = "–"
_PPM_PER_PERCENT = 10_000
_DAYS_SAID_RELATIVELY = 14


class AmountOfMoney(Protocol):
    """What printing needs to know of money: whole minor units and an ISO 4217 code."""

    @property
    def minor(self) -> int: ...
    @property
    def currency(self) -> str: ...


def money(value: AmountOfMoney | None, cents: bool = True) -> str:  # noqa: FBT001, FBT002  as a filter it reads `money(cents=false)`
    """Print money as "€1,250.00"; without `cents`, "€1,250" when there are none."""
    if value is None:
        return _DASH
    places = PLACES[value.currency]
    whole, part = divmod(abs(value.minor), 10**places)
    figure = f"{whole:,}"
    if places and (cents or part):
        figure += f".{part:0{places}d}"
    symbol = SIGNS.get(value.currency) or value.currency + _NO_BREAK
    return f"{_MINUS if value.minor < 0 else ''}{symbol}{figure}"


def rounded(value: AmountOfMoney | None) -> str:
    """Print money to the nearest whole unit, "€1,250": where the exact sum is a click away."""
    if value is None:
        return _DASH
    unit = 10 ** PLACES[value.currency]
    whole = round(Fraction(abs(value.minor), unit))
    symbol = SIGNS.get(value.currency) or value.currency + _NO_BREAK
    return f"{_MINUS if value.minor < 0 and whole else ''}{symbol}{whole:,}"


def percent(value: Any, places: int = 1) -> str:
    """Print a share given in parts per million, or a Rate, as "94.2 %"."""
    if value is None:
        return _DASH
    ppm = getattr(value, "ppm", value)
    return f"{ppm / _PPM_PER_PERCENT:,.{places}f}".replace("-", _MINUS) + f"{_NO_BREAK}%"


def hours(seconds: int | None) -> str:
    """Print effort given in seconds as "1 h 25 m", rounded to the minute; never days."""
    if seconds is None:
        return _DASH
    sign = _MINUS if seconds < 0 else ""
    whole, minutes = divmod((abs(seconds) + 30) // 60, 60)
    parts = [f"{whole:,}{_NO_BREAK}h"] if whole else []
    if minutes or not whole:
        parts.append(f"{minutes}{_NO_BREAK}m")
    return sign + " ".join(parts)


def number(value: int | None) -> str:
    """Print a whole number with thousands set apart."""
    return _DASH if value is None else f"{value:,}".replace("-", _MINUS)


def moment(value: datetime | None) -> Markup:
    """Print an aware moment in the reader's zone, as a <time> element."""
    return _time(value, lambda local: f"{_day(local)}, {local:%H:%M}")


def clock(value: datetime | None) -> Markup:
    """Print the time of day of an aware moment in the reader's zone."""
    return _time(value, lambda local: f"{local:%H:%M}")


def day(value: date | None) -> Markup:
    """Print a day, or the day of an aware moment in the reader's zone."""
    if isinstance(value, datetime):
        return _time(value, _day)
    if value is None:
        return escape(_DASH)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), _day(value))


def local_day(value: datetime) -> date:
    """Give the day on which a moment falls for the reader."""
    return localtime(value).date()


def day_heading(value: date, at: datetime) -> str:
    """Name a day as a heading: Today, Yesterday, or "Tuesday 3 November"."""
    today = local_day(at)
    if value == today:
        return "Today"
    if value == today - timedelta(days=1):
        return "Yesterday"
    year = "" if value.year == today.year else f" {value.year}"
    return f"{value:%A} {value.day} {value:%B}{year}"


@pass_context
def ago(context: Context, value: datetime | None) -> Markup:
    """Print how long ago a moment was, measured from the request: "2 h ago"."""
    shell = context.get("shell")
    return _relative(value, shell.at if shell else context["at"])


def plural(count: int, one: str, many: str = "") -> str:
    """Print a count with its noun: "1 ticket", "3 tickets"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def size_of_file(count: int) -> str:
    """Print a number of bytes as people read it."""
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:  # noqa: PLR2004  a thousand is what "kilo" means
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def initials(name: str) -> str:
    """Give the first letters of a person's first and last name."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    ends = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper() for word in ends) or "?"


def lines(text: str) -> Markup:
    """Print plain text with its paragraphs and line breaks, escaped."""
    paragraphs = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(part).split("\n")))
        for part in paragraphs
    )


def _time(value: datetime | None, show: Callable[[datetime], str]) -> Markup:
    if value is None:
        return escape(_DASH)
    local = localtime(value)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.isoformat(timespec="seconds"), f"{_day(local)}, {local:%H:%M %Z}", show(local)
    )


def _day(value: date) -> str:
    return f"{value.day} {value:%b} {value.year}"


def _relative(value: datetime | None, at: datetime) -> Markup:
    if value is None:
        return escape(_DASH)
    ahead = value > at
    said = _span(abs(value - at))
    if said is None:
        return day(value)
    if said == "":
        return _time(value, lambda _: "now")
    return _time(value, lambda _: f"in {said}" if ahead else f"{said} ago")


def _span(span: timedelta) -> str | None:
    """Say a length roughly; empty when under a minute, None when too long to be said so."""
    minutes = int(span.total_seconds()) // 60
    if minutes == 0:
        return ""
    if minutes < 60:  # noqa: PLR2004  minutes in an hour
        return f"{minutes}{_NO_BREAK}min"
    if minutes < 24 * 60:
        return f"{minutes // 60}{_NO_BREAK}h"
    days = minutes // (24 * 60)
    if days >= _DAYS_SAID_RELATIVELY:
        return None
    return f"{days}{_NO_BREAK}day{'' if days == 1 else 's'}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "ago": ago,
    "bytes": size_of_file,
    "clock": clock,
    "day": day,
    "day_heading": day_heading,
    "hours": hours,
    "initials": initials,
    "lines": lines,
    "local_day": local_day,
    "moment": moment,
    "money": money,
    "number": number,
    "percent": percent,
    "plural": plural,
    "rounded": rounded,
    "until": ago,
}
