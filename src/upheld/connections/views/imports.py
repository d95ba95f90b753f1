"""Bringing a file, and the page of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.connections.arriving import Arrival, look_at
from upheld.connections.bringing import bring
from upheld.connections.forms.imports import BringForm
from upheld.connections.lists import IMPORTS, TONES
from upheld.connections.may import May
from upheld.connections.models import ImportRun, RunState
from upheld.connections.operations.runs import is_silent
from upheld.connections.queries.runs import (
    ABOUT_KIND,
    MEASURED,
    field_choices,
    kind_choices,
    mapping_choices,
    run_page,
    visible_runs,
)
from upheld.connections.rules.mapping import MappingFault
from upheld.connections.rules.unreadable import Unreadable
from upheld.connections.staging import LIMITS, staged_path
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shapes import Choice
from upheld.foundation.ui.shell import Link

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.RUN_IMPORTS)
def index(request: Request) -> HttpResponse:
    """List imports."""
    rows = visible_runs(request.actor).select_related("begun_by")
    return show_list(
        request, IMPORTS, rows, primary=Link("Bring a file", reverse("import-new"), "upload")
    )


@screen(May.RUN_IMPORTS, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Bring a file; its columns are looked at, nothing is taken in."""
    if request.method == "POST":
        values = BringForm.read(request)
        file = values["file"]
        run = bring(
            pieces=file.chunks(), file_name=file.name, kind=values["kind"],
            mapping=values["mapping"], system=values["system"], by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "import", number=run.number)
    kinds = [Choice(kind, title, hint=ABOUT_KIND[kind]) for kind, title in kind_choices()]
    return show(
        request,
        "connections/bring.html",
        kinds=kinds,
        mappings=mapping_choices(),
        most=LIMITS.packed_bytes,
    )


@screen(May.RUN_IMPORTS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show an import: what its columns mean, then how far it is, then what came of it."""
    rows = visible_runs(request.actor).select_related("begun_by")
    run = find(rows, number=number)
    page = run_page(
        run,
        request.at,
        url=reverse("import", args=[number]),
        cancel_url=reverse("import-cancel", args=[number]),
    )
    arrival, trouble = _arrival(run)
    fields = field_choices(run, arrival.reasons if arrival else {})
    return show(
        request,
        "connections/import.html",
        page=page,
        fields=fields,
        missing=[field.title for field in fields if field.required and not field.column],
        tone=TONES[RunState(run.state)],
        arrival=arrival,
        trouble=trouble,
        measured=MEASURED,
        silent=run.state == RunState.RUNNING and is_silent(run, request.at),
        timeline=timeline_of(run, request.actor),
    )


def _arrival(run: ImportRun) -> tuple[Arrival | None, str]:
    """Look at the file again while its mapping can still be changed."""
    if run.state != RunState.STAGED or not run.is_staged:
        return None, ""
    try:
        return look_at(staged_path(run), run.kind, limits=LIMITS), ""
    except (Unreadable, MappingFault, Refused) as fault:
        return None, str(fault)
