from __future__ import annotations

from datetime import date

import pytest

from upheld.customers.models import Company, Standing
from upheld.customers.operations.companies import (
    add_company,
    add_house_rule,
    add_site,
    begin_as_customer,
    change_company,
    end_house_rule,
)
from upheld.customers.queries.companies import company_page, standing_house_rules
from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import OutsideCustomerScopeError, open_provider


def test_a_company_is_entered_with_a_number_said_aloud(world, acme):
    second = add_company(name=" Brightwater ", by=world.lena, at=OPENING)

    assert (acme.number, second.number, second.name) == (1, 2, "Brightwater")
    assert second.standing == Standing.PROSPECT
    with pytest.raises(Refused, match="invalid_input"):
        add_company(name="  ", by=world.lena, at=OPENING)


def test_technicians_and_finance_see_customers_and_leave_them_as_they_are(world, acme):
    for actor in (world.theo, world.felix):
        with pytest.raises(Refused, match="not_allowed"):
            change_company(company=acme, name="X", by=actor, at=OPENING)


def test_a_change_keeps_what_was_and_a_stale_one_is_refused(world, acme):
    seen = acme.version
    change_company(company=acme, headcount=45, by=world.lena, at=OPENING)

    entry = RecordEntry.objects.get(event="customers.company.changed")
    assert entry.private["changes"] == {"headcount": [None, 45]}
    with pytest.raises(Refused, match="changed_meanwhile"):
        change_company(company=acme, headcount=50, seen=seen, by=world.lena, at=OPENING)
    with pytest.raises(Refused, match="invalid_input"):
        change_company(company=acme, name=" ", by=world.lena, at=OPENING)


def test_a_change_of_nothing_is_not_recorded(world, acme):
    change_company(company=acme, name=acme.name, by=world.lena, at=OPENING)

    assert not RecordEntry.objects.filter(event="customers.company.changed").exists()


def test_whoever_signs_is_a_customer_from_that_day_and_only_once(world, acme):
    on = date(2026, 5, 1)
    customer = begin_as_customer(company=acme, on=on, by=world.system, at=OPENING)
    again = begin_as_customer(company=customer, on=date(2027, 5, 1), by=world.system, at=OPENING)

    assert (again.standing, again.since_on) == (Standing.CUSTOMER, on)


def test_house_rules_hold_until_somebody_says_why_they_end(world, acme):
    rule = add_house_rule(
        company=acme, words="Do not ring before ten", told_by="Carla", by=world.lena, at=OPENING
    )
    assert list(standing_house_rules(acme)) == [rule]
    with pytest.raises(Refused, match="invalid_input"):
        end_house_rule(rule=rule, reason=" ", by=world.lena, at=OPENING)

    end_house_rule(rule=rule, reason="They moved", by=world.lena, at=OPENING)
    end_house_rule(rule=rule, reason="Twice is once", by=world.lena, at=OPENING)

    assert not standing_house_rules(acme).exists()
    assert RecordEntry.objects.filter(event="customers.house_rule.ended").count() == 1
    for words, told_by in ((" ", "Carla"), ("Do not ring", " ")):
        with pytest.raises(Refused, match="invalid_input"):
            add_house_rule(company=acme, words=words, told_by=told_by, by=world.lena, at=OPENING)


def test_a_page_holds_what_a_company_is(world, acme, carla):
    site = add_site(company=acme, name="Harbour", by=world.lena, at=OPENING)
    page = company_page(acme)

    assert [one.name for one in page.contacts] == ["Carla Jensen"]
    assert (site.company, site.name) == (acme, "Harbour")


def test_a_customers_scope_holds_their_own_company_and_no_rules_about_them(world, acme):
    other = add_company(name="Brightwater", by=world.ana, at=OPENING)
    add_house_rule(company=acme, words="x", told_by="y", by=world.ana, at=OPENING)

    with open_provider(world.provider.pk, other.pk):
        assert list(Company.objects.all()) == [other]
        with pytest.raises(OutsideCustomerScopeError):
            list(standing_house_rules(acme))
