"""How a value stands in an input. Text is left alone: it is what the person typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from upheld.foundation.ui.filters import hours
from upheld.foundation.ui.shapes import Choice
from upheld.foundation.values.currencies import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.foundation.ui.filters import AmountOfMoney

_PPM_PER_PERCENT = 10_000


def for_money(value: AmountOfMoney | str | None) -> str:
    """Give money as plain decimals, without its currency."""
    if value is None or isinstance(value, str):
        return value or ""
    places = PLACES[value.currency]
    whole, part = divmod(abs(value.minor), 10**places)
    decimals = f".{part:0{places}d}" if places else ""
    return f"{'-' if value.minor < 0 else ''}{whole}{decimals}"


def for_day(value: date | str | None) -> str:
    """Give a day as a date input wants it."""
    if isinstance(value, datetime):
        value = localtime(value).date()
    return value.isoformat() if isinstance(value, date) else value or ""


def for_moment(value: datetime | str | None) -> str:
    """Give an aware moment in the reader's zone as a datetime-local input wants it."""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%dT%H:%M}"
    return value or ""


def for_effort(value: int | str | None) -> str:
    """Give seconds of effort as the line that a person would type."""
    if value is None or isinstance(value, str):
        return value or ""
    return hours(value).replace("\u00a0", "")


def for_percent(value: Any) -> str:
    """Give parts per million, or a Rate, as a plain figure in per cent."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{getattr(value, 'ppm', value) / _PPM_PER_PERCENT:.4f}".rstrip("0").rstrip(".")


def choices_of(given: Iterable[Choice | tuple[Any, str] | str]) -> list[Choice]:
    """Bring choices into one shape: Choice, (value, title) or a text that is both."""
    return [_choice(one) for one in given]


def _choice(one: Choice | tuple[Any, str] | str) -> Choice:
    if isinstance(one, tuple):
        return Choice(str(one[0]), one[1])
    return Choice(one, one) if isinstance(one, str) else one


def texts(values: Iterable[Any] | str | None) -> list[str]:
    """Give chosen values as texts, for comparison with a choice's value."""
    if values is None or values == "":
        return []
    return [values] if isinstance(values, str) else [str(value) for value in values]
