"""The values that components print. A component takes these or anything with the same names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select, a set of radio cards or a list of checkboxes."""

    value: str
    title: str
    hint: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `sorted` is asc, desc or empty; `wide_only` hides it on a phone."""

    title: str
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""
    wide_only: bool = False
    hidden_title: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset paging: two links and a count that may be capped ("1,000+")."""

    newer_url: str = ""
    older_url: str = ""
    shown: int = 0
    count: int | None = None
    count_is_capped: bool = False


@dataclass(frozen=True, slots=True)
class BulkAction:
    """One thing to do with the selected rows: POST to `url` with `selected` repeated."""

    title: str
    url: str
    icon: str = ""
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that is on; `without_url` is this page without it."""

    title: str
    value: str
    without_url: str


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named set of filters; `shared` marks the team's."""

    title: str
    url: str
    active: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of one record."""

    title: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on a way. State: done, current, ahead, stopped."""

    title: str
    state: str = "ahead"
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; `hint` is shown small after it."""

    label: str
    value: Any
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline.

    Kinds with an icon of their own: meeting, mail, call, review, time, change, promise, signed,
    ticket, complaint, file, money, note; any other kind shows a dot.
    """

    at: datetime
    kind: str
    title: str
    who: str = ""
    text: str = ""
    url: str = ""
    facts: tuple[Fact, ...] = ()
    files: tuple[Fact, ...] = ()
    """Name, size and address of what came with it."""
    readers: str = ""
    """Who reads the text, where that differs from entry to entry: customer, staff."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a board. `move_url` takes a POST with `column` and `before`; empty: fixed."""

    id: str
    title: str
    url: str = ""
    subtitle: str = ""
    figure: str = ""
    status: str = ""
    tone: str = "neutral"
    who: str = ""
    foot: str = ""
    move_url: str = ""


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A column of a board; `total` is already formatted text such as a sum of money."""

    key: str
    title: str
    cards: Sequence[Card] = ()
    count: int | None = None
    total: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars. `values` holds numbers or None for no figure at that place."""

    name: str
    values: Sequence[float | int | None]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart draws and its table prints.

    `kind`: line, area, bar, stacked, scatter. `form`: number, percent (ppm), hours (seconds),
    money (minor units, with `currency`). `urls` opens the rows behind each category.
    """

    kind: str
    categories: Sequence[str]
    series: Sequence[Series]
    form: str = "number"
    currency: str = ""
    urls: Sequence[str] = ()
    line_at: float | int | None = None
    line_title: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work under way. State: waiting, running, done, failed, cancelled."""

    title: str
    state: str
    done: int
    total: int | None = None
    unit: str = "rows"
    per_second: float | None = None
    seconds_left: int | None = None
    refused: int = 0
    report_url: str = ""
    cancel_url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the command palette; `hint` says what it is."""

    title: str
    url: str
    hint: str = ""
    icon: str = "arrow-right"
    key: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Answers of one kind in the command palette."""

    title: str
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Understood:
    """One chip of the capture bar: what a part of the typed line was taken to mean.

    `kind`: customer, ticket, deal, effort, day, person, priority, text, internal, state.
    `choices` are offered in place when `doubt` says what is unclear; picking one puts its
    `value` where `typed` stands in the line.
    """

    kind: str
    title: str
    typed: str = ""
    doubt: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with what makes it honest: its sample, its interval and where its rows are.

    `value`, `low` and `high` are formatted text. `change` is text such as "+3 points";
    `change_tone` is good, bad or neutral. `needed` is set, and `value` empty, when there is not
    enough evidence.
    """

    label: str
    value: str = ""
    n: int | None = None
    unit_of_n: str = "rows"
    low: str = ""
    high: str = ""
    change: str = ""
    change_tone: str = "neutral"
    url: str = ""
    spark: Sequence[float | int | None] = ()
    needed: int | None = None
    note: str = ""


def attributes_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Turn `data_x` style names into HTML attribute names; drop what is empty.

    Templates cannot name a keyword `data-x`, so they write `data_x`.
    """
    return {
        name.rstrip("_").replace("_", "-"): value
        for name, value in given.items()
        if value is not None and value is not False and value != ""
    }
