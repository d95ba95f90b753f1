"""Trying, starting and cancelling an import; how far it is; its refused rows as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse

from upheld.connections.may import May
from upheld.connections.operations.runs import cancel_import, start_import, try_import
from upheld.connections.queries.refusals import refusals_as_csv, refusals_of
from upheld.connections.queries.runs import progress_of, visible_runs
from upheld.connections.staging import staged_path
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request


@screen(May.RUN_IMPORTS, methods=["POST"])
def try_out(request: Request, number: int) -> HttpResponse:
    """Find out in the background what the import would do."""
    run = find(visible_runs(request.actor), number=number)
    staged_path(run)
    try_import(run=run, by=request.actor, at=request.at)
    return go(request, "import", number=number)


@screen(May.RUN_IMPORTS, methods=["POST"])
def start(request: Request, number: int) -> HttpResponse:
    """Start the import in the background, or go on with one that stopped."""
    run = find(visible_runs(request.actor), number=number)
    staged_path(run)
    start_import(run=run, by=request.actor, at=request.at, in_background=True)
    return go(request, "import", number=number)


@screen(May.RUN_IMPORTS, methods=["POST"])
def cancel(request: Request, number: int) -> HttpResponse:
    """Stop the import; what was taken in stays."""
    run = find(visible_runs(request.actor), number=number)
    cancel_import(run=run, by=request.actor, at=request.at)
    return go(request, "import", number=number, notice="It is stopped.")


@screen(May.RUN_IMPORTS)
def progress(request: Request, number: int) -> HttpResponse:
    """Show how far it is; once it has ended, the page is to be loaded again."""
    run = find(visible_runs(request.actor), number=number)
    url = reverse("import", args=[number])
    if not run.is_under_way:
        return HttpResponse(headers={"HX-Redirect": url})
    cancel_url = reverse("import-cancel", args=[number])
    shown = progress_of(run, request.at, report_url=url, cancel_url=cancel_url)
    return show(request, "connections/progress.html", progress=shown, number=number)


@screen(May.RUN_IMPORTS)
def refused(request: Request, number: int) -> HttpResponse:
    """Hand out the refused rows as CSV, with nothing in it that a spreadsheet would run."""
    run = find(visible_runs(request.actor), number=number)
    content = "".join(refusals_as_csv(refusals_of(run)))
    response = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="import-{number}-refused.csv"'
    return response
