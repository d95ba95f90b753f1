"""What is measured of tickets' targets: how many came in time, of those that fell due.

A target falls due at its own moment, once; a ticket that was answered early counts from that
moment on, not before, so that a period's figure does not change with what is not due yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.urls import reverse

from upheld.desk.measures_satisfaction import SATISFACTION
from upheld.desk.queries.targets_due import NEXT, PATHS, RESOLUTION, RESPONSE, Clocked
from upheld.desk.reactive_measures import REACTIVE
from upheld.desk.solving_measures import SOLVING, subject_of
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from upheld.desk.models import AwaitedAnswer, Ticket
    from upheld.measures.rules.figure import Figure

BREAKDOWNS = ("company", "priority", "person", "kind", "month")


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
            grouped = rows.annotate(subject=F(clock.path(path)), called=F(clock.path(name)))
        found: Any = grouped.values("subject", "called").annotate(**clock.counts())
        return {
            subject_of(ask.by or "", row): share(row["kept"], row["n"])
            for row in found.order_by("called", "subject")
        }

    return breakdown


def _rows_of(clock: Clocked) -> Callable[[Ask, str, int], Sequence[MeasureRow]]:
    def rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
        found = clock.fell_due(ask).select_related(clock.path("company"), clock.path("assignee"))
        moment, _, pk = after.partition("|")
        if pk.isdecimal():
            last = datetime.fromisoformat(moment)
            found = found.filter(
                Q(**{f"{clock.due}__lt": last}) | Q(**{clock.due: last}, pk__lt=int(pk))
            )
        ranked = found.order_by(f"-{clock.due}", "-pk")[:limit]
        return [_row(clock, ticket) for ticket in ranked]

    return rows


def _row(clock: Clocked, row: Ticket | AwaitedAnswer) -> MeasureRow:
    ticket = clock.ticket_of(row)
    due: datetime = getattr(row, clock.due)
    done: datetime | None = getattr(row, clock.done)
    met = getattr(row, clock.met) is True
    return MeasureRow(
        after=f"{due.isoformat()}|{row.pk}",
        title=f"#{ticket.number} {ticket.title}",
        url=reverse("ticket", args=[ticket.number]),
        at=due,
        said="met" if met else "missed" if done else "missed, still open",
        detail=" · ".join(str(one) for one in (ticket.assignee, ticket.company) if one),
        tone="good" if met else "bad",
    )


_DUE = "A target counts from the moment at which it fell due; what is not due yet is left out."
_HOURS = "Counted in the opening hours of the service level, holidays and the clocks' changes too."


def _measure(
    key: str, title: str, words: str, clock: Clocked, *tidbits: str, unit_of_n: str = "tickets"
) -> Measure:
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
        unit_of_n=unit_of_n,
    )


MEASURES: tuple[Measure, ...] = (
    _measure(
        "first_response_attainment",
        "First-response attainment",
        "Tickets whose first answer by a person came in time, as a share of those whose first "
        "answer fell due.",
        RESPONSE,
        "Automatic replies do not count as answers; this clock is never paused.",
    ),
    _measure(
        "next_response_attainment",
        "Next-response attainment",
        "Times that a customer wrote again and a person answered in time, as a share of those "
        "whose answer fell due.",
        NEXT,
        "Begins when the customer writes on a ticket that was answered before, however often they "
        "write until somebody answers; automatic replies do not count; never paused.",
        unit_of_n="answers",
    ),
    _measure(
        "resolution_attainment",
        "Resolution attainment",
        "Tickets solved in time, as a share of those whose solution fell due.",
        RESOLUTION,
        "The clock rests while the ticket waits for the customer, where the level allows it.",
        "A reopened ticket goes on from the time already used.",
    ),
    *SOLVING,
    *REACTIVE,
    *SATISFACTION,
)
