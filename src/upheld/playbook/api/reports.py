"""The endpoints of reports: what was found wrong, missing or unclear."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused
from upheld.playbook.api.procedures import procedure_asked
from upheld.playbook.api.shapes import Number, ReasonIn
from upheld.playbook.lists import REPORTS
from upheld.playbook.may import May
from upheld.playbook.models import Report, ReportKind, Revision
from upheld.playbook.operations.reports import (
    Finding,
    correct_report,
    decline_report,
    report_finding,
)
from upheld.playbook.queries.procedures import visible_reports
from upheld.playbook.queries.work import work_numbered
from upheld.timekeeping.targets import Target

Words = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
Kind = Annotated[str, Field(max_length=20, pattern=r"^[a-z_]+$")]


class WorkIn(Schema):
    """A piece of work: its kind (ticket, deliverable, deal) and the number that people say."""

    kind: Kind
    number: Number


class ReportOut(Schema):
    """A report. `state`: open, corrected, declined."""

    number: int
    kind: str
    procedure: int | None
    revision: int | None
    step: int | None
    words: str
    on_kind: str
    on_title: str
    on_url: str
    reported_by: str
    reported_at: datetime
    state: str
    answer: str
    corrected_in: int | None
    answered_at: datetime | None

    @classmethod
    def of(cls, report: Report) -> ReportOut:
        """Show a report."""
        numbered = {"procedure", "revision", "corrected_in"}
        said = {name: getattr(report, name) for name in set(cls.model_fields) - numbered}
        said["reported_by"] = report.reported_by.name if report.reported_by else ""
        for name in numbered:
            row = getattr(report, name)
            said[name] = row.number if row else None
        return cls(**said)


class MissingIn(Schema):
    """What there is no procedure for."""

    words: Words
    on: WorkIn | None = None


class FindingIn(MissingIn):
    """What was found, at which step of which revision; without one, of that which holds."""

    kind: ReportKind
    step: Annotated[int, Field(ge=1, le=32_000)] | None = None
    revision: Number | None = None


class ProcedureCorrectionIn(Schema):
    """The revision that corrects it; `procedure` where there was none when it was reported."""

    revision: Number
    procedure: Number | None = None
    answer: Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")] = ""


@endpoint(May.SEE, "GET", "procedure-reports", lists=REPORTS)
def list_reports(request: Request) -> Paged[ReportOut]:
    """List reports."""
    return paged(REPORTS, visible_reports(request.actor), request, ReportOut.of)


@endpoint(May.SEE, "GET", "procedure-reports/{number}")
def read_report(request: Request, number: Number) -> ReportOut:
    """Read a report."""
    return ReportOut.of(find(visible_reports(request.actor), number=number))


@endpoint(May.REPORT, "POST", "procedures/{number}/reports", status=201)
def report(request: Request, number: Number, body: FindingIn) -> ReportOut:
    """Report that a procedure is wrong, unclear, or lacks something."""
    procedure = procedure_asked(request, number)
    revision = None
    if body.revision is not None:
        revision = find(Revision.objects.filter(procedure=procedure), number=body.revision)
    finding = Finding(
        body.kind,
        body.words,
        body.step,
        revision,
        work_asked(request, body.on) if body.on else None,
    )
    made = report_finding(finding=finding, procedure=procedure, by=request.actor, at=request.at)
    return ReportOut.of(made)


@endpoint(May.REPORT, "POST", "procedure-reports", status=201)
def report_missing(request: Request, body: MissingIn) -> ReportOut:
    """Report that there is no procedure for something."""
    finding = Finding(
        ReportKind.MISSING, body.words, on=work_asked(request, body.on) if body.on else None
    )
    return ReportOut.of(report_finding(finding=finding, by=request.actor, at=request.at))


@endpoint(May.WRITE, "POST", "procedure-reports/{number}/declining")
def decline(request: Request, number: Number, body: ReasonIn) -> ReportOut:
    """Answer a report by saying why the procedure stays as it is."""
    found = find(visible_reports(request.actor), number=number)
    return ReportOut.of(
        decline_report(report=found, reason=body.reason, by=request.actor, at=request.at)
    )


@endpoint(May.WRITE, "POST", "procedure-reports/{number}/correction")
def correct(request: Request, number: Number, body: ProcedureCorrectionIn) -> ReportOut:
    """Answer a report by the revision that corrects it."""
    found = find(visible_reports(request.actor), number=number)
    procedure = procedure_asked(request, body.procedure) if body.procedure else found.procedure
    revision = find(Revision.objects.filter(procedure=procedure), number=body.revision)
    return ReportOut.of(
        correct_report(report=found, revision=revision, answer=body.answer, by=request.actor,
                       at=request.at)
    )  # fmt: skip


def work_asked(request: Request, wanted: WorkIn) -> Target:
    """Find a piece of work by its number. Refuses with: no_such_target."""
    found = work_numbered(request.actor, wanted.kind, wanted.number)
    if found is None:
        raise Refused("no_such_target", f"There is no {wanted.kind} {wanted.number} to be seen.",
                      what="Nothing was kept.", remedy="Check its kind and number.")  # fmt: skip
    return found
