"""A company's house rules as the rules of meetings read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.queries.companies import standing_house_rules
from upheld.foundation.values.business_time import Calendar
from upheld.selling.rules.house_rules import HouseRule, Means

if TYPE_CHECKING:
    from upheld.customers.models import Company
    from upheld.customers.models import HouseRule as HouseRuleRow


def house_rules_of(company: Company, zone: str) -> tuple[HouseRule, ...]:
    """Give the house rules in force at a company; hours are in its own zone, else in `zone`."""
    there = company.zone or zone
    return tuple(_as_rule(row, there) for row in standing_house_rules(company))


def _as_rule(row: HouseRuleRow, zone: str) -> HouseRule:
    return HouseRule(
        words=row.words,
        told_by=row.told_by,
        champion=row.champion.name if row.champion else "",
        person=row.contact.name if row.contact else "",
        hours=Calendar.from_table(zone, row.hours) if any(row.hours.values()) else None,
        place=row.place,
        topic=row.topic,
        means=frozenset(Means(one) for one in row.means),
        ask_first=row.ask_first,
    )
