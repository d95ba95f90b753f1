"""What is earned, and what is ready to be billed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.money import Money
from upheld.money.events import Event
from upheld.money.may import May
from upheld.money.models import EarnedRevenue, InvoiceLine

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Agreement, AgreementLine
    from upheld.delivery.models import Deliverable
    from upheld.foundation.actor import Actor


@operation(None)
def earn_deliverable(*, deliverable: Deliverable, by: Actor, at: datetime) -> EarnedRevenue | None:
    """Earn a deliverable's price when it is accepted, and make its invoice line ready, once.

    Nothing is earned by one that costs nothing.
    """
    del by
    kind = deliverable._meta.label_lower
    known = EarnedRevenue.objects.filter(source_type=kind, source_id=deliverable.pk).first()
    if known is not None or deliverable.price_minor == 0:
        return unchanged(known)
    day = at.astimezone(_provider().tzinfo).date()
    agreement = deliverable.sow.agreement
    earned = EarnedRevenue(
        source_type=kind,
        source_id=deliverable.pk,
        source_title=deliverable.title,
        company_id=deliverable.company_id,
        agreement=agreement,
        earned_on=day,
        amount_minor=deliverable.price_minor,
        currency=deliverable.currency,
    )
    earned.save()
    InvoiceLine(
        source_type=kind,
        source_id=deliverable.pk,
        company_id=deliverable.company_id,
        agreement=agreement,
        words=f"{deliverable.title}, accepted",
        amount_minor=deliverable.price_minor,
        currency=deliverable.currency,
        ready_on=day,
    ).save()
    record(Event.EARNED, earned, about=[deliverable, agreement, agreement.deal],
           amount=deliverable.price)  # fmt: skip
    return earned


@operation(May.BILL)
def ready_month(*, month: date, by: Actor, at: datetime) -> int:
    """Make the recurring lines of a month ready to bill; give how many were new.

    `month` is its first day. Safe to run again: a line is ready once a month. A month that an
    agreement covers in part is counted by days.
    """
    from upheld.agreements.models import Agreement, AgreementLine

    del by, at
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    running = Agreement.objects.filter(starts_on__lt=after, ends_on__gt=month)
    made = 0
    for agreement in running.exclude(ended_on__lte=month):
        rows = AgreementLine.objects.filter(agreement=agreement, kind="monthly")
        made += sum(_ready(agreement, line, month, after) for line in rows.order_by("pk"))
    if not made:
        return unchanged(0)
    record(Event.LINES_READY, _anchor(month), month=month, lines=made)
    return made


def _ready(agreement: Agreement, line: AgreementLine, month: date, after: date) -> bool:
    kind = line._meta.label_lower
    if InvoiceLine.objects.filter(source_type=kind, source_id=line.pk, month=month).exists():
        return False
    share = covered_share(agreement, month, after)
    amount = Money(line.net_minor, line.currency).allocate([share[0], share[1] - share[0]])[0]
    InvoiceLine(
        source_type=kind,
        source_id=line.pk,
        month=month,
        company_id=agreement.company_id,
        agreement=agreement,
        words=f"{line.title}, {month:%B %Y}",
        amount_minor=amount.minor,
        currency=line.currency,
        ready_on=month,
    ).save()
    return True


def covered_share(agreement: Agreement, month: date, after: date) -> tuple[int, int]:
    """Give how many of a month's days an agreement covers, and how many the month has."""
    until = min(after, agreement.ends_on, agreement.ended_on or after)
    since = max(month, agreement.starts_on)
    return max(0, (until - since).days), (after - month).days


def _anchor(month: date) -> InvoiceLine:
    """Give the line that stands for the month in the record: its first."""
    found: InvoiceLine = InvoiceLine.objects.filter(month=month).order_by("pk")[0]
    return found


def _provider() -> Provider:
    return Provider.objects.get(pk=current_scope().provider_id)
