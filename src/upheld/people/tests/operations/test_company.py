from __future__ import annotations

import json
from datetime import date

import pytest

from upheld.agreements.operations.library import list_service
from upheld.agreements.rules.pricing import LineKind
from upheld.customers.operations.companies import add_company
from upheld.demo.cast import OPENING, Company
from upheld.foundation.models import Provider, RecordEntry
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.people.models import CompanySettings, Membership, Schedule
from upheld.people.operations.company import change_company
from upheld.people.operations.pay import set_pay
from upheld.people.operations.people import change_person
from upheld.people.operations.working_time import set_schedule
from upheld.people.queries.company import amounts_in

WEEK = {"0": [["09:00", "17:30"]]}


def changed(world: Company, **fields):
    given = {"by": world.ana, "at": OPENING, **fields}
    return change_company(settings=CompanySettings.objects.get(), **given)


def provider_of(world: Company) -> Provider:
    return Provider.objects.get(pk=world.provider.pk)


def test_the_record_begins_with_the_founding(world):
    first = RecordEntry.objects.get(sequence=0)

    assert first.event == "people.company.founded"
    assert json.loads(first.body)["data"] == {
        "zone": "Europe/London", "country": "GB", "currency": "GBP",
    }  # fmt: skip


def test_what_is_named_changes_and_the_rest_stays(world):
    settings = changed(world, name=" Northgate Care ", attained_ppm=950_000)

    there = provider_of(world)
    assert (there.name, there.zone) == ("Northgate Care", "Europe/London")
    assert there.settings == {"service_levels": {"attained_ppm": 950_000}}
    assert settings.version == 2
    entry = RecordEntry.objects.latest("sequence")
    assert entry.event == "people.company.changed"
    assert json.loads(entry.body)["data"] == {
        "changed": ["attained_ppm", "name"], "attained_ppm": 950_000,
    }  # fmt: skip
    assert entry.private["changes"]["name"] == ["Northgate IT", "Northgate Care"]


def test_a_change_of_nothing_writes_nothing(world):
    before = RecordEntry.objects.count()

    assert changed(world, name="Northgate IT", attained_ppm=900_000).version == 1
    assert RecordEntry.objects.count() == before


def test_a_stale_form_is_refused(world):
    changed(world, name="Northgate Care", seen=1)

    with pytest.raises(Refused) as refused:
        changed(world, name="Northgate Iron", seen=1)
    assert refused.value.code == "changed_meanwhile"
    assert provider_of(world).name == "Northgate Care"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": "  "}),
        ("zone", {"zone": "Europe/Atlantis"}),
        ("country", {"country": "ZZ"}),
        ("subdivision", {"subdivision": "BY"}),
        ("currency", {"currency": "QQQ"}),
        ("attained_ppm", {"attained_ppm": 1_000_001}),
        ("season_months", {"season_months": 5}),
        ("discount_owner_ppm", {"discount_whole_ppm": 900_000}),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_changes(world, field, given):
    with pytest.raises(Refused) as refused:
        changed(world, **{"mfa_required": True, **given})

    assert list(refused.value.fields) == [field]
    assert not provider_of(world).mfa_required


def test_the_currency_changes_only_until_there_is_an_amount(world):
    changed(world, currency="EUR")
    assert provider_of(world).currency == "EUR"
    nothing = Money.zero("EUR")
    set_pay(
        person=world.people["dana"], from_on=date(2026, 1, 1), salary=Money.of(36_000, "EUR"),
        employer_taxes=nothing, benefits=nothing, overhead=nothing, available_seconds=3600,
        by=world.felix, at=OPENING,
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        changed(world, currency="GBP", name="Northgate Care")

    assert refused.value.code == "amounts_exist"
    assert "EUR already (pay rate)" in refused.value.why
    assert (provider_of(world).currency, provider_of(world).name) == ("EUR", "Northgate IT")


def test_an_amount_is_found_in_whatever_table_it_is(world):
    given = {"by": world.ana, "at": OPENING}
    assert amounts_in(world.provider) == ()

    add_company(name="Acme Dental", **given)
    assert amounts_in(world.provider) == ()
    add_company(name="Brightwater", revenue_minor=0, **given)
    assert amounts_in(world.provider) == ("company",)
    price = Money.of(60, "GBP")
    list_service(key="care", title="Care", unit=LineKind.MONTHLY, list_price=price, **given)
    assert amounts_in(world.provider) == ("company", "service")


def test_a_new_zone_is_that_of_whoever_has_none_of_their_own(world):
    change_person(person=world.people["lena"], zone="Asia/Tokyo", by=world.ana, at=OPENING)

    changed(world, zone="Europe/Berlin")

    places = Membership.objects.filter(provider=world.provider)
    zones = dict(places.values_list("name", "zone"))
    assert zones["Lena Brandt"] == "Asia/Tokyo"
    assert zones["Ana Reyes"] == zones["Dana Whitfield"] == "Europe/Berlin"
    change_person(person=world.people["lena"], zone="", by=world.ana, at=OPENING)
    assert places.get(name="Lena Brandt").zone == "Europe/Berlin"


def test_other_hours_become_everybodys(world):
    week = {"zone": "Europe/London", "hours": WEEK, "by": world.ana, "at": OPENING}
    set_schedule(name="Office", is_default=True, **week)
    early = set_schedule(name="Early", **week)

    settings = changed(world, usual_hours=early)

    assert Schedule.objects.get(is_default=True).name == "Early"
    assert settings.version == 2
    assert changed(world, usual_hours=early).version == 2


def test_whoever_may_not_changes_nothing(world, elsewhere):
    for somebody in (world.felix, world.sam, world.lena):
        with pytest.raises(Refused) as refused:
            changed(world, name="Mine", by=somebody)
        assert refused.value.code == "not_allowed"
    with pytest.raises(PermissionError):
        changed(world, name="Mine", by=elsewhere.olga)
