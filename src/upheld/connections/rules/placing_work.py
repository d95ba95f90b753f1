"""Where deals, tickets and time of other systems go in our tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from upheld.connections.rules.fitting import Placed, begin
from upheld.connections.rules.records import DealRecord, TicketRecord, TimeRecord
from upheld.connections.rules.ticket_entries import (
    DEFAULT_PRIORITY,
    SETTLED,
    entries_of_dates,
    event_key,
    our_priority,
    our_state,
)

LONGEST_EFFORT = 2_147_483_647
_STAGES = {"won": "won", "lost": "lost"}
_PLACELESS = (
    "requester", "opened_by", "channel", "location", "subcategory", "symptom", "asset", "impact",
    "urgency", "group", "assignee", "problem", "change", "caused_by", "vendor", "closing_code",
    "resolved_by", "description",
)  # fmt: skip


def place_deal(record: DealRecord, currency: str) -> Placed:
    """Place a deal. Its stage is what is proven here: won, lost or a lead; theirs is kept beside.

    A deal without a day of opening is dated by its closing, or else by the import.
    """
    placed = begin(record)
    title = record.name or " · ".join(part for part in (record.product, record.company) if part)
    placed.text("title", title or f"Deal {record.source.key}", 200, "name")
    outcome = record.outcome or "open"
    placed.values |= {"outcome": outcome, "stage": _STAGES.get(outcome, "lead")}
    placed.values["currency"] = record.currency or currency
    _place_amount(placed, "one_off_minor", record.value, "value")
    _place_amount(placed, "monthly_minor", record.monthly_value, "monthly_value")
    _place_days(placed, record, outcome)
    placed.keep(stage=record.stage, product=record.product)
    if record.owner:
        placed.keep(owner=record.owner)
    placed.refer("company", record.company)
    placed.refer("owner", record.owner)
    placed.refer("product", record.product)
    return placed


def _place_amount(placed: Placed, name: str, minor: int | None, label: str) -> None:
    placed.values[name] = 0
    if minor is None:
        return
    if minor < 0:
        placed.refuse("below_zero", "A deal is not worth less than nothing.", column=label)
        return
    placed.whole(name, minor, "big")
    if placed.values[name] is None:
        placed.values[name] = 0


def _place_days(placed: Placed, record: DealRecord, outcome: str) -> None:
    opened, closed = record.opened_on, record.closed_on
    if opened is not None and closed is not None and closed < opened:
        placed.note("closed_before_opened", "It was closed before it was opened.", "closed_on")
    if opened is None and closed is None:
        placed.at_first["opened_at"] = None
    else:
        placed.values["opened_at"] = _midday(opened or closed)
    if outcome == "open" and closed is not None:
        placed.values["expected_on"] = closed
        closed = None
    placed.values["closed_at"] = _midday(closed)
    if outcome != "open" and closed is None:
        placed.note("closing_unknown", "It is decided, but no day says since when.", "closed_on")


def _midday(day: date | None) -> datetime | None:
    """Midday in UTC lies on that day in nearly every zone."""
    return None if day is None else datetime.combine(day, time(12), UTC)


def place_ticket(record: TicketRecord, _currency: str) -> Placed:
    """Place a ticket; its history is told by `ticket_entries`, once it is known what is new."""
    placed = begin(record)
    placed.rows = max(len(record.history), 1)
    placed.text("title", _title(record), 200, "subject")
    state = our_state(record.state)
    priority = our_priority(record.priority)
    if record.priority and priority is None:
        placed.note("priority_unknown", f"“{record.priority[:40]}” is no priority.", "priority")
    placed.values |= {"state": state, "priority": priority or DEFAULT_PRIORITY}
    placed.text("kind", record.category, 60, "category")
    placed.values["resolution_met"] = record.met_service_level
    placed.whole("reassigned", record.reassignments or 0, "small")
    placed.whole("reopened", record.reopenings or 0, "small")
    placed.values["reassigned"] = placed.values["reassigned"] or 0
    placed.values["reopened"] = placed.values["reopened"] or 0
    _place_moments(placed, record, state)
    placed.keep(**{name: getattr(record, name) for name in _PLACELESS})
    if record.priority:
        placed.keep(priority=record.priority)
    if record.state and record.state != state:
        placed.keep(state=record.state)
    for name in ("company", "requester", "assignee"):
        placed.refer({"requester": "contact"}.get(name, name), getattr(record, name))
    if record.history:
        placed.event_keys = [event_key(event) for event in record.history]
    else:
        placed.entries = list(entries_of_dates(record, placed.values["priority"]))
        placed.event_keys = [entry.key for entry in placed.entries]
    return placed


def _place_moments(placed: Placed, record: TicketRecord, state: str) -> None:
    if record.opened_at is None:
        placed.refuse(
            "missing", "The ticket does not say when it was opened.",
            "Map the column with the date of opening.", "opened_at",
        )  # fmt: skip
        return
    settled = state in SETTLED
    known = [record.opened_at, record.resolved_at, record.closed_at, record.first_answered_at]
    known += [record.history[-1].at] if record.history else []
    placed.values |= {
        "opened_at": record.opened_at,
        "first_response_at": record.first_answered_at,
        "resolved_at": (record.resolved_at or record.closed_at) if settled else None,
        "closed_at": record.closed_at if state == "closed" else None,
        "last_at": max(moment for moment in known if moment is not None),
    }
    if not settled:
        for name in ("resolved_at", "closed_at"):
            moment = getattr(record, name)
            if moment is not None:
                placed.keep(**{name: moment.isoformat()})


def _title(record: TicketRecord) -> str:
    if record.subject:
        return " ".join(record.subject.split())
    if record.description:
        return " ".join(record.description.split())[:199]
    about = [part for part in (record.category, record.subcategory, record.symptom) if part]
    return " · ".join([record.source.key, *about[:2]])


def place_time(record: TimeRecord, _currency: str) -> Placed:
    """Place effort. A card that spans days is dated by the first; the last is kept beside it.

    Where nothing says whether it can be billed, it is taken as given away, and the note says so.
    """
    placed = begin(record)
    placed.whole("seconds", record.effort)
    if placed.values["seconds"] is None:
        placed.refuse("not_an_effort", "No entry can be that long.", column="effort")
    placed.values["worked_on"] = record.starts_on
    placed.text("note", record.note, 500)
    placed.text("on_title", record.work or record.ticket or record.company, 200, "work")
    if record.ends_on is not None and record.ends_on != record.starts_on:
        placed.keep(ends_on=record.ends_on.isoformat())
        if record.ends_on < record.starts_on:
            placed.note("ends_before_start", "Its last day lies before its first.", "ends_on")
    for_somebody = bool(record.company or record.ticket)
    if record.billable is None and for_somebody:
        placed.note("billing_unknown", "Nothing says whether it is billed.", "billable")
    placed.values |= _counted(billable=record.billable, for_somebody=for_somebody)
    placed.keep(card=record.card)
    placed.refer("person", record.person)
    placed.refer("company", record.company)
    placed.refer("ticket", record.ticket)
    return placed


def _counted(*, billable: bool | None, for_somebody: bool) -> dict[str, str]:
    """Say where the cost is counted and who pays; work billed is a customer's by that alone."""
    if not billable and not for_somebody:
        return {"category": "internal", "billing": "internal", "on_kind": "internal"}
    billing = "billable" if billable else "unbilled"
    return {"category": "customer", "billing": billing, "on_kind": "project"}
