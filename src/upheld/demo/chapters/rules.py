"""Who shares in a signature: one visible rule for each part in winning it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.money.operations.booking import set_commission_rule
from upheld.money.rules.commission import Base, CommissionRule, Part

if TYPE_CHECKING:
    from upheld.demo.teller import Teller


def tell(teller: Teller) -> None:
    """Put the rules in force from the first day."""
    currency, day = teller.provider.currency, teller.begin
    rules = (
        ("One month of what recurs, for the seller", "seller-month", Part.SELLER, Base.MONTHLY,
         Rate.percent(100), 1, None),
        ("Four per cent of the one-off part, for the seller", "seller-once", Part.SELLER,
         Base.ONE_OFF, Rate.percent(4), 0, None),
        ("A fifth of a month, for the sales engineer", "engineer", Part.ENGINEER, Base.MONTHLY,
         Rate.percent(20), 1, None),
        ("A finder's fee, for whoever spotted the need", "finder", Part.FINDER, Base.FLAT,
         Rate(0), 0, Money.of(250, currency)),
    )  # fmt: skip
    with open_provider(teller.provider.pk):
        for title, key, part, base, rate, months, flat in rules:
            set_commission_rule(
                rule=CommissionRule(
                    key=key, part=part, base=base, from_day=day, rate=rate, months=months, flat=flat
                ),
                title=title,
                currency=currency,
                by=teller.by("felix"),
                at=teller.at(day),
            )
