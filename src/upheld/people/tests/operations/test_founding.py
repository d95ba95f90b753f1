from __future__ import annotations

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.models import Provider
from upheld.foundation.refusals import Refused
from upheld.people.models import Membership, User
from upheld.people.operations.founding import found_provider
from upheld.people.queries.countries import countries, guessed, regions_of, zones

SOUND = "a-tide-table-and-a-lamp"


def found(**other):
    said = {
        "name": "Harbour IT", "slug": "harbour", "owner_name": "Ines Hart",
        "owner_email": "ines@harbour.example", "owner_password": SOUND, "at": OPENING,
    }  # fmt: skip
    return found_provider(**{**said, **other})


def test_a_provider_is_founded_with_an_owner_who_can_sign_in(db):
    provider, owner = found(
        zone="Europe/Berlin", country="DE", subdivision="BY", currency="EUR", alone=True
    )

    assert (provider.zone, provider.country, provider.currency) == ("Europe/Berlin", "DE", "EUR")
    place = Membership.objects.get(user__email="ines@harbour.example")
    assert (place.person_id, place.role) == (owner.pk, "owner")
    assert place.user.check_password(SOUND)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": "  "}),
        ("slug", {"slug": "Har bour"}),
        ("slug", {"slug": "-harbour"}),
        ("slug", {"slug": "h" * 61}),
        ("owner_name", {"owner_name": ""}),
        ("owner_email", {"owner_email": "ines"}),
        ("password", {"owner_password": "short"}),
        ("password", {"owner_password": "inesharbour.example"}),
        ("password", {"owner_password": "qwertyuiop12"}),
        ("zone", {"zone": "Europe/Atlantis"}),
        ("currency", {"currency": "QQQ"}),
        ("country", {"country": "ZZ"}),
        ("subdivision", {"country": "GB", "subdivision": "BY"}),
        ("subdivision", {"country": "", "subdivision": "BY"}),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_made(db, field, given):
    with pytest.raises(Refused) as refused:
        found(**given)

    assert list(refused.value.fields) == [field]
    assert not Provider.objects.exists()
    assert not User.objects.exists()


def test_the_first_is_founded_once_and_a_short_name_is_taken_once(db):
    found()
    with pytest.raises(Refused, match="already_founded"):
        found(slug="second", owner_email="olga@second.example", alone=True)
    with pytest.raises(Refused, match="slug_taken"):
        found(owner_email="olga@second.example")

    found(slug="second", owner_email="olga@second.example", country="")
    assert Provider.objects.count() == 2


def test_a_company_is_guessed_from_its_zone_before_its_language():
    assert guessed("en-GB,en", "") == {
        "zone": "Europe/London", "country": "GB", "currency": "GBP"
    }  # fmt: skip
    assert guessed("en-GB,en", "Europe/Copenhagen")["currency"] == "DKK"
    assert guessed("en", "") == {"zone": "", "country": "", "currency": ""}
    assert countries()["GB"] == "United Kingdom"
    assert "BY" in regions_of("DE")
    assert regions_of("nowhere") == ()
    assert "Europe/London" in zones()
