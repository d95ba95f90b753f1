"""Pages on which procedures are written, published and brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.foundation.refusals import invalid
from upheld.playbook.forms import LARGEST_FILE, MOST_FILES, DraftForm, PublishForm
from upheld.playbook.may import May
from upheld.playbook.models import Draft, Report, ReportState
from upheld.playbook.operations.bringing import Brought, Page, bring_in_page
from upheld.playbook.operations.drafts import (
    begin_procedure,
    discard_draft,
    submit_draft,
    write_draft,
)
from upheld.playbook.operations.publishing import publish_draft
from upheld.playbook.operations.reports import correct_report
from upheld.playbook.queries.page import draft_differences
from upheld.playbook.queries.printing import shown_parts
from upheld.playbook.queries.procedures import may_decide, staff, subjects
from upheld.playbook.rules.document import has_numbered_steps, steps_of
from upheld.playbook.rules.standing import USUAL_REVIEW
from upheld.playbook.views.procedures import particulars, procedure_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.playbook.models import Procedure


@screen(May.WRITE, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Write a procedure down for the first time."""
    if request.method == "POST":
        values = DraftForm.read(request)
        procedure = begin_procedure(
            title=values["title"], text=values["text"], why=values["why"],
            particulars=particulars(request), by=request.actor, at=request.at,
        )  # fmt: skip
        return go(request, "procedure-draft", number=procedure.number,
                  notice="The draft is kept; publish it when it is right.")  # fmt: skip
    return show(
        request, "playbook/procedure_new.html", usual=USUAL_REVIEW, subjects=subjects(),
        people=[(str(one.pk), one.name) for one in staff()],
    )  # fmt: skip


@screen(May.WRITE, methods=["GET", "POST"])
def edit(request: Request, number: int) -> HttpResponse:
    """Write the next revision; what is published stays as it is meanwhile."""
    procedure = procedure_of(request, number)
    draft = _draft_of(procedure)
    if request.method == "POST":
        values = DraftForm.read(request)
        write_draft(procedure=procedure, seen=seen_version(request), by=request.actor,
                    at=request.at, **values)  # fmt: skip
        return go(request, "procedure-draft", number=number, notice="The draft is kept.")
    return show(
        request, "playbook/procedure_form.html", procedure=procedure, draft=draft,
        reports=_open_reports(procedure),
    )  # fmt: skip


@screen(May.WRITE, methods=["GET", "POST"])
def draft(request: Request, number: int) -> HttpResponse:
    """Show a draft beside what holds; a post publishes it and answers the reports chosen."""
    procedure = procedure_of(request, number)
    found = _draft_of(procedure)
    if found is None:
        return go(request, "procedure", number=number)
    if request.method == "POST":
        return go(request, "procedure", number=number, notice=_publish(request, found))
    steps = steps_of(found.text, found.title)
    return show(
        request, "playbook/draft.html", page=draft_differences(found), steps=len(steps),
        numbered=has_numbered_steps(found.text), parts=shown_parts(found.text),
        reports=_open_reports(procedure), may_decide=may_decide(procedure, request.actor),
    )  # fmt: skip


def _publish(request: Request, found: Draft) -> str:
    why = PublishForm.read(request)["why"]
    reports = _open_reports(found.procedure)
    chosen = set(request.POST.getlist("reports"))
    revision = publish_draft(draft=found, why=why, seen=seen_version(request),
                             by=request.actor, at=request.at)  # fmt: skip
    for report in reports:
        if str(report.number) in chosen:
            correct_report(report=report, revision=revision, by=request.actor, at=request.at)
    return f"Revision {revision.number} holds from now on."


@screen(May.WRITE, methods=["POST"])
def ready(request: Request, number: int) -> HttpResponse:
    """Say that a draft is ready; the owner is asked."""
    found = find(Draft.objects.filter(procedure=procedure_of(request, number)))
    submit_draft(draft=found, by=request.actor, at=request.at)
    return go(request, "procedure-draft", number=number, notice="Its owner is asked to publish it.")


@screen(May.WRITE, methods=["POST"])
def discard(request: Request, number: int) -> HttpResponse:
    """Throw a draft away."""
    found = find(Draft.objects.filter(procedure=procedure_of(request, number)))
    discard_draft(draft=found, by=request.actor, at=request.at)
    return go(request, "procedure", number=number, notice="The draft is gone.")


@screen(May.PUBLISH, methods=["GET", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """Make Markdown files procedures, or the next revisions of those that they were before."""
    if request.method == "POST":
        subject = request.POST.get("subject", "")[:60].strip()
        came = [
            bring_in_page(page=Page(name, text, subject=subject), by=request.actor, at=request.at)
            for name, text in _files(request)
        ]
        counts = [f"{sum(1 for _, b in came if b is kind)} {kind}" for kind in Brought]
        return go(request, "procedures", notice=f"Brought in: {', '.join(counts)}.")
    return show(request, "playbook/bring_in.html", most=MOST_FILES, largest=LARGEST_FILE)


def _files(request: Request) -> list[tuple[str, str]]:
    files = request.FILES.getlist("files")
    if not files or len(files) > MOST_FILES:
        raise invalid(files=f"Choose from 1 to {MOST_FILES} Markdown files.")
    return [(str(one.name), _text(one)) for one in files]


def _text(file: UploadedFile[Any]) -> str:
    name = file.name or "a file"
    if (file.size or 0) > LARGEST_FILE:
        raise invalid(files=f"{name} is too large to be a procedure.")
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise invalid(files=f"{name} is not text in UTF-8.") from problem
    return text


def _draft_of(procedure: Procedure) -> Draft | None:
    rows = Draft.objects.filter(procedure=procedure)
    found: Draft | None = rows.select_related("procedure__owner", "written_by").first()
    return found


def _open_reports(procedure: Procedure) -> tuple[Report, ...]:
    rows = Report.objects.filter(procedure=procedure, state=ReportState.OPEN)
    return tuple(rows.select_related("reported_by", "procedure__owner").order_by("reported_at"))
