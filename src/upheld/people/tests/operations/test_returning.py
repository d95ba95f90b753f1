from __future__ import annotations

from datetime import date

import pytest

from upheld.demo.cast import OPENING, actor_of_person
from upheld.foundation.refusals import Refused
from upheld.people.models import ApiToken, Membership, Person
from upheld.people.operations.functions import give_function
from upheld.people.operations.people import add_person, deactivate_person
from upheld.people.operations.returning import invite_person, readmit_person
from upheld.people.operations.tokens import issue_token
from upheld.people.roles import Role


def gone(world, handle: str) -> Person:
    return deactivate_person(
        person=world.people[handle], last_day=date(2026, 3, 2), by=world.ana, at=OPENING
    )


def test_whoever_left_comes_back_with_what_they_had_and_without_their_keys(world):
    theo = world.people["theo"]
    give_function(person=theo, function="projects", by=world.ana, at=OPENING)
    issue_token(person=theo, name="x", by=world.ana, at=OPENING)
    gone(world, "theo")

    back = readmit_person(person=theo, by=world.ana, at=OPENING)

    assert (back.active, back.left_on) == (True, None)
    assert Membership.objects.get(person_id=theo.pk).active
    assert actor_of_person(back).functions == {"projects"}
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    with pytest.raises(Refused, match="already_here"):
        readmit_person(person=theo, by=world.ana, at=OPENING)


def test_the_role_they_come_back_with_is_the_one_on_their_page(world):
    theo = gone(world, "theo")
    Membership.objects.filter(person_id=theo.pk).update(role=Role.OWNER)

    readmit_person(person=theo, by=world.ana, at=OPENING)

    assert Membership.objects.get(person_id=theo.pk).role == Role.TECHNICIAN


def test_only_who_works_here_and_has_an_address_is_invited(world):
    theo = gone(world, "theo")
    with pytest.raises(Refused, match="not_working_here"):
        invite_person(person=theo, by=world.ana, at=OPENING)
    silent = add_person(name="Bo", email="", role=Role.TECHNICIAN, by=world.ana, at=OPENING)
    with pytest.raises(Refused, match="no_address"):
        invite_person(person=silent, by=world.ana, at=OPENING)
    for actor in (world.sam, world.felix):
        with pytest.raises(Refused, match="not_allowed"):
            readmit_person(person=theo, by=actor, at=OPENING)
