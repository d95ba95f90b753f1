from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from upheld.demo.cast import OPENING, actor_of_person
from upheld.foundation.refusals import Refused
from upheld.people.models import ApiToken, FunctionHolder, Membership, Person, User
from upheld.people.operations.functions import end_function, form_team, give_function
from upheld.people.operations.people import (
    add_person,
    change_address,
    change_person,
    deactivate_person,
)
from upheld.people.operations.tokens import issue_token, revoke_token
from upheld.people.roles import Role


def test_whoever_leaves_is_refused_at_the_next_request(world, page_of):
    theo = page_of("theo")
    _token, secret = issue_token(
        person=world.people["theo"], name="script", by=world.ana, at=OPENING
    )
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert theo.get("/people/").status_code == 200
    assert program.get("/api/v1/people").status_code == 200

    deactivate_person(
        person=world.people["theo"], last_day=date(2026, 3, 2), by=world.ana, at=OPENING
    )

    assert theo.get("/people/").headers["Location"].startswith("/account/login/")
    assert program.get("/api/v1/people").status_code == 401
    assert "_auth_user_id" not in theo.session


def test_whoever_left_cannot_sign_in_again(world):
    theo = world.people["theo"]
    user = User.objects.get(pk=theo.user_id)
    user.set_password("promises-are-kept")
    user.save()
    deactivate_person(person=theo, last_day=date(2026, 3, 2), by=world.ana, at=OPENING)

    answer = Client().post(
        "/account/login/", {"login": theo.email, "password": "promises-are-kept"}
    )

    assert answer.headers["Location"] == "/account/inactive/"


def test_the_last_owner_stays(world):
    with pytest.raises(Refused, match="last_owner"):
        change_person(person=world.people["ana"], role=Role.TECHNICIAN, by=world.ana, at=OPENING)
    with pytest.raises(Refused, match="not_yourself"):
        deactivate_person(
            person=world.people["ana"], last_day=date(2026, 3, 2), by=world.ana, at=OPENING
        )
    with pytest.raises(Refused, match="last_owner"):
        deactivate_person(
            person=world.people["ana"], last_day=date(2026, 3, 2), by=world.system, at=OPENING
        )


def test_rights_follow_the_role_at_once(world):
    changed = change_person(
        person=world.people["theo"], role=Role.FINANCE, by=world.ana, at=OPENING
    )

    assert actor_of_person(changed).may("people:pay:see")
    assert not world.theo.may("people:pay:see")


def test_nobody_of_the_staff_has_a_customers_role(world):
    with pytest.raises(Refused, match="invalid_input"):
        change_person(person=world.people["theo"], role=Role.CUSTOMER, by=world.ana, at=OPENING)


def test_a_stale_form_is_refused(world):
    seen = world.people["theo"].version
    change_person(person=world.people["theo"], title="Senior", by=world.ana, at=OPENING)

    with pytest.raises(Refused, match="changed_meanwhile"):
        change_person(
            person=world.people["theo"], title="Junior", seen=seen, by=world.ana, at=OPENING
        )


def test_a_change_of_nothing_leaves_no_trace(world):
    before = Person.objects.get(handle="theo").version

    change_person(
        person=world.people["theo"], title=world.people["theo"].title, by=world.ana, at=OPENING
    )

    assert Person.objects.get(handle="theo").version == before


def test_an_address_signs_in_one_person(world):
    with pytest.raises(Refused, match="email_in_use"):
        change_address(
            person=world.people["theo"], email="Sam@Northgate.example", by=world.ana, at=OPENING
        )
    with pytest.raises(Refused, match="email_in_use"):
        add_person(
            name="Another", email="sam@northgate.example", role=Role.TECHNICIAN,
            by=world.ana, at=OPENING,
        )  # fmt: skip

    changed = change_address(
        person=world.people["theo"], email="Theodor@northgate.example", by=world.ana, at=OPENING
    )

    assert User.objects.get(pk=changed.user_id or 0).email == "theodor@northgate.example"


def test_a_sign_in_shared_with_another_provider_keeps_its_address(world, elsewhere):
    Membership.objects.create(
        user_id=world.people["theo"].user_id, provider=elsewhere.provider,
        person_id=elsewhere.people["olga"].pk, role="technician", name="Theo",
    )  # fmt: skip

    with pytest.raises(Refused, match="shared_sign_in"):
        change_address(
            person=world.people["theo"], email="new@northgate.example", by=world.ana, at=OPENING
        )


def test_handles_are_short_and_never_twice(world):
    first = add_person(
        name="Dana Scully", email="ds@northgate.example", role=Role.TECHNICIAN,
        by=world.ana, at=OPENING,
    )  # fmt: skip

    assert first.handle == "dana2"


def test_what_somebody_answers_for_is_known_to_every_request(world):
    sam = world.people["sam"]
    holder = give_function(person=sam, function="legal", by=world.ana, at=OPENING)
    assert give_function(person=sam, function="legal", by=world.ana, at=OPENING) == holder
    assert actor_of_person(sam).functions == {"legal"}

    end_function(holder=holder, by=world.ana, at=OPENING)

    assert not actor_of_person(sam).functions
    assert not FunctionHolder.objects.filter(person=sam).exists()
    with pytest.raises(Refused, match="invalid_input"):
        give_function(person=sam, function="astrology", by=world.ana, at=OPENING)


def test_a_team_is_formed_once(world):
    first = form_team(name="Field", by=world.ana, at=OPENING)

    assert form_team(name=" field ", by=world.ana, at=OPENING) == first


def test_only_whoever_manages_people_does(world):
    for actor in (world.sam, world.lena, world.theo, world.felix):
        with pytest.raises(Refused, match="not_allowed"):
            change_person(person=world.people["dana"], title="x", by=actor, at=OPENING)
        with pytest.raises(Refused, match="not_allowed"):
            issue_token(person=world.people["dana"], name="x", by=actor, at=OPENING)


def test_a_key_is_kept_as_its_hash_and_revoked_once(world):
    sam = world.people["sam"]
    token, secret = issue_token(person=sam, name="x", by=world.ana, at=OPENING)
    assert secret not in {str(value) for value in ApiToken.objects.values_list().get(pk=token.pk)}
    with pytest.raises(Refused, match="invalid_input"):
        issue_token(person=sam, name="x", scopes=["people:pay:invent"], by=world.ana, at=OPENING)

    revoke_token(token=token, person=sam, by=world.ana, at=OPENING)

    with pytest.raises(Refused, match="already_revoked"):
        revoke_token(token=token, person=sam, by=world.ana, at=OPENING)


def test_a_key_can_do_no_more_than_its_scopes(world):
    _token, secret = issue_token(
        person=world.people["ana"], name="x", scopes=["customers:company:see"],
        by=world.ana, at=OPENING,
    )  # fmt: skip
    program = Client(headers={"authorization": f"Bearer {secret}"})

    assert program.get("/api/v1/customers").status_code == 200
    assert program.get("/api/v1/people").status_code == 403
