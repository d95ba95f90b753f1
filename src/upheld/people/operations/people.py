"""People join, change and leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db.models import F

from upheld.foundation.models import Provider
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import Membership, Person, Team, User
from upheld.people.operations.leaving import end_places
from upheld.people.operations.places import require_zone
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
    _require_staff_role(role)
    if zone:
        require_zone(zone)
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
        _give_place(person, provider)
    record(Event.PERSON_ADDED, person, role=role)
    return person


@operation(May.MANAGE_PEOPLE)
def change_person(
    *, person: Person, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Person:
    """Change a person's particulars; rights follow the role from the next request on.

    Fields: name, title, role, team, manager, zone, skills, schedule. Refuses with:
    changed_meanwhile, invalid_input, last_owner.
    """
    del at
    if not str(fields.get("name", person.name)).strip():
        raise invalid(name="Enter the person's name.")
    _require_staff_role(fields.get("role", person.role))
    person = lock(person, seen)
    version = person.version
    if person.role == Role.OWNER and fields.get("role", Role.OWNER) != Role.OWNER:
        _require_another_owner(person)
    if fields.get("zone"):
        require_zone(fields["zone"])
    person.change(**fields)
    if person.version == version:
        return unchanged(person)
    copies = {key: fields[key] for key in ("name", "role", "zone") if fields.get(key)}
    if "zone" in fields and not fields["zone"]:
        copies["zone"] = person.provider.zone
    if copies:
        places = Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk)
        places.update(**copies)
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
    end_places(places, at)
    record(Event.PERSON_DEACTIVATED, person, last_day=last_day)
    return person


@operation(May.MANAGE_PEOPLE)
def change_address(*, person: Person, email: str, by: Actor, at: datetime) -> Person:
    """Let somebody sign in with another mail address from now on; their password stays.

    Refuses with: invalid_input, email_in_use, shared_sign_in.
    """
    person = lock(person)
    email = email.strip().lower()
    if not email:
        raise invalid(email="Enter the address.")
    if email == person.email:
        return unchanged(person)
    if User.objects.filter(email=email).exclude(pk=person.user_id or 0).exists():
        raise Refused(
            "email_in_use", f"{email} already belongs to another sign-in.",
            remedy="Use another address.",
        )  # fmt: skip
    if person.user_id is None:
        person.change(email=email, user=_user_of(email, person.name, None, at))
        provider = Provider.objects.get(pk=by.provider_id)
        _give_place(person, provider)
    else:
        _require_only_here(person, by)
        User.objects.filter(pk=person.user_id).update(email=email)
        EmailAddress.objects.filter(user_id=person.user_id).delete()
        person.change(email=email)
    record(Event.ADDRESS_CHANGED, person)
    return person


def _require_staff_role(role: str) -> None:
    if role == Role.CUSTOMER:
        raise invalid(role="Customers' people are entered at their company and invited there.")


def _require_another_owner(person: Person) -> None:
    others = Person.objects.filter(role=Role.OWNER, active=True).exclude(pk=person.pk)
    if not others.exists():
        raise Refused(
            "last_owner",
            f"{person.name} is the only owner.",
            remedy="Make somebody else an owner first.",
        )


def _require_only_here(person: Person, by: Actor) -> None:
    elsewhere = Membership.objects.filter(user_id=person.user_id or 0, active=True)
    if elsewhere.exclude(provider_id=by.provider_id, person_id=person.pk).exists():
        raise Refused(
            "shared_sign_in",
            f"{person.name} uses this sign-in at another place too.",
            remedy="Add them anew with the other address, then end this access.",
        )


def _give_place(person: Person, provider: Provider) -> None:
    Membership.objects.create(
        user_id=person.user_id or 0,
        provider=provider,
        person_id=person.pk,
        role=person.role,
        name=person.name,
        zone=person.zone or provider.zone,
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
