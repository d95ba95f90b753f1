"""What is measured of the time that customers' tickets take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from upheld.customers.models import Company
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.effort import written_effort
from upheld.foundation.values.period import today
from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.figure import Figure, Method
from upheld.measures.rules.statistics import total
from upheld.measures.rules.units import Unit
from upheld.timekeeping.models import Category, TimeEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

_MONTH = timedelta(days=365.2425 / 12)

_TIME_PATHS: Mapping[str, tuple[str, str]] = {
    "company": ("company_id", "company__name"),
    "person": ("person_id", "person__name"),
}


def _worked(ask: Ask) -> QuerySet[TimeEntry]:
    """Give the time on customers' tickets, by the day on which it was worked."""
    zone = Provider.objects.only("zone").get(pk=current_scope().provider_id).zone
    first, end = today(ask.period.start, zone), today(min(ask.period.end, ask.at), zone)
    rows: QuerySet[TimeEntry] = TimeEntry.objects.filter(
        on_kind="ticket", category=Category.CUSTOMER, void=False, worked_on__gte=first
    )
    # A period that ends in the middle of a day holds that day.
    is_part = ask.at < ask.period.end
    rows = rows.filter(worked_on__lte=end) if is_part else rows.filter(worked_on__lt=end)
    for key, value in ask.only.items():
        rows = rows.filter(**{_TIME_PATHS[key][0]: value})
    return rows


def _reactive(ask: Ask) -> Figure:
    found = _worked(ask).aggregate(n=Count("pk"), seconds=Sum("seconds"))
    return _summed(found)


def _summed(found: Mapping[str, Any]) -> Figure:
    n = found["n"]
    if not n:
        return total([])
    return Figure(n, 1, Method.COUNTED, found["seconds"] or 0)


def _reactive_by(ask: Ask) -> Mapping[Subject, Figure]:
    path, name = _TIME_PATHS[ask.by or ""]
    grouped = _worked(ask).order_by().annotate(subject=F(path), called=F(name))
    found: Any = grouped.values("subject", "called").annotate(n=Count("pk"), seconds=Sum("seconds"))
    return {
        Subject(row["subject"], row["called"] or "Nobody"): _summed(row)
        for row in found.order_by("called", "subject")
    }


def _reactive_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    found = _worked(ask).select_related("person", "company")
    day, _, pk = after.partition("|")
    if pk.isdecimal():
        last = datetime.fromisoformat(day).date()
        found = found.filter(Q(worked_on__lt=last) | Q(worked_on=last, pk__lt=int(pk)))
    return [
        MeasureRow(
            after=f"{entry.worked_on.isoformat()}|{entry.pk}",
            title=entry.on_title,
            url=entry.on_url,
            value=entry.seconds,
            said=written_effort(entry.seconds),
            detail=" · ".join(str(one) for one in (entry.person, entry.company) if one),
        )
        for entry in found.order_by("-worked_on", "-pk")[:limit]
    ]


def _per_device(ask: Ask) -> Figure:
    rows = _by_customer(ask)
    return _spread(sum(one.seconds for one in rows), sum(one.devices for one in rows), rows, ask)


def _per_device_by(ask: Ask) -> Mapping[Subject, Figure]:
    return {
        Subject(one.pk, one.name): _spread(one.seconds, one.devices, [one], ask)
        for one in _by_customer(ask)
    }


@dataclass(frozen=True, slots=True)
class _Served:
    pk: int
    number: int
    name: str
    devices: int
    seconds: int


def _by_customer(ask: Ask) -> list[_Served]:
    """Give the customers whose devices are known, with the time on their tickets: none is 0."""
    worked = dict(_worked(ask).order_by().values_list("company_id").annotate(all=Sum("seconds")))
    rows = Company.objects.filter(devices__gt=0)
    if "company" in ask.only:
        rows = rows.filter(pk=ask.only["company"])
    known = rows.order_by("name", "pk").values_list("pk", "number", "name", "devices")
    return [
        _Served(pk, number, name, devices, worked[pk])
        for pk, number, name, devices in known
        if pk in worked
    ]


def _spread(seconds: int, devices: int, rows: Sequence[_Served], ask: Ask) -> Figure:
    """Give seconds for each device and month of the period."""
    length = min(ask.period.end, ask.at) - ask.period.start
    if not devices or length <= timedelta():
        return total([])
    value = round(seconds * (_MONTH / length) / devices)
    return Figure(len(rows), 1, Method.COUNTED, value)


def _per_device_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    found = _by_customer(ask)
    start = int(after) + 1 if after.isdecimal() else 0
    return [
        MeasureRow(
            after=str(place),
            title=one.name,
            url=reverse("customer", args=[one.number]),
            said=f"{written_effort(one.seconds)} for {one.devices:,} devices",
        )
        for place, one in list(enumerate(found))[start : start + limit]
    ]


def _effort(
    key: str,
    title: str,
    words: str,
    figure: Callable[[Ask], Figure],
    rows: Callable[[Ask, str, int], Sequence[MeasureRow]],
    breakdown: Callable[[Ask], Mapping[Subject, Figure]],
    breakdowns: tuple[str, ...],
    unit_of_n: str,
    *tidbits: str,
) -> Measure:  # fmt: skip
    return Measure(
        key=key, title=title, formula_in_words=words, unit=Unit.EFFORT, better=Better.LOWER,
        breakdowns=breakdowns, source="Time logged on customers' tickets in the period.",
        figure=figure, rows=rows, breakdown=breakdown, tidbits=tidbits, group="Service",
        unit_of_n=unit_of_n,
    )  # fmt: skip


REACTIVE: tuple[Measure, ...] = (
    _effort(
        "reactive_hours", "Reactive hours",
        "Time logged on customers' tickets.", _reactive, _reactive_rows, _reactive_by,
        ("company", "person"), "entries",
        "What is undone or replaced by a correction does not count.",
    ),
    _effort(
        "reactive_hours_per_device", "Reactive hours per device and month",
        "Time logged on the tickets of customers whose devices are known, for each device and "
        "month.", _per_device, _per_device_rows, _per_device_by, ("company",), "customers",
        "How many devices a customer has is what their page says now.",
        "A month is a twelfth of a year; a customer without any ticket's time is left out.",
    ),
)  # fmt: skip
