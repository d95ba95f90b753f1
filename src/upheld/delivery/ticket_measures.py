"""What is measured of tickets: how many answers and solutions came in time, of those that fell due.

A target falls due at its own moment, once; a ticket that was answered early counts from that
moment on, not before, so that a period's figure does not change with what is not due yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from upheld.delivery.models import Ticket
from upheld.delivery.rules.ticket_states import PRIORITIES
from upheld.foundation.models import Provider
from upheld.foundation.refusals import invalid
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import month_of
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

BREAKDOWNS = ("company", "priority", "person", "kind", "month")
PATHS: Mapping[str, tuple[str, str, str]] = {
    "person": ("assignee_id", "assignee__name", "Nobody"),
    "company": ("company_id", "company__name", "Our own systems"),
    "priority": ("priority", "priority", ""),
    "kind": ("kind", "kind", "Not said"),
}


@dataclass(frozen=True, slots=True)
class Clocked:
    """Which columns hold one of the two clocks."""

    due: str
    met: str
    done: str

    def fell_due(self, ask: Ask) -> QuerySet[Ticket]:
        """Give the tickets whose target fell due in the period, by the moment asked as of."""
        until = min(ask.period.end, ask.at)
        rows: QuerySet[Ticket] = Ticket.objects.filter(
            **{f"{self.due}__gte": ask.period.start, f"{self.due}__lt": until}, void=False
        )
        for key, value in ask.only.items():
            rows = self._only(rows, key, value)
        return rows

    def _only(self, rows: QuerySet[Ticket], key: str, value: int | str) -> QuerySet[Ticket]:
        if key != "month":
            return rows.filter(**{PATHS[key][0]: value})
        provider = Provider.objects.get(pk=current_scope().provider_id)
        month = month_of(_first_of(str(value)), provider.zone)
        return rows.filter(**{f"{self.due}__gte": month.start, f"{self.due}__lt": month.end})

    def month(self) -> TruncMonth:
        """Give the month of the due moment, in the provider's zone."""
        provider = Provider.objects.get(pk=current_scope().provider_id)
        return TruncMonth(self.due, tzinfo=provider.tzinfo)

    def counts(self) -> dict[str, Count]:
        """Count what was met among what fell due: one aggregate."""
        return {"n": Count("pk"), "kept": Count("pk", filter=Q(**{self.met: True}))}

    def counted(self, ask: Ask) -> tuple[int, int]:
        """Give how many were met, and of how many that fell due: one query."""
        found: dict[str, Any] = self.fell_due(ask).order_by().aggregate(**self.counts())
        return found["kept"], found["n"]


def _first_of(month: str) -> date:
    """Read "2026-03". Refuses with: invalid_input."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise invalid(month="Write a month as 2026-03.") from None


RESPONSE = Clocked("response_due_at", "response_met", "first_response_at")
RESOLUTION = Clocked("resolution_due_at", "resolution_met", "resolved_at")


def _figure_of(clock: Clocked) -> Callable[[Ask], Figure]:
    def figure(ask: Ask) -> Figure:
        return share(*clock.counted(ask))

    return figure


def _breakdown_of(clock: Clocked) -> Callable[[Ask], Mapping[Subject, Figure]]:
    def breakdown(ask: Ask) -> Mapping[Subject, Figure]:
        rows = clock.fell_due(ask).order_by()
        if ask.by == "month":
            grouped = rows.annotate(subject=clock.month(), called=F("subject"))
        else:
            path, name, _ = PATHS[ask.by or ""]
            grouped = rows.annotate(subject=F(path), called=F(name))
        found: Any = grouped.values("subject", "called").annotate(**clock.counts())
        return {
            _subject(ask.by or "", row): share(row["kept"], row["n"])
            for row in found.order_by("called", "subject")
        }

    return breakdown


def _subject(by: str, row: Mapping[str, Any]) -> Subject:
    if by == "month":
        return Subject(f"{row['subject']:%Y-%m}", f"{row['subject']:%B %Y}")
    if by == "priority":
        return Subject(row["subject"], PRIORITIES[row["subject"]])
    return Subject(row["subject"], row["called"] or PATHS[by][2])


def _rows_of(clock: Clocked) -> Callable[[Ask, str, int], Sequence[MeasureRow]]:
    def rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
        found = clock.fell_due(ask).select_related("company", "assignee")
        moment, _, pk = after.partition("|")
        if pk.isdecimal():
            last = datetime.fromisoformat(moment)
            found = found.filter(
                Q(**{f"{clock.due}__lt": last}) | Q(**{clock.due: last}, pk__lt=int(pk))
            )
        ranked = found.order_by(f"-{clock.due}", "-pk")[:limit]
        return [_row(clock, ticket) for ticket in ranked]

    return rows


def _row(clock: Clocked, ticket: Ticket) -> MeasureRow:
    due: datetime = getattr(ticket, clock.due)
    done: datetime | None = getattr(ticket, clock.done)
    met = getattr(ticket, clock.met) is True
    return MeasureRow(
        after=f"{due.isoformat()}|{ticket.pk}",
        title=f"#{ticket.number} {ticket.title}",
        url=reverse("ticket", args=[ticket.number]),
        at=due,
        said="met" if met else "missed" if done else "missed, still open",
        detail=" · ".join(str(one) for one in (ticket.assignee, ticket.company) if one),
        tone="good" if met else "bad",
    )


_DUE = "A target counts from the moment at which it fell due; what is not due yet is left out."
_HOURS = "Counted in the opening hours of the service level, holidays and the clocks' changes too."


def _measure(key: str, title: str, words: str, clock: Clocked, *tidbits: str) -> Measure:
    return Measure(
        key=key,
        title=title,
        formula_in_words=words,
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=BREAKDOWNS,
        source="Tickets under a service level.",
        figure=_figure_of(clock),
        rows=_rows_of(clock),
        breakdown=_breakdown_of(clock),
        tidbits=(*tidbits, _HOURS, _DUE),
        group="Service",
        unit_of_n="tickets",
    )


TICKET_MEASURES: tuple[Measure, ...] = (
    _measure(
        "first_response_attainment",
        "First-response attainment",
        "Tickets whose first answer by a person came in time, as a share of those whose first "
        "answer fell due.",
        RESPONSE,
        "Automatic replies do not count as answers; this clock is never paused.",
    ),
    _measure(
        "resolution_attainment",
        "Resolution attainment",
        "Tickets solved in time, as a share of those whose solution fell due.",
        RESOLUTION,
        "The clock rests while the ticket waits for the customer, where the level allows it.",
        "A reopened ticket goes on from the time already used.",
    ),
)
