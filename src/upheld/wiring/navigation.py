"""Rooms: which first screen each role has, what else there is, and the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse

from upheld import __version__
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.ui.shell import AtHand, Link, Notice, Person, Room, Shell
from upheld.people.roles import Role
from upheld.timekeeping.queries.timers import timer_in_shell
from upheld.wiring.starting.steps import are_taken
from upheld.wiring.waiting import waiting_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request


FIRST_STEPS = "first-steps"
"""The key of the room that leaves when nothing is left to do in it."""
MOST_WAITING = 8
"""How many waiting things the menu in the frame lists."""


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
    also: tuple[str, ...] = ()
    """Beginnings of further addresses that belong to it."""


_SALES = (Role.SALESPERSON, Role.SALES_ENGINEER)
_DELIVERY = (Role.SERVICE_MANAGER, Role.TECHNICIAN)
_OWNER = (Role.OWNER,)

PLACES: tuple[Place, ...] = (
    Place("mirror", "Mirror", "mirror", "eye", "m", "mirror:mirror:see", _OWNER),
    Place(
        "my-season", "My season", "my-season", "target-arrow", "s", "selling:deal:edit",
        (Role.SALESPERSON,),
    ),
    Place(
        "my-day", "My day", "my-day", "clock", "y", "timekeeping:time:log", _DELIVERY,
        ("/time/",),
    ),
    Place(
        "meetings", "My meetings", "meetings", "calendar", "e", "selling:meeting:plan", _SALES
    ),
    Place(
        "desk", "Desk", "desk", "checks", "d", "reviews:review:see",
        (Role.OWNER, Role.SERVICE_MANAGER, Role.TECHNICIAN, Role.FINANCE), ("/reviews/",),
    ),
    Place(
        "deals", "Deals", "deal-board", "columns", "l", "selling:deal:see",
        (*_SALES, Role.OWNER), ("/deals/",),
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
    Place(
        "tickets", "Tickets", "tickets", "ticket", "t", "desk:ticket:see", _DELIVERY,
        ("/service-levels/",),
    ),
    Place(
        "deliverables", "Deliverables", "deliverables", "package", "b",
        "delivery:deliverable:see", _DELIVERY, ("/change-orders/",),
    ),
    Place(
        "handovers", "Handovers", "handovers", "arrows-exchange", "h", "delivery:deliverable:see",
        (Role.SERVICE_MANAGER,),
    ),
    Place(
        "plan", "Plan", "plan", "calendar-event", "q", "dispatch:board:see", _DELIVERY
    ),
    Place(
        "capacity", "Capacity", "capacity", "calendar-stats", "k", "dispatch:capacity:see",
        (Role.SERVICE_MANAGER,),
    ),
    Place(
        "claims", "Market", "claims", "speakerphone", "r", "market:claim:see",
        (Role.MARKETER, Role.OWNER),
    ),
    Place(
        "procedures", "Playbook", "procedures", "book-2", "w", "playbook:procedure:see", _DELIVERY
    ),
    Place("proof-pages", "Proof pages", "proof-pages", "link", "", "mirror:proof:manage"),
    Place("gaps", "Gaps", "gaps", "puzzle", "", "selling:deal:see", (Role.SALES_ENGINEER,)),
    Place(
        "money", "Money", "money", "report-money", "n", "money:ledger:see",
        (Role.FINANCE, Role.OWNER),
    ),
    Place("commission", "My share", "my-commission", "coin", "", "money:commission:own"),
    Place("measures", "Measures", "measures", "chart-bar", "f", "measures:measure:see"),
    Place("people", "People", "people", "users", "", "people:person:see", _OWNER),
    Place("company", "Company", "company", "adjustments", "", "people:company:see", _OWNER),
    Place("clauses", "Clauses", "clauses", "file-certificate", "", "agreements:proposal:see"),
    Place("services", "Services", "services", "list", "", "agreements:proposal:see"),
    Place("mail", "Mail", "mail", "mail", "", "mailroom:mail:see"),
    Place("imports", "Imports", "imports", "database-import", "i", "connections:import:run"),
    Place(FIRST_STEPS, "First steps", "first-steps", "list-check", "", "people:person:manage"),
    Place("record", "Record", "record", "lock", "", "foundation:record:see"),
    Place("jobs", "Background work", "jobs", "settings", "", "foundation:job:see"),
)  # fmt: skip
"""Every room in the order of the sidebar. One without a page yet, or without leave, is left out."""

PORTAL_PLACES: tuple[Place, ...] = (
    Place("portal", "Home", "portal", "home", "", "agreements:offer:read"),
    Place(
        "offers", "Proposals", "portal-proposals", "file-text", "o", "agreements:offer:read"
    ),
    Place("work", "Work", "portal-deliverables", "package", "b", "delivery:work:read"),
    Place("tickets", "Tickets", "portal-tickets", "ticket", "t", "desk:ticket:see"),
)  # fmt: skip
"""The rooms of a customer's side."""

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
    role = Role(actor.role) if actor.role else None
    key = FIRST.get(role) if role else None
    places = PLACES if actor.is_staff else PORTAL_PLACES
    for place in sorted(places, key=lambda one: (one.key != key, role not in one.roles)):
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
    staff = actor is not None and actor.is_staff
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
        capture_url=_url("capture") if staff else "",
        capture_parse_url=_url("capture-read") if staff else "",
        theme_url=_url("theme"),
        sign_out_url=_url("account_logout"),
        read_at_hand=lambda: _at_hand(request, actor),
        waiting_url=_url("waiting") if staff else "",
        my_links=_my_links(actor),
    )


def _my_links(actor: Actor | None) -> tuple[Link, ...]:
    if actor is None:
        return ()
    links: tuple[Link, ...] = (Link("My account", _url("my-account"), "lock"),)
    if actor.may("calendars:calendar:use"):
        links += (Link("My calendar", _url("my-calendar"), "calendar"),)
    if actor.may("mailroom:capture:use"):
        links += (Link("Capture by mail", _url("capture-address"), "mail"),)
    return links


def _at_hand(request: Request, actor: Actor | None) -> AtHand:
    """Read what waits for somebody of the staff and what they are timing: three queries.

    A part of a page has no frame to show them in. A refusal is shown after its door has closed the
    provider, so it is opened again.
    """
    if actor is None or not actor.is_staff or request.headers.get("HX-Request"):
        return AtHand()
    with open_provider(actor.provider_id):
        waiting = waiting_for(actor, request.at)
        return AtHand(waiting[:MOST_WAITING], len(waiting), timer_in_shell(actor))


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
    for place in PLACES if actor.is_staff else PORTAL_PLACES:
        url = _url(place.route)
        if not url or not actor.may(place.capability):
            continue
        if place.key == FIRST_STEPS and are_taken(actor.provider_id):
            continue
        room = Room(
            key=place.key,
            title=place.title,
            url=url,
            icon=place.icon,
            letter=place.letter,
            active=request.path.startswith((url, *place.also)),
        )
        (own if role in place.roles or not actor.is_staff else more).append(room)
    return tuple(own), tuple(more)
