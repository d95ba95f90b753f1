"""What is measured of how tickets are solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from upheld.desk.models import Ticket
from upheld.desk.queries.targets_due import PATHS, first_of
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import month_of
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.figure import Figure
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

BREAKDOWNS = ("company", "priority", "person", "kind", "month")


def subject_of(by: str, row: Mapping[str, Any]) -> Subject:
    """Name what a grouped row is about."""
    if by == "month":
        return Subject(f"{row['subject']:%Y-%m}", f"{row['subject']:%B %Y}")
    if by == "priority":
        return Subject(row["subject"], PRIORITIES[row["subject"]])
    return Subject(row["subject"], row["called"] or PATHS[by][2])


def _provider() -> Provider:
    found: Provider = Provider.objects.get(pk=current_scope().provider_id)
    return found


@dataclass(frozen=True, slots=True)
class _Solved:
    """A share of the tickets that were first solved in a period, by a stored column."""

    counts: Q
    said: str
    otherwise: str

    def rows_in(self, ask: Ask) -> QuerySet[Ticket]:
        until = min(ask.period.end, ask.at)
        rows: QuerySet[Ticket] = Ticket.objects.filter(
            first_resolved_at__gte=ask.period.start, first_resolved_at__lt=until, void=False
        )
        for key, value in ask.only.items():
            if key == "month":
                month = month_of(first_of(str(value)), _provider().zone)
                rows = rows.filter(
                    first_resolved_at__gte=month.start, first_resolved_at__lt=month.end
                )
            else:
                rows = rows.filter(**{PATHS[key][0]: value})
        return rows

    def figure(self, ask: Ask) -> Figure:
        found = self.rows_in(ask).aggregate(**self._counted())
        return share(found["kept"], found["n"])

    def breakdown(self, ask: Ask) -> Mapping[Subject, Figure]:
        rows = self.rows_in(ask).order_by()
        if ask.by == "month":
            month = TruncMonth("first_resolved_at", tzinfo=_provider().tzinfo)
            grouped = rows.annotate(subject=month, called=F("subject"))
        else:
            path, name, _ = PATHS[ask.by or ""]
            grouped = rows.annotate(subject=F(path), called=F(name))
        found: Any = grouped.values("subject", "called").annotate(**self._counted())
        return {
            subject_of(ask.by or "", row): share(row["kept"], row["n"])
            for row in found.order_by("called", "subject")
        }

    def rows(self, ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
        found = self.rows_in(ask).select_related("company", "assignee")
        moment, _, pk = after.partition("|")
        if pk.isdecimal():
            last = datetime.fromisoformat(moment)
            found = found.filter(
                Q(first_resolved_at__lt=last) | Q(first_resolved_at=last, pk__lt=int(pk))
            )
        counted = set(
            found.filter(self.counts)
            .order_by("-first_resolved_at", "-pk")
            .values_list("pk", flat=True)[:limit]
        )
        ranked = found.order_by("-first_resolved_at", "-pk")[:limit]
        return [self._row(ticket, counts=ticket.pk in counted) for ticket in ranked]

    def _row(self, ticket: Any, *, counts: bool) -> MeasureRow:
        solved: datetime = ticket.first_resolved_at
        return MeasureRow(
            after=f"{solved.isoformat()}|{ticket.pk}",
            title=f"#{ticket.number} {ticket.title}",
            url=reverse("ticket", args=[ticket.number]),
            at=solved,
            said=self.said if counts else self.otherwise,
            detail=" · ".join(str(one) for one in (ticket.assignee, ticket.company) if one),
        )

    def _counted(self) -> dict[str, Count]:
        return {"n": Count("pk"), "kept": Count("pk", filter=self.counts)}


def _share(
    key: str, title: str, words: str, solved: _Solved, better: Better, *tidbits: str
) -> Measure:
    return Measure(
        key=key, title=title, formula_in_words=words, unit=Unit.SHARE, better=better,
        breakdowns=BREAKDOWNS, source="Tickets first solved by a person in the period.",
        figure=solved.figure, rows=solved.rows, breakdown=solved.breakdown, tidbits=tidbits,
        group="Service", unit_of_n="tickets",
    )  # fmt: skip


SOLVING: tuple[Measure, ...] = (
    _share(
        "reopen_rate", "Reopen rate",
        "Tickets that were reopened after they had been solved, as a share of those first solved "
        "in the period.",
        _Solved(Q(reopened__gt=0), "reopened", "stayed solved"), Better.LOWER,
        "A ticket counts in the period in which it was first solved, whenever it came back.",
    ),
    _share(
        "first_touch_resolution", "First-touch resolution",
        "Tickets solved by the first of ours who worked on them, alone, as a share of those "
        "first solved in the period.",
        _Solved(Q(one_touch=True), "by the first who worked it", "passed on or reopened"),
        Better.HIGHER,
        "Whoever only opened it for the customer has not worked on it. A reopened one does not "
        "count.",
        "Not the same as first-contact resolution, which asks how often the customer had to write.",
    ),
    _share(
        "first_contact_resolution", "First-contact resolution",
        "Tickets solved without the customer having to write again, as a share of those first "
        "solved in the period.",
        _Solved(Q(one_contact=True), "at the first contact", "they wrote again"), Better.HIGHER,
        "A reopened one does not count.",
        "Not the same as first-touch resolution, which asks how many of ours it took.",
    ),
)  # fmt: skip
