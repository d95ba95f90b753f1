"""People join, change and leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import F

from upheld.foundation.models import Provider
from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import ApiToken, FunctionHolder, Membership, Person, Team, User
from upheld.people.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.foundation.actor import Actor


@operation(May.MANAGE_PEOPLE)
def add_person(  # noqa: PLR0913  a person's particulars
    *,
    name: str,
    email: str,
    role: Role,
    by: Actor,
    at: datetime,
    password: str | None = None,
    title: str = "",
    team: Team | None = None,
    manager: Person | None = None,
    hired_on: date | None = None,
    handle: str = "",
    zone: str = "",
    skills: tuple[str, ...] = (),
    source_id: str = "",
) -> Person:
    """Let somebody of the staff in: a person, a sign-in and a membership.

    Refuses with: invalid_input, email_in_use.
    """
    if not name.strip():
        raise invalid(name="Enter the person's name.")
    provider = Provider.objects.get(pk=by.provider_id)
    person = Person(
        name=name.strip(),
        email=email.strip().lower(),
        role=role,
        title=title,
        team=team,
        manager=manager,
        hired_on=hired_on,
        handle=_free_handle(handle or name),
        zone=zone,
        skills=list(skills),
        source_id=source_id,
    )
    if person.email:
        person.user = _user_of(person.email, person.name, password, at)
        if Membership.objects.filter(
            user=person.user, provider=provider, customer_id=None
        ).exists():
            raise Refused(
                "email_in_use",
                f"{person.email} already signs in to {provider.name}.",
                remedy="Use another address, or change that person instead.",
            )
    person.save()
    if person.user is not None:
        Membership.objects.create(
            user=person.user,
            provider=provider,
            person_id=person.pk,
            role=role,
            name=person.name,
            zone=zone or provider.zone,
        )
    record(Event.PERSON_ADDED, person, role=role)
    return person


@operation(May.MANAGE_PEOPLE)
def change_person(
    *, person: Person, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Person:
    """Change a person's particulars; rights follow the role from the next request on.

    Fields: name, title, role, team, manager, zone, skills, schedule. Refuses with:
    changed_meanwhile, last_owner.
    """
    del at
    person = lock(person, seen)
    if person.role == Role.OWNER and fields.get("role", Role.OWNER) != Role.OWNER:
        _require_another_owner(person)
    person.change(**fields)
    copies = {key: fields[key] for key in ("name", "role", "zone") if key in fields}
    if copies:
        places = Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk)
        places.update(**{key: value for key, value in copies.items() if value})
    record(Event.PERSON_CHANGED, person)
    return person


@operation(May.MANAGE_PEOPLE)
def deactivate_person(*, person: Person, by: Actor, at: datetime, last_day: date) -> Person:
    """End somebody's access at once: sessions, tokens and sign-in; their work stays theirs.

    Refuses with: last_owner, not_yourself.
    """
    person = lock(person)
    if person.pk == by.person_id:
        raise Refused(
            "not_yourself",
            "You cannot end your own access.",
            remedy="Ask another owner to do it.",
        )
    if person.role == Role.OWNER:
        _require_another_owner(person)
    person.change(active=False, left_on=last_day)
    places = Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk)
    ApiToken.objects.filter(membership__in=places, revoked_at=None).update(revoked_at=at)
    places.update(active=False)
    record(Event.PERSON_DEACTIVATED, person, last_day=last_day)
    return person


@operation(May.MANAGE_PEOPLE)
def give_function(
    *, person: Person, function: str, by: Actor, at: datetime, rank: int = 0
) -> FunctionHolder:
    """Make somebody answer for a function; the lowest rank is asked first."""
    del at
    holder = FunctionHolder(function=function, person=person, rank=rank)
    holder.save()
    for place in Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk):
        place.functions = sorted({*place.functions, function})
        place.save(update_fields=["functions"])
    record(Event.FUNCTION_GIVEN, holder, about=[person], function=function, rank=rank)
    return holder


def _require_another_owner(person: Person) -> None:
    others = Person.objects.filter(role=Role.OWNER, active=True).exclude(pk=person.pk)
    if not others.exists():
        raise Refused(
            "last_owner",
            f"{person.name} is the only owner.",
            remedy="Make somebody else an owner first.",
        )


def _user_of(email: str, name: str, password: str | None, at: datetime) -> User:
    """Find the sign-in of an address, or make one; an existing password is left alone."""
    user = User.objects.filter(email=email).first()
    if user is None:
        return User.objects.create_user(email, password, name=name, date_joined=at)
    return user


def _free_handle(wanted: str) -> str:
    """Make a short name that nobody has yet: dana, then dana2."""
    first = re.sub(r"[^a-z0-9]+", "-", wanted.lower().split()[0] if wanted.split() else "")
    base = first.strip("-")[:30] or "person"
    taken = set(
        Person.objects.filter(handle__startswith=base)
        .order_by(F("handle"))
        .values_list("handle", flat=True)
    )
    if base not in taken:
        return base
    return next(f"{base}{n}" for n in range(2, len(taken) + 3) if f"{base}{n}" not in taken)
