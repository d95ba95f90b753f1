"""Companies come and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.events import Event
from upheld.customers.may import May
from upheld.customers.models import Company, HouseRule, Site, Standing
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor


@operation(May.EDIT_CUSTOMERS)
def add_company(*, name: str, by: Actor, at: datetime, **particulars: Any) -> Company:
    """Enter a company, a prospect unless said otherwise.

    Particulars are the model's own fields. Refuses with: invalid_input.
    """
    del by
    if not name.strip():
        raise invalid(name="Enter the company's name.")
    number = next_number("company")
    company = Company(number=number, name=name.strip(), entered_at=at, **particulars)
    company.save()
    record(Event.COMPANY_ADDED, company, number=company.number, standing=company.standing)
    return company


@operation(May.EDIT_CUSTOMERS)
def change_company(
    *, company: Company, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Company:
    """Change a company's particulars; the record keeps what they were.

    Refuses with: changed_meanwhile, invalid_input.
    """
    del by, at
    if not fields.get("name", company.name).strip():
        raise invalid(name="Enter the company's name.")
    company = lock(company, seen)
    version = company.version
    company.change(**fields)
    if company.version == version:
        return unchanged(company)
    record(Event.COMPANY_CHANGED, company)
    return company


@operation(None)
def begin_as_customer(*, company: Company, by: Actor, at: datetime, on: date) -> Company:
    """Make a prospect a customer, from the day of its first agreement. Harmless if it is one."""
    del by, at
    company = lock(company)
    if company.standing == Standing.CUSTOMER:
        return unchanged(company)
    company.change(standing=Standing.CUSTOMER, since_on=company.since_on or on)
    record(Event.COMPANY_CHANGED, company, standing=company.standing)
    return company


@operation(May.EDIT_CUSTOMERS)
def add_site(
    *, company: Company, name: str, by: Actor, at: datetime, address: str = "", zone: str = ""
) -> Site:
    """Enter a place of a company's."""
    del by, at
    site = Site(company=company, name=name, address=address, zone=zone)
    site.save()
    record(Event.SITE_ADDED, site, about=[company])
    return site


@operation(May.EDIT_CUSTOMERS)
def add_house_rule(
    *,
    company: Company,
    words: str,
    told_by: str,
    by: Actor,
    at: datetime,
    champion: Contact | None = None,
    contact: Contact | None = None,
    hours: dict[str, list[list[str]]] | None = None,
    place: str = "",
    topic: str = "",
    means: tuple[str, ...] = (),
    ask_first: bool = False,
) -> HouseRule:
    """Keep a rule of the customer's; it is shown before every contact from now on.

    Refuses with: invalid_input.
    """
    del by, at
    if not words.strip():
        raise invalid(words="Write the rule down in the customer's words.")
    if not told_by.strip():
        raise invalid(told_by="Say who told us.")
    rule = HouseRule(
        company=company,
        words=words.strip(),
        told_by=told_by.strip(),
        champion=champion,
        contact=contact,
        hours=hours or {},
        place=place,
        topic=topic,
        means=list(means),
        ask_first=ask_first,
    )
    rule.save()
    record(Event.HOUSE_RULE_ADDED, rule, about=[company])
    return rule


@operation(May.EDIT_CUSTOMERS)
def end_house_rule(*, rule: HouseRule, by: Actor, at: datetime, reason: str) -> HouseRule:
    """Let a rule no longer hold, saying why. Refuses with: invalid_input."""
    del by
    if not reason.strip():
        raise invalid(reason="Say why the rule no longer holds.")
    rule = lock(rule)
    if rule.ended_at is not None:
        return unchanged(rule)
    rule.change(ended_at=at)
    record(Event.HOUSE_RULE_ENDED, rule, about=[rule.company], reason=reason)
    return rule
