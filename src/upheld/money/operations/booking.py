"""What a signature is worth, and who shares in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.models import Provider
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record, reference
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.money.events import Event
from upheld.money.may import May
from upheld.money.models import Booking, CommissionAccrual, CommissionRule
from upheld.money.rules import commission as rules

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.agreements.models import Agreement
    from upheld.foundation.actor import Actor


@operation(None)
def book_agreement(*, agreement: Agreement, by: Actor, at: datetime) -> Booking:
    """Book the signed value on the day of the signature, once. Harmless when it is booked."""
    del by
    known: Booking | None = Booking.objects.filter(agreement=agreement).first()
    if known is not None:
        return unchanged(known)
    booking = Booking(
        agreement=agreement,
        company_id=agreement.company_id,
        booked_on=_day(agreement, at),
        one_off_minor=agreement.one_off_minor,
        monthly_minor=agreement.monthly_minor,
        contract_minor=agreement.contract_minor,
        currency=agreement.currency,
    )
    booking.save()
    record(
        Event.BOOKED, booking, about=[agreement, agreement.deal, agreement.company],
        contract=Money(agreement.contract_minor, agreement.currency),
    )  # fmt: skip
    return booking


@operation(None)
def accrue_commission(*, agreement: Agreement, by: Actor, at: datetime) -> list[CommissionAccrual]:
    """Accrue what seller, sales engineer and finder share of a signature, by the rules in force.

    One accrual per cause, person and rule, ever: the database decides a race.
    """
    del by
    people = _credits(agreement)
    found = rules.accruals(
        rules.SignedDeal(
            one_off=agreement.one_off,
            hours=hours_part(agreement),
            monthly=agreement.monthly,
            months=agreement.months,
        ),
        [_as_rule(row) for row in CommissionRule.objects.filter(currency=agreement.currency)],
        people,
        on=_day(agreement, at),
    )
    rows = []
    for one in found.paid:
        rule = _row_of(one.rule, _day(agreement, at))
        accrual, made = _accrue(agreement, one, rule, at)
        if made:
            rows.append(accrual)
    if not rows:
        return unchanged(rows)
    for accrual in rows:
        record(
            Event.COMMISSION_ACCRUED, accrual, about=[agreement, agreement.deal],
            amount=accrual.amount, rule=accrual.rule, person=accrual.person_id,
        )  # fmt: skip
    return rows


@operation(May.MANAGE_COMMISSION)
def set_commission_rule(
    *, rule: rules.CommissionRule, title: str, currency: str, by: Actor, at: datetime
) -> CommissionRule:
    """Put a rule in force from a day on; what has accrued by an older one stays.

    Refuses with: rule_unsound (every fault), rule_known.
    """
    del by, at
    faults = rules.rule_faults(rule)
    if faults:
        raise Refused("rule_unsound", "The rule cannot be used.", reasons=faults)
    if CommissionRule.objects.filter(key=rule.key, from_on=rule.from_day).exists():
        raise Refused("rule_known", f"The rule “{rule.key}” has a version from that day already.")
    row = CommissionRule(
        key=rule.key,
        title=title,
        part=rule.part.value,
        base=rule.base.value,
        rate_ppm=rule.rate.ppm,
        months=rule.months,
        flat_minor=None if rule.flat is None else rule.flat.minor,
        currency=currency,
        from_on=rule.from_day,
    )
    row.save()
    record(Event.RULE_SET, row, from_on=rule.from_day, rate=rule.rate, base=rule.base)
    return row


def hours_part(agreement: Agreement) -> Money:
    """Give the part of the contract value that is hours: neither once nor every month."""
    rest = agreement.one_off_minor + agreement.monthly_minor * agreement.months
    return Money(agreement.contract_minor - rest, agreement.currency)


def _day(agreement: Agreement, at: datetime) -> date:
    """Give the day of the signature where the provider is."""
    return at.astimezone(Provider.objects.get(pk=agreement.provider_id).tzinfo).date()


def _credits(agreement: Agreement) -> list[rules.Credit]:
    deal = agreement.deal
    parts = (
        (rules.Part.SELLER, deal.owner_id),
        (rules.Part.ENGINEER, deal.engineer_id),
        (rules.Part.FINDER, deal.finder_id),
    )
    return [rules.Credit(str(person), part) for part, person in parts if person is not None]


def _as_rule(row: CommissionRule) -> rules.CommissionRule:
    return rules.CommissionRule(
        key=row.key,
        part=rules.Part(row.part),
        base=rules.Base(row.base),
        from_day=row.from_on,
        rate=Rate(row.rate_ppm),
        months=row.months,
        flat=None if row.flat_minor is None else Money(row.flat_minor, row.currency),
    )


def _row_of(key: str, day: date) -> CommissionRule:
    begun = CommissionRule.objects.filter(key=key, from_on__lte=day)
    newest: CommissionRule = begun.order_by("-from_on")[0]
    return newest


def _accrue(
    agreement: Agreement, one: rules.Accrual, rule: CommissionRule, at: datetime
) -> tuple[CommissionAccrual, bool]:
    kind, _, _pk = reference(agreement).partition(":")
    known = CommissionAccrual.objects.filter(
        source_type=kind, source_id=agreement.pk, person_id=int(one.person), rule__key=rule.key
    ).first()  # By its key: a newer version of a rule pays nobody a second time.
    if known is not None:
        return known, False
    accrual = CommissionAccrual(
        source_type=kind,
        source_id=agreement.pk,
        source_title=agreement.title,
        person_id=int(one.person),
        rule=rule,
        amount_minor=one.amount.minor,
        currency=one.amount.currency,
        how=one.words,
        accrued_on=_day(agreement, at),
    )
    accrual.save()
    return accrual, True
