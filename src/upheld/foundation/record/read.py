"""Reading the record on its own page: its entries, one entry, and what the last check found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from upheld.foundation.actor import Actor
from upheld.foundation.lists.declare import ListColumn, ListOf
from upheld.foundation.lists.filters import ByPerson, ByText
from upheld.foundation.lists.kinds import Kind
from upheld.foundation.lists.ranges import ByDays, ByNumber
from upheld.foundation.models.record import RecordCheck, RecordEntry, RecordHead, WitnessedHead
from upheld.foundation.record.sayings import hidden_events, saying_of
from upheld.foundation.timeline import moment_of
from upheld.foundation.ui.shapes import Moment

RECORD: ListOf[RecordEntry] = ListOf(
    key="record",
    title="Record",
    noun="entry",
    nouns="entries",
    route="record",
    url=lambda entry: reverse("record-entry", args=[entry.sequence]),
    order="-sequence",
    about="Everything that mattered, in the order in which it happened, never changed afterwards.",
    columns=(
        ListColumn("number", "No.", lambda e: e.sequence, Kind.NUMBER, sort="sequence", link=True),
        ListColumn("at", "When", lambda e: e.at, Kind.MOMENT),
        ListColumn("who", "Who", lambda e: _private(e).get("by", ""), Kind.PERSON),
        ListColumn("what", "What", lambda e: saying_of(e.event).said),
        ListColumn("subject", "About", lambda e: _private(e).get("subject", "")),
        ListColumn("event", "Event", lambda e: e.event, shown=False),
        ListColumn("leaf", "Fingerprint", lambda e: e.leaf_hash, shown=False),
    ),
    filters=(
        ByText("event", "subject_type"),
        ByPerson("who", "Who", "person_id"),
        ByDays("at", "When", "at"),
        ByNumber("number", "Number", "sequence"),
    ),
)


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """How the record stands: its head, who has seen one, and what the last check found."""

    size: int
    root: str
    check: RecordCheck | None
    witnessed_size: int
    witness: str
    witnessed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry: as it is said, as it is hashed, and what is kept beside it."""

    sequence: int
    at: datetime
    event: str
    said: Moment
    subject: str
    body: str
    leaf_hash: str
    private: str
    erased: bool


def visible_entries(actor: Actor) -> QuerySet[RecordEntry]:
    """Give the entries that an actor may read: not those of events that need another right."""
    rows: QuerySet[RecordEntry] = RecordEntry.objects.exclude(event__in=hidden_events(actor))
    return rows


def record_standing() -> RecordStanding:
    """Give how the open provider's record stands. Three queries."""
    head = RecordHead.objects.first()
    newest = WitnessedHead.objects.order_by("-size", "-pk").first()
    return RecordStanding(
        size=head.size if head else 0,
        root=head.root if head else "",
        check=RecordCheck.objects.order_by("-at", "-pk").first(),
        witnessed_size=newest.size if newest else 0,
        witness=newest.witness if newest else "",
        witnessed_at=newest.at if newest else None,
    )


def entry_page(entry: RecordEntry, actor: Actor) -> EntryPage:
    """Give one entry for its page."""
    private = _private(entry)
    return EntryPage(
        sequence=entry.sequence,
        at=entry.at,
        event=entry.event,
        said=moment_of(entry, actor),
        subject=f"{entry.subject_type} {entry.subject_id}",
        body=_indented(entry.body),
        leaf_hash=entry.leaf_hash,
        private=json.dumps(private, ensure_ascii=False, indent=2) if private else "",
        erased=entry.private is None,
    )


def _private(entry: RecordEntry) -> Mapping[str, Any]:
    return entry.private if isinstance(entry.private, dict) else {}


def _indented(body: str) -> str:
    """Lay the text out for reading; one that was tampered with is shown as it stands."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
