"""Small drawings inside a page: icons, sparklines, bars, and the data behind a chart.

Everything is drawn with attributes, because the content policy refuses inline style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup

from upheld.foundation.ui import filters
from upheld.foundation.ui.shapes import Found, Stat
from upheld.foundation.values.currencies import PLACES, SIGNS
from upheld.foundation.values.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.ui.shapes import Chart
    from upheld.foundation.ui.shell import Room

_EDGE = 2
_FEWEST_POINTS = 2
_BAR_HEIGHT = 6


def icon(name: str, sprite: str, *, size: int = 16, label: str = "") -> Markup:
    """Draw a symbol of the sprite; without a label it is hidden from screen readers."""
    said = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    return Markup(
        '<svg class="icon" width="{size}" height="{size}" {said}>'
        '<use href="{sprite}#{name}"></use></svg>'
    ).format(size=size, said=said, sprite=sprite, name=name)


def sparkline(
    values: Sequence[float | int | None], label: str, width: int, height: int, tone: str
) -> Markup:
    """Draw a course of values, oldest first; None leaves a gap. Empty below two values."""
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST_POINTS:
        return Markup("")
    low, high = min(known), max(known)
    step = (width - 2 * _EDGE) / (len(values) - 1)

    def place(at: int, value: float) -> str:
        share = (value - low) / (high - low) if high > low else 0.5
        return f"{_EDGE + at * step:.1f},{height - _EDGE - share * (height - 2 * _EDGE):.1f}"

    runs = _runs(values)
    drawn = Markup("").join(
        Markup('<polyline points="{}"></polyline>').format(
            " ".join(place(at, value) for at, value in run)
        )
        for run in runs
    )
    x, y = place(*runs[-1][-1]).split(",")
    return Markup(
        '<svg class="sparkline tone-{tone}" width="{width}" height="{height}" role="img"'
        ' viewBox="0 0 {width} {height}" aria-label="{label}">{drawn}'
        '<circle cx="{x}" cy="{y}" r="2"></circle></svg>'
    ).format(tone=tone, width=width, height=height, label=label, drawn=drawn, x=x, y=y)


def _runs(values: Sequence[float | int | None]) -> list[list[tuple[int, float]]]:
    """Split a course at its gaps; each run holds its places and values."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        if value is not None:
            runs[-1].append((at, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def bar(value: float, of: float, label: str, tone: str, mark: float | None, width: int) -> Markup:
    """Draw a share of a whole; a value beyond the whole fills it. `mark` sets a tick."""
    filled = _part(value, of, width)
    tick = Markup("")
    if mark is not None:
        tick = Markup('<rect class="bar-mark" x="{}" y="0" width="2" height="10"></rect>').format(
            min(_part(mark, of, width), width - 2)
        )
    return Markup(
        '<svg class="bar tone-{tone}" width="{width}" height="10" viewBox="0 0 {width} 10"'
        ' role="img" aria-label="{label}">'
        '<rect class="bar-track" x="0" y="2" width="{width}" height="{high}" rx="3"></rect>'
        '<rect class="bar-fill" x="0" y="2" width="{filled}" height="{high}" rx="3"></rect>'
        "{tick}</svg>"
    ).format(tone=tone, width=width, label=label, high=_BAR_HEIGHT, filled=filled, tick=tick)


def _part(value: float, of: float, width: int) -> int:
    if of <= 0 or value <= 0:
        return 0
    return max(2, min(width, round(width * value / of)))


def versus(estimate: int, actual: int) -> dict[str, Any]:
    """Set an actual figure against its estimate: widths out of 100 and how far it is off.

    `off` is None without an estimate, else the difference in whole per cent of the estimate.
    """
    most = max(estimate, actual, 1)
    off = round((actual - estimate) * 100 / estimate) if estimate else None
    return {
        "estimate": round(100 * max(estimate, 0) / most, 1),
        "actual": round(100 * max(actual, 0) / most, 1),
        "off": off,
        "over": actual > estimate,
        "said": _off_by(off) if actual else "nothing yet",
    }


def _off_by(off: int | None) -> str:
    if off is None:
        return "no estimate"
    if off == 0:
        return "as estimated"
    return f"{abs(off)} % {'over' if off > 0 else 'under'}"


def printed(value: float | None, form: str, currency: str = "") -> str:
    """Print a chart's or figure's value by its form: number, percent, hours or money."""
    if value is None:
        return "–"
    if form == "percent":
        return filters.percent(value)
    if form == "hours":
        return filters.hours(round(value))
    if form == "money":
        return filters.money(Money(round(value), currency), cents=False)
    return filters.number(round(value)) if value == round(value) else f"{value:,.2f}"


class Measured(Protocol):
    """What printing needs to know of a measured figure; upheld.measures makes them."""

    @property
    def n(self) -> int: ...
    @property
    def least(self) -> int: ...
    @property
    def value(self) -> int | None: ...
    @property
    def interval(self) -> Any: ...
    def words(self) -> str: ...


def stat_of(label: str, figure: Measured, form: str, url: str, currency: str, unit: str) -> Stat:
    """Turn a measured figure into a printed one, or into what it lacks.

    `form` is percent (ppm), hours (seconds), money (minor units) or number.
    """
    if figure.value is None:
        note = "" if figure.n < figure.least else figure.words()
        return Stat(label, n=figure.n, unit_of_n=unit, needed=figure.least, url=url, note=note)
    low, high = "", ""
    if figure.interval is not None:
        low = printed(figure.interval.low, form, currency)
        if figure.interval.high is not None:
            high = printed(figure.interval.high, form, currency)
    value = printed(figure.value, form, currency)
    return Stat(label, value, n=figure.n, unit_of_n=unit, low=low, high=high, url=url)


def chart_data(chart: Chart) -> dict[str, Any]:
    """Give what the script needs to draw a chart, with every value already printed."""
    return {
        "kind": chart.kind,
        "categories": list(chart.categories),
        "urls": list(chart.urls),
        "lineAt": chart.line_at,
        "lineTitle": chart.line_title,
        "form": chart.form,
        "sign": SIGNS.get(chart.currency, chart.currency and chart.currency + " "),
        "minorPerMajor": 10 ** PLACES.get(chart.currency, 2),
        "series": [
            {
                "name": series.name,
                "tone": series.tone,
                "values": list(series.values),
                "printed": [printed(value, chart.form, chart.currency) for value in series.values],
            }
            for series in chart.series
        ],
    }


def chart_rows(chart: Chart) -> list[dict[str, Any]]:
    """Give the table under a chart: one row for each category."""
    return [
        {
            "category": category,
            "url": chart.urls[at] if at < len(chart.urls) else "",
            "values": [
                printed(series.values[at], chart.form, chart.currency) for series in chart.series
            ],
        }
        for at, category in enumerate(chart.categories)
    ]


def main_cell(cells: Sequence[Any]) -> int:
    """Give the place of the cell that says what a row is about: its first words.

    On a phone it stands above the others.
    """
    found = [at for at, cell in enumerate(cells) if str(cell.kind) == "text" and cell.value]
    return next((at for at in found if cells[at].url), found[0] if found else 0)


def by_day(moments: Sequence[Any]) -> list[dict[str, Any]]:
    """Group a timeline's entries by the reader's day, keeping their order."""
    days: list[dict[str, Any]] = []
    for moment in moments:
        day = filters.local_day(moment.at)
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "moments": []})
        days[-1]["moments"].append(moment)
    return days


def rooms_found(rooms: Sequence[Room]) -> list[Found]:
    """Offer the rooms as the command palette's answers before anything is typed."""
    return [
        Found(room.title, room.url, icon=room.icon, key=f"g {room.letter}" if room.letter else "")
        for room in rooms
    ]


def running(started_at: datetime, at: datetime) -> str:
    """Print how long a timer has run as h:mm, as it stood when the page was made."""
    minutes = seconds_run(started_at, at) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def seconds_run(started_at: datetime, at: datetime) -> int:
    """Give how long a timer has run, in whole seconds; never below nought."""
    return max(0, int((at - started_at).total_seconds()))
