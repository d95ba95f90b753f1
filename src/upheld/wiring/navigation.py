"""Rooms: which first screen each role has, what else there is, and the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse

from upheld import __version__
from upheld.foundation.ui.shell import Link, Notice, Person, Room, Shell
from upheld.people.roles import Role
from upheld.timekeeping.queries.timers import timer_in_shell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request


@dataclass(frozen=True, slots=True)
class Place:
    """A room as declared: where it is, and which roles call it their own, first screen first."""

    key: str
    title: str
    route: str
    icon: str
    letter: str
    capability: str
    roles: tuple[Role, ...] = ()


_SALES = (Role.SALESPERSON, Role.SALES_ENGINEER)
_DELIVERY = (Role.SERVICE_MANAGER, Role.TECHNICIAN)
_OWNER = (Role.OWNER,)

PLACES: tuple[Place, ...] = (
    Place("mirror", "Mirror", "mirror", "eye", "m", "mirror:mirror:see", _OWNER),
    Place(
        "my-season", "My season", "my-season", "target-arrow", "s", "selling:deal:edit",
        (Role.SALESPERSON,),
    ),
    Place("my-day", "My day", "my-day", "clock", "y", "timekeeping:time:log", _DELIVERY),
    Place(
        "meetings", "My meetings", "meetings", "calendar", "e", "selling:meeting:plan", _SALES
    ),
    Place(
        "desk", "Desk", "desk", "checks", "d", "reviews:review:see",
        (Role.OWNER, Role.SERVICE_MANAGER, Role.TECHNICIAN, Role.FINANCE),
    ),
    Place(
        "deals", "Deals", "deal-board", "columns", "l", "selling:deal:see",
        (*_SALES, Role.OWNER),
    ),
    Place(
        "proposals", "Proposals", "proposals", "file-text", "o", "agreements:proposal:see",
        (*_SALES, Role.SERVICE_MANAGER),
    ),
    Place(
        "customers", "Customers", "customers", "building", "u", "customers:company:see",
        tuple(Role),
    ),
    Place(
        "promises", "Promises", "promises", "shield-check", "p", "promises:promise:see",
        (*_DELIVERY, Role.OWNER, Role.SALESPERSON),
    ),
    Place("tickets", "Tickets", "tickets", "ticket", "t", "delivery:ticket:see", _DELIVERY),
    Place(
        "deliverables", "Deliverables", "deliverables", "package", "b",
        "delivery:deliverable:see", _DELIVERY,
    ),
    Place(
        "handovers", "Handovers", "handovers", "arrows-exchange", "h", "delivery:deliverable:see",
        (Role.SERVICE_MANAGER,),
    ),
    Place(
        "capacity", "Capacity", "capacity", "calendar-stats", "k", "delivery:capacity:see",
        (Role.SERVICE_MANAGER,),
    ),
    Place(
        "claims", "Market", "claims", "speakerphone", "r", "market:claim:see",
        (Role.MARKETER, Role.OWNER),
    ),
    Place("gaps", "Gaps", "gaps", "puzzle", "", "selling:deal:see", (Role.SALES_ENGINEER,)),
    Place(
        "money", "Money", "money", "report-money", "n", "money:ledger:see",
        (Role.FINANCE, Role.OWNER),
    ),
    Place("commission", "My share", "my-commission", "coin", "", "money:commission:own"),
    Place("measures", "Measures", "measures", "chart-bar", "f", "measures:measure:see"),
    Place("people", "People", "people", "users", "", "people:person:see", _OWNER),
    Place("clauses", "Clauses", "clauses", "file-certificate", "", "agreements:proposal:see"),
    Place("services", "Services", "services", "list", "", "agreements:proposal:see"),
    Place("imports", "Imports", "imports", "database-import", "i", "connections:import:run"),
    Place("record", "Record", "record", "lock", "", "foundation:record:see"),
    Place("jobs", "Background work", "jobs", "settings", "", "foundation:job:see"),
    Place("components", "Components", "components", "layout-dashboard", "", "people:person:manage"),
)  # fmt: skip
"""Every room in the order of the sidebar. One without a page yet, or without leave, is left out."""

FIRST: Mapping[Role, str] = {
    Role.OWNER: "mirror",
    Role.SALESPERSON: "my-season",
    Role.SALES_ENGINEER: "meetings",
    Role.SERVICE_MANAGER: "desk",
    Role.TECHNICIAN: "my-day",
    Role.MARKETER: "claims",
    Role.FINANCE: "money",
}
"""The key of each role's first room."""


def _url(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def first_room_url(actor: Actor | None) -> str:
    """Give the address of the actor's first screen; of the sign-in page for a stranger."""
    if actor is None:
        return reverse("account_login")
    key = FIRST.get(Role(actor.role)) if actor.role else None
    places = sorted(PLACES, key=lambda place: place.key != key)
    for place in places:
        if actor.may(place.capability) and _url(place.route):
            return _url(place.route)
    return reverse("my-account")


def shell_of(request: Request) -> Mapping[str, Any]:
    """Build what every page's frame needs; no more than three queries."""
    actor = getattr(request, "actor", None)
    return {
        "shell": _shell(request, actor),
        "may": Rights(actor),
        "actor": actor,
        "notice": [
            Notice(str(message), undo_url=message.extra_tags or None)
            for message in messages.get_messages(request)
        ],
        "csrf_token": get_token(request),
    }


class Rights:
    """Lets a template ask `may["selling:deal:edit"]`."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __getitem__(self, capability: str) -> bool:
        return self._actor is not None and self._actor.may(capability)


def _shell(request: Request, actor: Actor | None) -> Shell:
    own, more = _rooms(request, actor) if actor else ((), ())
    return Shell(
        provider_name=_provider_name(request, actor),
        me=_me(actor) if actor else None,
        at=request.at,
        csrf_token=get_token(request),
        rooms=own,
        more_rooms=more,
        theme=request.user.theme if actor and request.user.is_authenticated else "auto",
        version=__version__,
        search_url=_url("search"),
        palette_url=_url("palette"),
        capture_url=_url("capture"),
        capture_parse_url=_url("capture-read"),
        theme_url=_url("theme"),
        sign_out_url=_url("account_logout"),
        waiting_url=_url("waiting"),
        timer=timer_in_shell(actor) if actor else None,
        my_links=(Link("My account", _url("my-account"), "lock"),) if actor else (),
    )


def _me(actor: Actor) -> Person:
    initials = "".join(word[0] for word in actor.name.split()[:2]).upper()
    title = Role(actor.role).title if actor.role else ""
    return Person(name=actor.name, initials=initials, role_title=title)


def _provider_name(request: Request, actor: Actor | None) -> str:
    if actor is None:
        return "Upheld"
    known = getattr(request, "provider_name", "")
    if known:
        return str(known)
    from upheld.foundation.models import Provider

    return Provider.objects.only("name").get(pk=actor.provider_id).name


def _rooms(request: Request, actor: Actor) -> tuple[tuple[Room, ...], tuple[Room, ...]]:
    role = Role(actor.role)
    own: list[Room] = []
    more: list[Room] = []
    for place in PLACES:
        url = _url(place.route)
        if not url or not actor.may(place.capability):
            continue
        room = Room(
            key=place.key,
            title=place.title,
            url=url,
            icon=place.icon,
            letter=place.letter,
            active=request.path.startswith(url),
        )
        (own if role in place.roles else more).append(room)
    return tuple(own), tuple(more)
