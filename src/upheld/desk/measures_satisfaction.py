"""What is measured of satisfaction: how many found it good, and how many said anything at all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from upheld.desk.models import TicketRating
from upheld.desk.queries.targets_due import PATHS, first_of
from upheld.desk.rules.satisfaction import Satisfied
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import month_of
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

BREAKDOWNS = ("company", "priority", "person", "kind", "month")
GOOD = {"kept": Count("pk", filter=Q(rating=Satisfied.YES.value)), "n": Count("pk")}
SAID = {"kept": Count("pk", filter=Q(rated_at__isnull=False)), "n": Count("pk")}


def _rows(ask: Ask, moment: str) -> QuerySet[TicketRating]:
    """Give the ratings of a period by one of their moments, merged tickets left out."""
    end = min(ask.period.end, ask.at)
    rows: QuerySet[TicketRating] = TicketRating.objects.filter(
        ticket__void=False, ticket__merged_into=None,
        **{f"{moment}__gte": ask.period.start, f"{moment}__lt": end},
    )  # fmt: skip
    for key, value in ask.only.items():
        if key == "month":
            month = month_of(first_of(str(value)), str(_zone()))
            rows = rows.filter(**{f"{moment}__gte": month.start, f"{moment}__lt": month.end})
        else:
            rows = rows.filter(**{f"ticket__{PATHS[key][0]}": value})
    return rows


def _zone() -> Any:
    return Provider.objects.get(pk=current_scope().provider_id).tzinfo


def _measured(
    moment: str, counts: Mapping[str, Count]
) -> tuple[Callable[[Ask], Figure], Callable[[Ask], Mapping[Subject, Figure]]]:
    def figure(ask: Ask) -> Figure:
        found: dict[str, Any] = _rows(ask, moment).order_by().aggregate(**counts)
        return share(found["kept"], found["n"])

    def breakdown(ask: Ask) -> Mapping[Subject, Figure]:
        rows = _rows(ask, moment).order_by()
        if ask.by == "month":
            grouped = rows.annotate(subject=TruncMonth(moment, tzinfo=_zone()), called=F("subject"))
        else:
            path, name, _ = PATHS[ask.by or ""]
            grouped = rows.annotate(subject=F(f"ticket__{path}"), called=F(f"ticket__{name}"))
        found: Any = grouped.values("subject", "called").annotate(**counts)
        return {
            _subject(ask.by or "", row): share(row["kept"], row["n"])
            for row in found.order_by("called", "subject")
        }

    return figure, breakdown


def _subject(by: str, row: Mapping[str, Any]) -> Subject:
    if by == "month":
        return Subject(f"{row['subject']:%Y-%m}", f"{row['subject']:%B %Y}")
    if by == "priority":
        return Subject(row["subject"], PRIORITIES[row["subject"]])
    return Subject(row["subject"], row["called"] or PATHS[by][2])


def _listed(moment: str) -> Callable[[Ask, str, int], Sequence[MeasureRow]]:
    def rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
        found = _rows(ask, moment).select_related("ticket", "ticket__company", "contact")
        last, _, pk = after.partition("|")
        if pk.isdecimal():
            at = datetime.fromisoformat(last)
            found = found.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__lt=int(pk)))
        return [_row(one, moment) for one in found.order_by(f"-{moment}", "-pk")[:limit]]

    return rows


def _row(one: TicketRating, moment: str) -> MeasureRow:
    at: datetime = getattr(one, moment)
    said = Satisfied(one.rating) if one.rating else None
    return MeasureRow(
        after=f"{at.isoformat()}|{one.pk}",
        title=f"#{one.ticket.number} {one.ticket.title}",
        url=reverse("ticket", args=[one.ticket.number]),
        at=at,
        said=said.words if said else "no answer",
        detail=" · ".join(str(part) for part in (one.contact, one.ticket.company) if part),
        tone=said.tone if said else "neutral",
    )


_good, _good_by = _measured("rated_at", GOOD)
_answered, _answered_by = _measured("asked_at", SAID)

SATISFACTION: tuple[Measure, ...] = (
    Measure(
        key="ticket_satisfaction",
        title="Satisfaction with tickets",
        formula_in_words="Customers who found the solution of their ticket good, as a share of "
        "those who said anything.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=BREAKDOWNS,
        source="The one click in the mail after each solved ticket, or in the portal.",
        figure=_good,
        rows=_listed("rated_at"),
        breakdown=_good_by,
        tidbits=("Who does not answer is not counted: read it beside the response rate.",),
        group="Service",
        unit_of_n="ratings",
    ),
    Measure(
        key="ticket_rating_response",
        title="Answers about tickets",
        formula_in_words="Customers who said how they found the solution, as a share of those "
        "who were asked.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=BREAKDOWNS,
        source="The questions mailed after solved tickets; nobody is asked twice in a week.",
        figure=_answered,
        rows=_listed("asked_at"),
        breakdown=_answered_by,
        tidbits=("A question counts in the period in which it was asked.",),
        group="Service",
        unit_of_n="questions",
    ),
)
