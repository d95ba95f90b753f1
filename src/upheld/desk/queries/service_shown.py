"""The month of service levels in the words and shapes of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.desk.queries.service_overview import (
    STANDINGS,
    CustomerMonth,
    Overview,
    TargetMonth,
    tickets_url,
)
from upheld.desk.queries.targets_due import CLOCKS
from upheld.desk.rules.service_promises import NO_END, Hold
from upheld.desk.rules.ticket_events import Target
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.ui.filters import number, percent
from upheld.foundation.ui.shapes import Stat

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

TITLES_OF_STANDING = {"met": "in time", "missed": "missed", "running": "running"}
ON_A_PAGE = 50

_SAID = {
    Hold.BROKEN: ("Below", "bad"),
    Hold.IN_DANGER: ("One miss away", "warn"),
    Hold.HOLDS: ("Holds", "good"),
    Hold.NONE_TO_SPARE: ("Holds, few due", "neutral"),
    Hold.NOTHING_DUE: ("Nothing due yet", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One target of one customer, as a row of the table."""

    leads: bool
    """The first of its customer, which names it."""
    name: str
    name_url: str
    name_hint: str
    target: TargetMonth
    said: str
    tone: str
    promised: str
    promise_url: str
    may_miss: str
    urls: dict[str, str]
    row_url: str


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One target of one ticket behind a number."""

    title: str
    url: str
    why_url: str
    said: str
    tone: str
    priority: str
    who: str
    due: datetime
    done: datetime | None


def lines_of(found: Overview) -> list[Line]:
    """Give the rows of the month's table."""
    return [
        _line(found, customer, target, leads=not place)
        for customer in found.customers
        for place, target in enumerate(customer.targets)
    ]


def _line(found: Overview, customer: CustomerMonth, target: TargetMonth, *, leads: bool) -> Line:
    said, tone = _SAID[target.hold]
    signed = customer.signed
    urls = {
        name: tickets_url(found.month, target.target, name, customer.number) for name in STANDINGS
    }
    pressing = "missed" if target.clock.missed else "running" if target.running else "met"
    return Line(
        leads=leads, name=customer.name,
        name_url=reverse("customer", args=[customer.number]) if customer.number else "",
        name_hint=signed.name if signed else "not signed", target=target, said=said,
        tone=tone if signed or target.hold is not Hold.BROKEN else "warn",
        promised=percent(target.least) if signed else f"aim {percent(target.least)}",
        promise_url=reverse("promise", args=[signed.promise.number]) if signed else "",
        may_miss=_may_miss(target), urls=urls, row_url=urls[pressing],
    )  # fmt: skip


def _may_miss(target: TargetMonth) -> str:
    """Say how many more misses it stands, or what would mend it."""
    if target.hold is Hold.NOTHING_DUE:
        return ""
    if target.hold is Hold.BROKEN:
        mend = target.to_mend
        return f"{number(mend)} in time mend it" if mend is not None else "nothing mends it"
    if target.misses_left >= NO_END:
        return "any"
    return number(target.misses_left) if target.misses_left else "none"


def stats_of(found: Overview, lists: str) -> list[Stat]:
    """Give what presses, at a glance."""
    late = f"{lists}?state=new&state=open&state=waiting"
    return [
        Stat("Signed promises below", number(found.broken), note="of this month's"),
        Stat("One miss away", number(found.in_danger), note="signed promises in danger"),
        Stat("Late now", number(found.late_now), url=late, note="open tickets past a target"),
        Stat("Within the hour", number(found.soon), url=late, note="open tickets due by then"),
    ]


def ticket_rows(
    behind: QuerySet[Any], target: Target, standing: str, page: int
) -> tuple[list[TicketRow], bool]:
    """Give a page of the tickets behind a number, and whether there are more."""
    start = (page - 1) * ON_A_PAGE
    rows = list(behind[start : start + ON_A_PAGE + 1])
    shown = [_ticket_row(row, target, standing) for row in rows[:ON_A_PAGE]]
    return shown, len(rows) > ON_A_PAGE


def _ticket_row(row: Any, target: Target, standing: str) -> TicketRow:
    clock = CLOCKS[target]
    ticket = clock.ticket_of(row)
    done = getattr(row, clock.done)
    said, tone = {
        "met": ("In time", "good"),
        "missed": ("Missed", "bad") if done else ("Missed, still open", "bad"),
        "running": ("Running", "info"),
    }[standing]
    key = target.value if target is not Target.NEXT_RESPONSE else f"{target.value}-{row.nth}"
    return TicketRow(
        title=f"#{ticket.number} {ticket.title}", url=reverse("ticket", args=[ticket.number]),
        why_url=f"{reverse('ticket-clocks', args=[ticket.number])}#{key}", said=said, tone=tone,
        priority=PRIORITIES[ticket.priority], who=ticket.assignee.name if ticket.assignee else "",
        due=getattr(row, clock.due), done=done,
    )  # fmt: skip
