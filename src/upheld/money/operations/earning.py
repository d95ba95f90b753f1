"""What is earned, and what is ready to be billed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from upheld.agreements.models import Agreement, AgreementLine
from upheld.agreements.rules.pricing import LineKind
from upheld.delivery.models import Deliverable
from upheld.delivery.rules.deliverables import DeliverableState
from upheld.foundation.models import Provider
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.money import Money
from upheld.money.events import Event
from upheld.money.may import May
from upheld.money.models import EarnedRevenue, InvoiceLine
from upheld.money.queries.profit import next_month, term_of
from upheld.money.rules.recurring import earned_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned

_DONE = {DeliverableState.ACCEPTED.value, DeliverableState.DEEMED_ACCEPTED.value}


@operation(None)
def earn_deliverable(*, deliverable: Deliverable, by: Actor, at: datetime) -> EarnedRevenue | None:
    """Earn a deliverable's price when it is accepted, and make its invoice line ready, once.

    Nothing is earned by one that costs nothing. With the last one of a statement of work, what is
    left of the one-off price is earned too.
    """
    del by
    day = _today(at)
    earned = _earn_price(deliverable, day)
    rest = _earn_rest(deliverable.sow.agreement, day)
    if earned is None and rest is None:
        return unchanged(_earned_by(deliverable))
    return earned or rest


@operation(May.BILL)
def ready_month(*, month: date, by: Actor, at: datetime) -> int:
    """Make what recurs in a month, by its first day, ready to bill; give how many lines are new.

    Safe to run again: a line is ready once a month. What is billed for a month is what is earned
    in it, to the cent. A one-off price that hangs on no deliverable is earned, and ready, in the
    month in which its agreement begins. Refuses with: month_ahead.
    """
    del by
    if month > _today(at):
        raise Refused(
            "month_ahead",
            f"{month:%B %Y} has not begun.",
            what="No lines were made ready.",
            remedy="Come back on its first day.",
        )
    after = next_month(month)
    made: list[InvoiceLine] = []
    for agreement in _billed_in(month, after):
        made += _ready(agreement, month, after)
        if month <= agreement.starts_on < after and not _works(agreement):
            _earn_rest(agreement, agreement.starts_on)
    if not made:
        return unchanged(0)
    record(Event.LINES_READY, made[0], about=[], month=month, lines=len(made))
    return len(made)


@operation(May.BILL)
def bill_lines(*, lines: Sequence[InvoiceLine], by: Actor, at: datetime) -> int:
    """Note that lines were put on an invoice; give how many were not billed before."""
    del by
    open_ones = [line for line in map(lock, lines) if line.billed_at is None]
    if not open_ones:
        return unchanged(0)
    for line in open_ones:
        line.change(billed_at=at)
        about: list[Owned] = [line.company]
        if line.agreement is not None:
            about.append(line.agreement)
        record(Event.BILLED, line, about=about, amount=line.amount)
    return len(open_ones)


def _earn_price(deliverable: Deliverable, day: date) -> EarnedRevenue | None:
    if deliverable.price_minor == 0 or _earned_by(deliverable) is not None:
        return None
    words = f"{deliverable.title}, accepted"
    agreement = deliverable.sow.agreement
    return _earn(deliverable, agreement, deliverable.price, deliverable.title, words, day)


def _earn_rest(agreement: Agreement, day: date) -> EarnedRevenue | None:
    """Earn what no deliverable carries of a one-off price, once all of them are done."""
    works = _works(agreement)
    if any(work.state not in _DONE for work in works) or _earned_by(agreement) is not None:
        return None
    rest = agreement.one_off - Money.total((work.price for work in works), agreement.currency)
    if rest.minor <= 0:
        return None
    title = f"{agreement.title}: the rest of the one-off price" if works else agreement.title
    return _earn(agreement, agreement, rest, title[:200], title, day)


def _earn(
    source: Owned, agreement: Agreement, amount: Money, title: str, words: str, day: date
) -> EarnedRevenue:
    kind = source._meta.label_lower
    earned = EarnedRevenue(
        source_type=kind,
        source_id=source.pk,
        source_title=title,
        company_id=agreement.company_id,
        agreement=agreement,
        earned_on=day,
        amount_minor=amount.minor,
        currency=amount.currency,
    )
    earned.save()
    InvoiceLine(
        source_type=kind,
        source_id=source.pk,
        company_id=agreement.company_id,
        agreement=agreement,
        words=words[:300],
        amount_minor=amount.minor,
        currency=amount.currency,
        ready_on=day,
    ).save()
    about = [source] if source is agreement else [source, agreement]
    record(Event.EARNED, earned, about=[*about, agreement.deal], amount=amount)
    return earned


def _earned_by(source: Owned) -> EarnedRevenue | None:
    rows = EarnedRevenue.objects.filter(source_type=source._meta.label_lower, source_id=source.pk)
    found: EarnedRevenue | None = rows.first()
    return found


def _works(agreement: Agreement) -> list[Deliverable]:
    """Give the deliverables that were signed with an agreement, without those dropped since."""
    rows = Deliverable.objects.filter(sow__agreement=agreement, change_order=None)
    return list(rows.exclude(state=DeliverableState.DROPPED.value))


def _billed_in(month: date, after: date) -> Iterable[Agreement]:
    running = Agreement.objects.filter(starts_on__lt=after, ends_on__gt=month)
    return running.exclude(ended_on__lte=month).select_related("deal").order_by("pk")


def _ready(agreement: Agreement, month: date, after: date) -> list[InvoiceLine]:
    """Share what a month earns over the agreement's lines, to the cent, and note those new."""
    recurring = AgreementLine.objects.filter(agreement=agreement, kind=LineKind.MONTHLY.value)
    lines = list(recurring.order_by("pk"))
    weights = [line.net_minor for line in lines]
    if not sum(weights):
        return []
    earned = Money(earned_between(term_of(agreement), month, after), agreement.currency)
    kind = AgreementLine._meta.label_lower
    rows = InvoiceLine.objects.filter(source_type=kind, month=month, agreement=agreement)
    known = set(rows.values_list("source_id", flat=True))
    made = [
        InvoiceLine(
            source_type=kind,
            source_id=line.pk,
            month=month,
            company_id=agreement.company_id,
            agreement=agreement,
            words=f"{line.title}, {month:%B %Y}",
            amount_minor=amount.minor,
            currency=amount.currency,
            ready_on=max(month, agreement.starts_on),
        )
        for line, amount in zip(lines, earned.allocate(weights), strict=True)
        if line.pk not in known and not amount.is_zero
    ]
    for line in made:
        line.save()
    return made


def _today(at: datetime) -> date:
    provider = Provider.objects.get(pk=current_scope().provider_id)
    return at.astimezone(provider.tzinfo).date()
