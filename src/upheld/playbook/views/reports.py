"""Pages of reports: what was found wrong or missing, and how it was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.foundation.ui.shell import Link
from upheld.playbook.forms import AnswerForm, MissingForm, ReportForm
from upheld.playbook.lists import REPORTS
from upheld.playbook.may import May
from upheld.playbook.models import ReportKind, Revision
from upheld.playbook.operations.reports import (
    Finding,
    correct_report,
    decline_report,
    report_finding,
)
from upheld.playbook.queries.procedures import may_decide, visible_reports, visible_runs
from upheld.playbook.queries.work import work_on
from upheld.playbook.views.procedures import number_asked, procedure_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.playbook.models import Report, Run


@screen(May.SEE)
def index(request: Request) -> HttpResponse:
    """List reports: those that wait, unless more is asked for."""
    primary = Link("Report a missing one", reverse("report-missing"), "flag")
    rows = visible_reports(request.actor)
    return show_list(request, REPORTS, rows, primary=primary, template="playbook/reports.html")


@screen(May.SEE, methods=["GET", "POST"])
def detail(request: Request, number: int) -> HttpResponse:
    """Show a report; a post answers it, by a revision or a reason."""
    report = find(visible_reports(request.actor), number=number)
    if request.method == "POST":
        return go(request, "procedure-report", number=number, notice=_answer(request, report))
    return show(
        request, "playbook/report.html", report=report,
        revisions=_corrections(report), may_decide=may_decide(report.procedure, request.actor),
    )  # fmt: skip


def _answer(request: Request, report: Report) -> str:
    values = AnswerForm.read(request)
    if not values["revision"]:
        decline_report(report=report, reason=values["answer"], by=request.actor, at=request.at)
        return "Answered: it stays as it is."
    number = report.procedure.number if report.procedure else values["procedure"]
    if not number:
        raise invalid(procedure="Name the procedure that there is by now.")
    procedure = procedure_of(request, number)
    revision = find(Revision.objects.filter(procedure=procedure), number=values["revision"])
    correct_report(report=report, revision=revision, answer=values["answer"], by=request.actor,
                   at=request.at)  # fmt: skip
    return f"Answered: corrected in revision {revision.number}."


def _corrections(report: Report) -> list[tuple[str, str]]:
    """Give the revisions that were published since a report, which may answer it."""
    since = Revision.objects.filter(
        procedure=report.procedure, published_at__gte=report.reported_at
    ).order_by("-number")
    return [(str(one.number), f"Revision {one.number}: {one.why}"[:120]) for one in since[:20]]


@screen(May.REPORT, methods=["GET", "POST"])
def new(request: Request, number: int) -> HttpResponse:
    """Report what is wrong with a procedure, from its page or from a run of it."""
    procedure = procedure_of(request, number)
    if request.method == "POST":
        values = ReportForm.read(request)
        run = _run(request, values["run"])
        finding = Finding(
            values["kind"], values["words"], values["step"], run.revision if run else None,
            work_on(request.actor, run.on_kind, run.on_id) if run else None,
        )  # fmt: skip
        report = report_finding(
            finding=finding, procedure=procedure, by=request.actor, at=request.at
        )
        said = f"Reported; it waits for {procedure.owner.name}."
        if run:
            return go(request, "run", number=run.number, notice=said)
        return go(request, "procedure-report", number=report.number, notice=said)
    run = _run(request, number_asked(request, "run"))
    revision = run.revision if run else Revision.objects.filter(
        procedure=procedure, number=procedure.revision).first()  # fmt: skip
    steps = revision.steps if revision else []
    return show(
        request, "playbook/report_new.html", procedure=procedure, run=run,
        step=number_asked(request, "step"), kinds=ReportKind.choices,
        steps=[(str(at), f"{at}. {words}"[:90]) for at, words in enumerate(steps, 1)],
    )  # fmt: skip


def _run(request: Request, number: int | None) -> Run | None:
    return find(visible_runs(request.actor), number=number) if number else None


@screen(May.REPORT, methods=["GET", "POST"])
def missing(request: Request) -> HttpResponse:
    """Report that there is no procedure for something that had to be done."""
    if request.method == "POST":
        values = MissingForm.read(request)
        on = work_on(request.actor, values["kind"], values["on"])
        finding = Finding(ReportKind.MISSING, values["words"], on=on)
        report = report_finding(finding=finding, by=request.actor, at=request.at)
        return go(request, "procedure-report", number=report.number, notice="Reported.")
    kind, pk = request.GET.get("kind", "")[:20], number_asked(request, "on")
    on = work_on(request.actor, kind, pk)
    here = reverse("report-missing") + (f"?{urlencode({'kind': kind, 'on': pk})}" if on else "")
    return show(request, "playbook/missing.html", on=on, kind=kind, here=here)
