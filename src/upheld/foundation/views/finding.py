"""Search and the command palette."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from upheld.foundation.doors.request import Request
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.lists.given import is_storable
from upheld.foundation.search.hits import MOST_HITS, Hit, search
from upheld.foundation.search.registry import commands_for, kinds_for
from upheld.foundation.ui.shapes import Found, FoundGroup, Tab

LONGEST = 200
IN_PALETTE = 12
OF_ONE_KIND = 5


def typed(request: Request) -> str:
    """Give what was typed, cut where nobody types on."""
    text = request.GET.get("q", "")[:LONGEST]
    return text if is_storable(text) else ""


@screen(None)
def results(request: Request) -> HttpResponse:
    """Show everything found, or one kind of it."""
    text, kind = typed(request), request.GET.get("kind", "")
    hits = search(request.actor, text)
    shown = [hit for hit in hits if not kind or hit.kind.key == kind]
    return show(
        request,
        "foundation/search.html",
        query=text,
        hits=shown,
        tabs=_tabs(request, hits, kind) if hits else (),
        is_capped=len(hits) == MOST_HITS,
    )


def _tabs(request: Request, hits: list[Hit], kind: str) -> list[Tab]:
    plain = request.GET.copy()
    plain.pop("kind", None)
    base = f"{reverse('search')}?{plain.urlencode()}"
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.kind.key] = counts.get(hit.kind.key, 0) + 1
    tabs = [Tab("Everything", base, kind not in counts, len(hits))]
    return tabs + [
        Tab(one.title, f"{base}&kind={one.key}", one.key == kind, counts[one.key])
        for one in kinds_for(request.actor).values()
        if one.key in counts
    ]


@screen(None)
def palette(request: Request) -> HttpResponse:
    """Answer the palette as somebody types: commands first, then the best of what is found."""
    text = typed(request)
    groups = [FoundGroup(title, found) for title, found in _commands(request, text)]
    groups += _found(search(request.actor, text))
    return show(request, "foundation/palette.html", groups=groups, query=text)


def _commands(request: Request, text: str) -> list[tuple[str, list[Found]]]:
    found = commands_for(request.actor, text)
    return sorted(found.items(), key=lambda group: group[0] != "Go to")


def _found(hits: list[Hit]) -> list[FoundGroup]:
    """Take a few of each kind, the kind of the best hit first."""
    by_kind: dict[str, list[Found]] = {}
    taken = 0
    for hit in hits:
        group = by_kind.setdefault(hit.kind.title, [])
        if taken < IN_PALETTE and len(group) < OF_ONE_KIND:
            group.append(Found(hit.title, hit.url, hit.hint, hit.kind.icon))
            taken += 1
    return [FoundGroup(title, found) for title, found in by_kind.items() if found]
