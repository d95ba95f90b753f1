"""Saying what the columns of a file mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.connections.forms.imports import SaveMappingForm, read_json, read_mapping
from upheld.connections.may import May
from upheld.connections.models import SavedMapping
from upheld.connections.operations.runs import remove_mapping, save_mapping, set_mapping
from upheld.connections.queries.runs import visible_runs
from upheld.connections.rules.shipped import shipped_mappings
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.RUN_IMPORTS)
def index(request: Request) -> HttpResponse:
    """Show the mappings that can be named: saved ones and those that ship."""
    saved = SavedMapping.objects.filter(removed_at=None).order_by("name")
    return show(
        request, "connections/mappings.html", saved=tuple(saved), shipped=shipped_mappings()
    )


@screen(May.RUN_IMPORTS, methods=["POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Take the table of fields and columns."""
    run = find(visible_runs(request.actor), number=number)
    mapping = read_mapping(request.POST, run.mapping, run.kind)
    set_mapping(
        run=run, mapping=mapping, seen=seen_version(request), by=request.actor, at=request.at
    )
    return go(request, "import", number=number, notice="The mapping is set.")


@screen(May.RUN_IMPORTS, methods=["POST"])
def edit_json(request: Request, number: int) -> HttpResponse:
    """Take the mapping as a whole."""
    run = find(visible_runs(request.actor), number=number)
    set_mapping(
        run=run, mapping=read_json(request.POST.get("mapping", "")), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "import", number=number, notice="The mapping is set.")


@screen(May.RUN_IMPORTS, methods=["POST"])
def save(request: Request, number: int) -> HttpResponse:
    """Keep the mapping of an import under a name."""
    run = find(visible_runs(request.actor), number=number)
    name = SaveMappingForm.read(request)["name"]
    save_mapping(name=name, mapping=run.mapping, kind=run.kind, by=request.actor, at=request.at)
    return go(request, "import", number=number, notice=f"The mapping is kept as {name}.")


@screen(May.RUN_IMPORTS, methods=["POST"])
def remove(request: Request, saved: int) -> HttpResponse:
    """Offer a saved mapping no more."""
    kept = find(SavedMapping.objects.filter(removed_at=None), pk=saved)
    remove_mapping(saved=kept, by=request.actor, at=request.at)
    return go(request, "import-mappings", notice=f"{kept.name} is offered no more.")
