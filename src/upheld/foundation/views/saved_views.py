"""Keeping and removing saved views of lists."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from upheld.foundation.doors.request import Request
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists.saved import (
    LONGEST_QUERY,
    clean_query,
    kept_views,
    list_with_views,
    remove_view,
    save_view,
)


@screen(None, methods=["GET", "POST"])
def saved_view_save(request: Request, key: str) -> HttpResponse:
    """Ask for a name for the state in the address and keep it; show the views there are."""
    spec = list_with_views(key)
    if request.method == "POST":
        view = save_view(
            spec,
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
            shared=request.POST.get("shared") == "team",
            request=request,
        )
        url = f"{reverse(spec.route)}?{view.query}"
        return go(request, url, notice=f"The view {view.name} is saved.")
    typed = request.typed
    query = typed.get("query", "") if typed else request.META.get("QUERY_STRING", "")
    return show(
        request,
        "foundation/saved_view.html",
        title=spec.title,
        list_url=reverse(spec.route),
        query=clean_query(spec, request, query[:LONGEST_QUERY]),
        name=typed.get("name", "") if typed else "",
        shared=typed.get("shared", "mine") if typed else "mine",
        views=[(view.pk, view.name, view.person_id is None) for view in kept_views(spec, request)],
    )


@screen(None, methods=["POST"])
def saved_view_remove(request: Request, view_id: int) -> HttpResponse:
    """Forget a saved view; what it showed stays."""
    view = remove_view(view_id, request.actor)
    spec = list_with_views(view.list_key)
    return go(request, spec.route, notice=f"The view {view.name} is removed.")
