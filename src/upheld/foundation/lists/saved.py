"""Saved views: a list's filters, order and columns under a name, for oneself or the whole team."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from upheld.foundation.actor import Actor
from upheld.foundation.doors.request import Request
from upheld.foundation.lists.asked import Address, names_of
from upheld.foundation.lists.declare import LISTS, ListOf
from upheld.foundation.lists.given import is_storable
from upheld.foundation.models.requests import SavedView
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused, invalid, not_found
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.ui import shapes

LONGEST_NAME = 80
LONGEST_QUERY = 2000
MOST_VIEWS = 50
"""Per list, of one person and of the team together."""


def views_of(spec: ListOf[Any], address: Address, request: Request) -> tuple[shapes.SavedView, ...]:
    """Give the views to choose from: everything, the reader's own, the team's."""
    if not spec.route or not request.actor.is_staff:
        return ()
    now = address.query()
    everything = shapes.SavedView(
        "All", f"{address.path}?all=1" if address.says_all else address.path, not now
    )
    return (everything, *(_shown(view, address.path, now) for view in kept_views(spec, request)))


def _shown(view: SavedView, path: str, now: str) -> shapes.SavedView:
    shared = view.person_id is None
    return shapes.SavedView(view.name, f"{path}?{view.query}", view.query == now, shared)


def kept_views(spec: ListOf[Any], request: Request) -> QuerySet[SavedView]:
    """Give the stored views of a list that the reader may use."""
    mine = Q(person_id=request.actor.person_id) | Q(person_id=None)
    rows: QuerySet[SavedView] = SavedView.objects.filter(mine, list_key=spec.key)
    return rows.order_by("name", "pk")[:MOST_VIEWS]


def save_url_of(spec: ListOf[Any], request: Request) -> str:
    """Give where a view of the list is saved; the state to save follows as its query."""
    if not spec.route or not request.actor.is_staff:
        return ""
    return reverse("saved-view-save", args=[spec.key])


def list_with_views(key: str) -> ListOf[Any]:
    """Give a list that keeps views. Refuses with `not_found`."""
    spec = LISTS.get(key)
    if spec is None or not spec.route:
        raise not_found("list")
    return spec


def clean_query(spec: ListOf[Any], request: Request, query: str) -> str:
    """Keep of a query what the list declares. Refuses with `invalid_input`."""
    names = set(names_of(spec, request))
    sent = parse_qsl(query[: 4 * LONGEST_QUERY], max_num_fields=None)
    pairs = [(name, text) for name, text in sent if name in names and text and is_storable(text)]
    written = urlencode(pairs)
    if len(written) > LONGEST_QUERY:
        raise invalid(query="This view has more filters than a saved view can hold.")
    return written or "all=1"


def save_view(
    spec: ListOf[Any], *, name: str, query: str, shared: bool, request: Request
) -> SavedView:
    """Keep a view under a name; one of the same name and owner is replaced.

    Refuses with: invalid_input, too_many_views.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not is_storable(name):
        raise invalid(name=f"Give the view a name of at most {LONGEST_NAME} characters.")
    person_id = None if shared else request.actor.person_id
    kept = SavedView.objects.filter(list_key=spec.key, person_id=person_id)
    view: SavedView | None = kept.filter(name=name).first()
    cleaned = clean_query(spec, request, query)
    with bookkeeping():
        if view is not None:
            view.change(query=cleaned)
            return view
        if kept.count() >= MOST_VIEWS:
            raise Refused(
                "too_many_views",
                f"There are {MOST_VIEWS} saved views of this list already.",
                what="Not saved.",
                remedy="Remove one that nobody uses.",
            )
        view = SavedView(list_key=spec.key, name=name, query=cleaned, person_id=person_id)
        view.save()
    return view


def remove_view(view_id: int, actor: Actor) -> SavedView:
    """Forget a view of one's own or the team's. Refuses with `not_found`."""
    mine = Q(person_id=actor.person_id) | Q(person_id=None)
    view: SavedView = find(SavedView.objects.filter(mine), pk=view_id)
    with bookkeeping():
        view.delete()
    return view
