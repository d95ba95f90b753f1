"""Pages of people: who works here, and what each of them is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import show_list
from upheld.foundation.models import Provider
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.foundation.values.period import today
from upheld.people.forms import (
    LEAVE_KINDS,
    AddressForm,
    FunctionForm,
    LeavingForm,
    NewPersonForm,
    PersonForm,
)
from upheld.people.lists import PEOPLE, STAFF_ROLES
from upheld.people.mails import base_of, mail_invitation
from upheld.people.may import May
from upheld.people.models import FunctionHolder, Person, Schedule
from upheld.people.operations.functions import end_function, form_team, give_function
from upheld.people.operations.people import (
    add_person,
    change_address,
    change_person,
    deactivate_person,
)
from upheld.people.operations.returning import invite_person, readmit_person
from upheld.people.queries.pay import pay_of
from upheld.people.queries.people import person_choices, person_page, visible_people
from upheld.people.roles import Role
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_PEOPLE)
def index(request: Request) -> HttpResponse:
    """List people."""
    may_add = request.actor.may(May.MANAGE_PEOPLE)
    primary = Link("New person", reverse("person-new")) if may_add else None
    rows = visible_people(request.actor)
    return show_list(request, PEOPLE, rows, primary=primary, template="people/list.html")


@screen(May.SEE_PEOPLE)
def detail(request: Request, handle: str) -> HttpResponse:
    """Show somebody: what they are for and when they work; their pay to who may see it."""
    person = find(visible_people(request.actor), handle=handle)
    return show(
        request,
        "people/person.html",
        page=person_page(person, request.at),
        pay=pay_of(person)[:1] if request.actor.may(May.SEE_PAY) else None,
        functions=FUNCTIONS,
        function_titles=dict(FUNCTIONS),
        leave_kinds=LEAVE_KINDS,
        leave_titles=dict(LEAVE_KINDS),
        role_title=Role(person.role).title,
        panels=panels_of(person, request),
        timeline=timeline_of(person, request.actor),
    )


@screen(May.MANAGE_PEOPLE, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Let somebody in."""
    if request.method == "POST":
        values = _particulars(request, NewPersonForm.read(request))
        schedule = values.pop("schedule")
        person = add_person(by=request.actor, at=request.at, **values)
        if schedule:
            change_person(person=person, schedule=schedule, by=request.actor, at=request.at)
        mail_invitation(
            invite_person(person=person, by=request.actor, at=request.at),
            by=request.actor, base=base_of(request),
        )  # fmt: skip
        notice = f"{person.name} is in; a mail to {person.email} says how to sign in."
        return go(request, "person", handle=person.handle, notice=notice)
    return show(
        request, "people/person_form.html", person=None, roles=STAFF_ROLES,
        choices=person_choices(),
    )  # fmt: skip


@screen(May.MANAGE_PEOPLE, methods=["GET", "POST"])
def edit(request: Request, handle: str) -> HttpResponse:
    """Change somebody's particulars."""
    person = find(visible_people(request.actor), handle=handle)
    if request.method == "POST":
        values = _particulars(request, PersonForm.read(request))
        change_person(
            person=person, seen=seen_version(request), by=request.actor, at=request.at, **values
        )
        return go(request, "person", handle=handle, notice=f"{values['name']} is saved.")
    return show(
        request, "people/person_form.html", person=person, roles=STAFF_ROLES,
        choices=person_choices(person),
    )  # fmt: skip


@screen(May.MANAGE_PEOPLE, methods=["GET", "POST"])
def address(request: Request, handle: str) -> HttpResponse:
    """Change the address somebody signs in with."""
    person = find(visible_people(request.actor), handle=handle)
    if request.method == "POST":
        email = AddressForm.read(request)["email"]
        change_address(person=person, email=email, by=request.actor, at=request.at)
        return go(request, "person", handle=handle, notice=f"{person.name} signs in as {email}.")
    return show(request, "people/address_form.html", person=person)


@screen(May.MANAGE_PEOPLE, methods=["GET", "POST"])
def leaving(request: Request, handle: str) -> HttpResponse:
    """End somebody's access."""
    person = find(visible_people(request.actor), handle=handle)
    if request.method == "POST":
        last_day = LeavingForm.read(request)["last_day"]
        deactivate_person(person=person, last_day=last_day, by=request.actor, at=request.at)
        notice = f"{person.name}’s sessions and keys have ended."
        return go(request, "person", handle=handle, notice=notice)
    provider = Provider.objects.get(pk=request.actor.provider_id)
    return show(
        request, "people/leaving_form.html", person=person, today=today(request.at, provider.zone)
    )


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def invitation(request: Request, handle: str) -> HttpResponse:
    """Send somebody the mail with their way in once more."""
    person = find(visible_people(request.actor), handle=handle)
    user = invite_person(person=person, by=request.actor, at=request.at)
    mail_invitation(user, by=request.actor, base=base_of(request))
    return go(request, "person", handle=handle, notice=f"An invitation is sent to {user.email}.")


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def readmission(request: Request, handle: str) -> HttpResponse:
    """Let somebody who left in again."""
    person = find(visible_people(request.actor), handle=handle)
    person = readmit_person(person=person, by=request.actor, at=request.at)
    if person.user is not None:
        mail_invitation(person.user, by=request.actor, base=base_of(request))
    return go(request, "person", handle=handle, notice=f"{person.name} is in again.")


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def function_give(request: Request, handle: str) -> HttpResponse:
    """Make somebody answer for a function."""
    person = find(visible_people(request.actor), handle=handle)
    values = FunctionForm.read(request)
    give_function(
        person=person, function=values["function"], rank=values["rank"] or 0,
        by=request.actor, at=request.at,
    )  # fmt: skip
    title = dict(FUNCTIONS)[values["function"]]
    return go(request, "person", handle=handle, notice=f"{person.name} answers for {title}.")


@screen(May.MANAGE_PEOPLE, methods=["POST"])
def function_end(request: Request, handle: str, holder: int) -> HttpResponse:
    """Let somebody no longer answer for a function."""
    person = find(visible_people(request.actor), handle=handle)
    held = find(FunctionHolder.objects.filter(person=person), pk=holder)
    end_function(holder=held, by=request.actor, at=request.at)
    return go(request, "person", handle=handle, notice="The function is somebody else’s now.")


def _particulars(request: Request, values: dict[str, Any]) -> dict[str, Any]:
    """Turn ids and names of a form into rows; a team that is new is formed."""
    values["role"] = Role(values["role"])
    team, manager, schedule = values["team"], values["manager"], values["schedule"]
    values["team"] = form_team(name=team, by=request.actor, at=request.at) if team.strip() else None
    values["manager"] = find(Person.objects.all(), pk=manager) if manager else None
    values["schedule"] = find(Schedule.objects.all(), pk=schedule) if schedule else None
    return values
