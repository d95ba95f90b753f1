"""A signed service level is a promise for each month, kept or broken by what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.agreements.queries.content import read_offer
from upheld.desk.events import Event
from upheld.desk.models import ServiceMonth
from upheld.desk.queries.service_months import counted_targets, month_clocks
from upheld.desk.rules.service_promises import (
    Verdict,
    covered_month,
    falls_due,
    month_behind,
    promise_words,
    verdict,
)
from upheld.foundation.actor import system
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.values.period import Period, today
from upheld.foundation.values.rate import Rate
from upheld.promises.models import Promise, Source
from upheld.promises.operations.offering import agree_promise, offer_promise
from upheld.promises.operations.settling import break_promise, keep_promise, release_promise
from upheld.promises.rules.states import PromiseState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.agreements.models import Agreement
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

SERVICE_DESK = "service_desk"
"""The function that keeps what is promised of the desk."""


@dataclass(frozen=True, slots=True)
class Level:
    """The service level as an agreement's signed text has it."""

    name: str
    least: Rate
    first_response: Mapping[str, int]
    """Priority ("1" to "4") to business seconds; likewise the next two."""
    next_response: Mapping[str, int]
    resolution: Mapping[str, int]


def level_of(agreement: Agreement) -> Level | None:
    """Read the service level that was signed; None where the agreement has none."""
    said = read_offer(agreement.signature.version_signed).get("service_level")
    if not said:
        return None
    return Level(
        said["name"], Rate(said["attained_ppm"]), said["first_response"],
        said.get("next_response") or {}, said["resolution"],
    )  # fmt: skip


def months_promised(agreement: Agreement) -> Any:
    """Give the promises of service that stand in an agreement, the newest month first."""
    rows = Promise.objects.filter(
        source=Source.SERVICE_LEVEL,
        source_type=agreement._meta.label_lower,
        source_id=agreement.pk,
    )
    return rows.order_by("-due_at")


def offer_month(
    agreement: Agreement, month: Period, owner: Person | None, by: Actor, at: datetime
) -> Promise | None:
    """Offer the promise of one month, inside an operation; None without a signed level."""
    level = level_of(agreement)
    if level is None:
        return None
    zone = agreement.provider.zone
    promise = offer_promise(
        words=promise_words(
            level.name, month, level.least, zone, next_answers=bool(level.next_response)
        )[:500],
        source=Source.SERVICE_LEVEL,
        company=agreement.company,
        promised_by=agreement.seller,
        owner=owner,
        shown_by="The attainment of each target in the month, for this customer",
        source_row=agreement,
        source_title=agreement.title,
        source_url=reverse("agreement", args=[agreement.number]),
        due_at=falls_due(month),
        by=system(by.provider_id, on_behalf_of=by),
        at=at,
    )
    opened = ServiceMonth(
        promise=promise, agreement=agreement, company=agreement.company, starts_at=month.start,
        ends_at=month.end, name=level.name[:100], least_ppm=level.least.ppm,
        first_response=dict(level.first_response), next_response=dict(level.next_response),
        resolution=dict(level.resolution),
    )  # fmt: skip
    opened.save()
    record(
        Event.SERVICE_MONTH_OPENED, opened, about=[promise, agreement, agreement.company],
        promise=promise.number, name=opened.name, least_ppm=opened.least_ppm,
        first_response=opened.first_response, next_response=opened.next_response,
        resolution=opened.resolution,
    )  # fmt: skip
    return promise


@operation(None)
def promise_next_month(*, agreement: Agreement, by: Actor, at: datetime) -> Promise | None:
    """Promise the month after the last one promised, kept by whoever agreed to keep that.

    Their yes to the level is their yes to each of its months. Harmless before the month begins,
    after the agreement's end, and where nobody has agreed to keep the level yet.
    """
    agreement = lock(agreement)
    newest: Promise | None = months_promised(agreement).first()
    if newest is None or newest.owner is None or newest.agreed_at is None:
        return unchanged(None)
    month = _month_after(newest, agreement, at)
    if month is None or month.start > at:
        return unchanged(None)
    promise = offer_month(agreement, month, newest.owner, by, at)
    if promise is None:
        return unchanged(None)
    # What was done is recorded by the two operations inside; this one makes them one change.
    return unchanged(agree_promise(promise=promise, owner=newest.owner, by=by, at=at))


@operation(None)
def settle_month(*, promise: Promise, agreement: Agreement, by: Actor, at: datetime) -> Promise:
    """Keep or break the promise of a month that is over, by the attainments of its tickets.

    What came of each target, by priority, is put down with it and recorded; nothing that happens
    later changes it. Where no target fell due, it is released: there was nothing to keep.
    Harmless before the month is over, and where the promise is not agreed or is settled.
    """
    month = ServiceMonth.objects.filter(promise=promise).select_related("company").first()
    if month is None or promise.state != PromiseState.AGREED or at < month.ends_at:
        return unchanged(promise)
    clocks = month_clocks(month, at)
    said = "; ".join(clock.words for clock in clocks)
    month.change(counted=counted_targets(month, at), settled_at=at)
    record(
        Event.SERVICE_MONTH_COUNTED, month, about=[promise, agreement, month.company],
        promise=promise.number, name=month.name, least_ppm=month.least_ppm, targets=month.counted,
    )  # fmt: skip
    found = verdict(clocks, Rate(month.least_ppm))
    if found is Verdict.KEPT:
        named = f"{today(month.starts_at, agreement.provider.zone):%Y-%m}"
        url = f"{reverse('service-levels')}?month={named}"
        return keep_promise(promise=promise, shown=said, shown_url=url, by=by, at=at)
    if found is Verdict.BROKEN:
        return break_promise(promise=promise, reason=said, by=by, at=at)
    return release_promise(
        promise=promise, released_by="Nobody had to", by=by, at=at,
        reason="no target of this customer's tickets fell due in the month.",
    )  # fmt: skip


def _month_of(promise: Promise, agreement: Agreement) -> Period | None:
    if promise.due_at is None:
        return None
    return month_behind(
        promise.due_at, agreement.starts_on, agreement.ends_on, agreement.provider.zone
    )


def _month_after(newest: Promise, agreement: Agreement, at: datetime) -> Period | None:
    """Give the month after a promised one; where even its count is over, the running one."""
    zone, span = agreement.provider.zone, (agreement.starts_on, agreement.ends_on)
    before = _month_of(newest, agreement)
    if before is None:
        return None
    month = covered_month(today(before.end, zone), *span, zone)
    if month is not None and falls_due(month) <= at:
        return covered_month(today(at, zone), *span, zone)
    return month
