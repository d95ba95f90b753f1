"""Pages of runs: a procedure begun on a piece of work, its steps ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import setting_aside
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.playbook.forms import ReasonForm, RunForm, StepForm
from upheld.playbook.lists import RUNS
from upheld.playbook.may import May
from upheld.playbook.operations.runs import begin_run, break_off_run, settle_step
from upheld.playbook.queries.procedures import visible_runs
from upheld.playbook.queries.runs import offered_for, run_page
from upheld.playbook.queries.work import work_on
from upheld.playbook.views.procedures import number_asked, procedure_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE)
def index(request: Request) -> HttpResponse:
    """List the runs, the newest first."""
    return show_list(request, RUNS, visible_runs(request.actor), template="playbook/runs.html")


@screen(May.SEE)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a run as a list to be ticked."""
    run = find(visible_runs(request.actor), number=number)
    return show(request, "playbook/run.html", page=run_page(run, request.actor, request.at))


@screen(May.RUN, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose a procedure for a piece of work and begin to follow it."""
    if request.method == "POST":
        values = RunForm.read(request)
        on = work_on(request.actor, values["kind"], values["on"])
        if on is None:
            raise not_found("piece of work")
        run = begin_run(
            procedure=procedure_of(request, values["procedure"]), on=on,
            setting_aside=setting_aside(request), by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "run", number=run.number)
    kind, pk = request.GET.get("kind", "")[:20], number_asked(request, "on")
    on = work_on(request.actor, kind, pk)
    offered = offered_for(on.title, request.actor, request.at) if on else ()
    return show(request, "playbook/run_new.html", on=on, kind=kind, offered=offered)


@screen(May.RUN, methods=["POST"])
def step(request: Request, number: int, step: int) -> HttpResponse:
    """Tick a step, skip it with a reason, or open it again."""
    run = find(visible_runs(request.actor), number=number)
    values = StepForm.read(request)
    run = settle_step(run=run, number=step, state=values["state"], note=values["note"],
                      by=request.actor, at=request.at)  # fmt: skip
    if request.headers.get("HX-Request"):
        run = find(visible_runs(request.actor), number=number)
        page = run_page(run, request.actor, request.at)
        return show(request, "playbook/run.html#checklist", page=page)
    return go(request, "run", number=number)


@screen(May.RUN, methods=["GET", "POST"])
def break_off(request: Request, number: int) -> HttpResponse:
    """End a run before its last step."""
    run = find(visible_runs(request.actor), number=number)
    if request.method == "POST":
        reason = ReasonForm.read(request)["reason"]
        break_off_run(run=run, reason=reason, by=request.actor, at=request.at)
        return go(request, "run", number=number, notice="The run is broken off.")
    return show(request, "playbook/break_off.html", run=run)
