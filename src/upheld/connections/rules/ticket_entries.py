"""Turns a ticket's history in another system into the entries of its history here.

Every event becomes at least one entry, and its text names every field that changed, in the source's
own words, so that the history can be told again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from upheld.connections.rules.records import TicketEvent, TicketRecord

STATES: Mapping[str, str] = {
    "new": "new",
    "in_progress": "open",
    "waiting_for_customer": "waiting",
    "waiting_for_others": "open",
    "resolved": "resolved",
    "closed": "closed",
    "cancelled": "closed",
}
"""Their states and ours. Only a question to the customer rests a clock here."""

SETTLED = frozenset({"resolved", "closed"})
DEFAULT_PRIORITY = 3
_WORDS = {
    1: ("critical", "urgent", "highest", "blocker", "emergency"),
    2: ("high", "major"),
    3: ("medium", "moderate", "normal", "standard", "middle"),
    4: ("low", "lowest", "minor", "planning", "trivial"),
}
_DIGIT = re.compile(r"\d+")
_LONGEST_VALUE = 60
EMPTIED = "—"


class Entry(NamedTuple):
    """One entry of a ticket's history; `key` names the event of which it tells."""

    key: str
    at: datetime
    happened: str
    who: str
    before: str
    after: str
    text: str
    public: bool = False


@dataclass(slots=True)
class Now:
    """How the ticket stands while its history is walked."""

    state: str = "new"
    priority: int = DEFAULT_PRIORITY
    assignee: str = ""
    is_new: bool = True
    """Whether the first event creates it; false where the ticket is known already."""
    known: frozenset[str] = field(default_factory=frozenset)


def our_state(state: str | None) -> str:
    """Give our state for theirs; one that nobody explained is taken as being worked on."""
    return STATES.get(state or "new", "open")


@lru_cache(maxsize=1000)
def our_priority(said: str | None) -> int | None:
    """Give 1 (critical) to 4 (low) for a priority in their words; None where it says neither."""
    if said is None:
        return None
    lower = said.casefold()
    for priority, words in _WORDS.items():
        if any(re.search(rf"\b{word}\b", lower) for word in words):
            return priority
    digits = _DIGIT.search(lower)
    return min(max(int(digits[0][:3]), 1), 4) if digits else None


def event_key(event: TicketEvent) -> str:
    """Name an event in sixteen signs: enough to tell the events of one ticket apart."""
    return blake2b(event.key.encode(), digest_size=8).hexdigest()


def entries_of(history: Iterable[TicketEvent], now: Now) -> Iterator[Entry]:
    """Walk the entries of all events that are not known, in the order of time."""
    for event in history:
        key = event_key(event)
        before = (now.state, now.priority, now.assignee)
        _follow(now, event)
        if key not in now.known:
            yield from _entries(key, event, before, now)
        now.is_new = False


def entries_of_dates(record: TicketRecord, priority: int) -> Iterator[Entry]:
    """Walk the entries of a ticket whose history did not come along: its dates tell the least."""
    if record.opened_at is None:
        return
    who = (record.opened_by or record.requester or "")[:150]
    text = record.description or ""
    yield Entry("opened", record.opened_at, "created", who, "", str(priority), text, bool(text))
    if record.first_answered_at is not None:
        yield Entry("answered", record.first_answered_at, "replied", "", "", "", "", public=True)
    state = our_state(record.state)
    if state in SETTLED and record.resolved_at is not None:
        who = (record.resolved_by or "")[:150]
        yield Entry("resolved", record.resolved_at, "resolved", who, "open", "resolved", "")
    if state == "closed" and record.closed_at is not None:
        before = "resolved" if record.resolved_at is not None else "open"
        happened = "state_changed" if record.resolved_at is not None else "resolved"
        yield Entry("closed", record.closed_at, happened, "", before, "closed", "")


def _follow(now: Now, event: TicketEvent) -> None:
    changes = event.changes
    if "state" in changes:
        now.state = our_state(_text(changes["state"]))
    if "priority" in changes:
        now.priority = our_priority(_text(changes["priority"])) or DEFAULT_PRIORITY
    if "assignee" in changes:
        now.assignee = _text(changes["assignee"]) or ""


def _entries(
    key: str, event: TicketEvent, before: tuple[str, int, str], now: Now
) -> Iterator[Entry]:
    """Tell one event: what our clocks need of it each by itself, everything in the first text."""
    state, priority, assignee = before
    steps: list[tuple[str, str, str]] = []
    if now.is_new:
        steps.append(("created", "", str(now.priority)))
        state, priority = "new", now.priority
    if now.state != state:
        steps.append((_happened(state, now.state), state, now.state))
    if now.priority != priority:
        steps.append(("priority_changed", str(priority), str(now.priority)))
    if now.assignee != assignee:
        steps.append(("assigned", assignee[:_LONGEST_VALUE], now.assignee[:_LONGEST_VALUE]))
    text = told(event)
    who = (event.by or "")[:150]
    for happened, old, new in steps or [("note", "", "")]:
        yield Entry(key, event.at, happened, who, old, new, text)
        text = ""


def _happened(before: str, after: str) -> str:
    if after in SETTLED and before not in SETTLED:
        return "resolved"
    if before in SETTLED and after not in SETTLED:
        return "reopened"
    return "state_changed"


def told(event: TicketEvent) -> str:
    """Tell in lines what an event says: the activity, then each field and column that changed."""
    lines = [event.activity] if event.activity else []
    lines += [f"{label(name)}: {_said(value)}" for name, value in event.changes.items()]
    lines += [f"{name}: {_said(value)}" for name, value in event.extra.items()]
    return "\n".join(lines).replace("\x00", "")


def label(name: str) -> str:
    """Name a field for people."""
    return name.replace("_", " ").capitalize()


def _said(value: object) -> str:
    if value is None or value == "":
        return EMPTIED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S UTC")
    return str(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
