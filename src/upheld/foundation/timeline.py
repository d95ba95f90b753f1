"""What was done about a row, newest first, read from the record for one reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any

from django.db.models import QuerySet

from upheld.foundation.actor import Actor
from upheld.foundation.models.record import RecordAbout, RecordEntry
from upheld.foundation.record.sayings import (
    SAYINGS,
    events_of_kind,
    field_said,
    hidden_events,
    saying_of,
)
from upheld.foundation.tenancy.owned import Owned
from upheld.foundation.ui.filters import day, hours, moment, money, percent
from upheld.foundation.ui.shapes import Fact, Moment, Tab
from upheld.foundation.values.currencies import PLACES
from upheld.foundation.values.money import Money

ON_ONE_PAGE = 30
NOTHING = "–"
_LONGEST_VALUE = 200
_TO_THE_MINUTE = 16
_KEY = re.compile(r"[a-z]+\.[a-z]+:\d+$")
"""A row as the record names it, which says nothing to a reader."""
_CHOICE = re.compile(r"[a-z]+(_[a-z]+)*$")

KIND_TITLES: Mapping[str, str] = {
    "meeting": "Meetings",
    "mail": "Mails",
    "call": "Calls",
    "review": "Reviews",
    "time": "Time",
    "promise": "Promises",
    "signed": "Signatures",
    "ticket": "Tickets",
    "complaint": "Complaints",
    "file": "Files",
    "money": "Money",
    "note": "Notes",
    "change": "Changes",
}


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Part of a row's course, for `ui.timeline(page.items)`."""

    items: tuple[Moment, ...]
    before: int | None = None
    """What to ask for as `before` to see what is older; nothing when this is all."""
    tabs: tuple[Tab, ...] = field(default=())


def timeline_of(
    row: Owned, actor: Actor, before: int | None = None, *, kind: str = "", url: str = ""
) -> TimelinePage:
    """Give what was recorded about a row, newest first, thirty at a time; for the staff alone.

    Entries of events that the actor may not read of are left out, and so are the values of fields
    that need another right. `kind` keeps one kind of event. With `url` (the page's own address)
    there are tabs for the kinds that occur. One query, two with tabs.
    """
    visible = _about(row).exclude(entry__event__in=hidden_events(actor))
    rows = _of_kind(visible, kind) if kind in KIND_TITLES else visible
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    found = list(rows.select_related("entry").order_by("-sequence")[: ON_ONE_PAGE + 1])
    shown = found[:ON_ONE_PAGE]
    return TimelinePage(
        tuple(moment_of(one.entry, actor) for one in shown),
        shown[-1].sequence if len(found) > ON_ONE_PAGE else None,
        _tabs(visible, kind, url) if url else (),
    )


def _about(row: Owned) -> QuerySet[RecordAbout]:
    rows: QuerySet[RecordAbout] = RecordAbout.objects.filter(
        subject_type=row._meta.label_lower, subject_id=row.pk
    )
    return rows


def _of_kind(rows: QuerySet[RecordAbout], kind: str) -> QuerySet[RecordAbout]:
    """Keep one kind; what nobody declared counts as a change."""
    if kind != "change":
        return rows.filter(entry__event__in=events_of_kind(kind))
    others = [event for event, one in SAYINGS.items() if one.kind != "change"]
    return rows.exclude(entry__event__in=others)


def _tabs(rows: QuerySet[RecordAbout], kind: str, url: str) -> tuple[Tab, ...]:
    events = rows.order_by().values_list("entry__event", flat=True).distinct()
    occur = {saying_of(event).kind for event in events}
    tabs = [Tab("Everything", url, kind not in occur)]
    tabs += [
        Tab(title, f"{url}?kind={key}", key == kind)
        for key, title in KIND_TITLES.items()
        if key in occur
    ]
    return tuple(tabs)


def moment_of(entry: RecordEntry, actor: Actor) -> Moment:
    """Say one entry: who did what, why, and what changed from what to what."""
    secret: Mapping[str, Any] = entry.private if isinstance(entry.private, dict) else {}
    saying = saying_of(entry.event)
    return Moment(
        at=entry.at,
        kind=saying.kind,
        title=_said(saying.phrase, entry, secret),
        who=_who(entry, secret),
        text=str(secret.get("reason", "")),
        facts=tuple(_changes(entry, secret, actor)),
    )


def _who(entry: RecordEntry, secret: Mapping[str, Any]) -> str:
    """Name who acted; an entry whose personal part was erased names nobody."""
    if entry.private is None:
        return "Somebody"
    behalf = secret.get("on_behalf_of")
    name = str(secret.get("by", "")) or "Somebody"
    return f"{name} for {behalf}" if behalf and behalf != name else name


def _said(phrase: str, entry: RecordEntry, secret: Mapping[str, Any]) -> str:
    if "{" not in phrase:
        return phrase
    known = {**json.loads(entry.body).get("data", {}), **secret}
    return _Gaps().vformat(phrase, (), known)


class _Gaps(Formatter):
    """Fills a phrase; what the entry does not say (or what was erased) is said as "…"."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        """Look a name up in the entry; attributes and items of values are never followed."""
        del args
        return (
            written(field_name, kwargs[field_name]) if field_name in kwargs else "…"
        ), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """Print the value as it is; a phrase has no format of its own."""
        del format_spec
        return str(value)


def _changes(entry: RecordEntry, secret: Mapping[str, Any], actor: Actor) -> Iterable[Fact]:
    """Give what changed, without what a reader has before them or can make nothing of."""
    changes = secret.get("changes")
    for name, pair in changes.items() if isinstance(changes, dict) else ():
        said = field_said(entry.subject_type, name, actor)
        if said is None or not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004  old, new
            continue
        if _says_nothing(name, pair, entry.at):
            continue
        titles = dict(said.titles)
        old, new = (_titled(titles, value) or _in_words(name, value) for value in pair)
        yield Fact(said.title, new if old == NOTHING else f"{old} → {new}")


def _says_nothing(name: str, pair: list[Any], at: datetime) -> bool:
    """Tell whether a change is a row's key, an address, or the moment of the entry itself."""
    if name.endswith("url") or any(isinstance(one, str) and _KEY.match(one) for one in pair):
        return True
    return name.endswith("_at") and str(pair[1])[:_TO_THE_MINUTE] == at.isoformat()[:_TO_THE_MINUTE]


def _in_words(name: str, value: Any) -> str:
    """Say a stored choice as words: "alternative_offered" as "Alternative offered"."""
    said = written(name, value)
    return said.capitalize() if isinstance(value, str) and _CHOICE.match(value) else said


def _titled(titles: Mapping[Any, str], value: Any) -> str:
    """Give the title of a stored value; lists and objects have none."""
    return "" if isinstance(value, (list, dict)) else titles.get(value, "")


def written(name: str, value: Any) -> str:  # noqa: PLR0911  one line for each kind of value is the clearest
    """Print a recorded value by the name it stands under: its ending says its unit."""
    if value is None or value in ("", {}, []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and value.get("currency") in PLACES and "minor" in value:
        return money(Money(int(value["minor"]), value["currency"]))
    if isinstance(value, dict) and "ppm" in value:
        return percent(value["ppm"])
    if isinstance(value, int):
        return _figure(name, value)
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, list):
        return ", ".join(written(name, one) for one in value)[:_LONGEST_VALUE]
    if isinstance(value, dict):
        return "; ".join(written(key, one) for key, one in value.items())[:_LONGEST_VALUE]
    return str(value)[:_LONGEST_VALUE]


def _figure(name: str, value: int) -> str:
    if name.endswith("_ppm"):
        return percent(value)
    if name.endswith("_seconds"):
        return hours(value)
    if name.endswith("_minor"):
        return f"{value / 100:,.2f}"
    return str(value)


def _text(name: str, value: str) -> str:
    try:
        if name.endswith("_at"):
            return str(moment(datetime.fromisoformat(value)).striptags())
        if name.endswith("_on"):
            return str(day(date.fromisoformat(value)).striptags())
    except ValueError:
        pass
    if _CHOICE.match(value):
        value = value.replace("_", " ")
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
