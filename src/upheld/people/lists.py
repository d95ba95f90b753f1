"""The list of people."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from upheld.foundation.lists import ByChoice, ByText, ByYesNo, Kind, ListColumn, ListOf, Pill
from upheld.people.models import Person
from upheld.people.roles import Role

STAFF_ROLES = tuple(
    (role.value, role.title) for role in Role if role not in {Role.CUSTOMER, Role.COACH}
)

PEOPLE: ListOf[Person] = ListOf(
    key="people",
    title="People",
    noun="person",
    nouns="people",
    route="people",
    url=lambda person: reverse("person", args=[person.handle]),
    order="name",
    opens_with="active=yes",
    about="Everybody who works here: what they may do, what they answer for, when they work.",
    example="Dana Whitfield, senior technician, answers for security.",
    columns=(
        ListColumn("name", "Name", lambda p: p.name, Kind.PERSON, sort="name", link=True),
        ListColumn("title", "Title", lambda p: p.title, sort="title"),
        ListColumn("role", "Role", lambda p: Role(p.role).title, sort="role"),
        ListColumn("team", "Team", lambda p: p.team.name if p.team else "", sort="team__name"),
        ListColumn("handle", "Short name", lambda p: f"@{p.handle}", sort="handle"),
        ListColumn(
            "manager", "Reports to", lambda p: p.manager.name if p.manager else "", Kind.PERSON
        ),
        ListColumn("email", "Mail", lambda p: p.email, shown=False),
        ListColumn("hired", "Since", lambda p: p.hired_on, Kind.DAY, sort="hired_on"),
        ListColumn(
            "active",
            "Works here",
            lambda p: Pill("Yes", "good") if p.active else Pill("Left", "neutral"),
            Kind.STATUS,
            sort="active",
        ),
    ),
    filters=(
        ByText("name", "title", "email", "handle"),
        ByChoice("role", "Role", "role", choices=STAFF_ROLES),
        ByYesNo("active", "Works here", Q(active=True)),
    ),
)
