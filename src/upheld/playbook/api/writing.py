"""The endpoints by which procedures are written, published and brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version, with_etag
from upheld.foundation.operation import find
from upheld.playbook.api.procedures import detail, owner_asked, procedure_asked
from upheld.playbook.api.shapes import (
    BroughtOut,
    DraftIn,
    DraftOut,
    NewProcedureIn,
    Number,
    PageIn,
    ProcedureDetail,
    PublishIn,
    RevisionOut,
)
from upheld.playbook.may import May
from upheld.playbook.models import Draft
from upheld.playbook.operations.bringing import Page, bring_in_page
from upheld.playbook.operations.drafts import (
    Particulars,
    begin_procedure,
    discard_draft,
    submit_draft,
    write_draft,
)
from upheld.playbook.operations.publishing import publish_draft

if TYPE_CHECKING:
    from django.db.models import QuerySet


@endpoint(May.WRITE, "POST", "procedures", status=201)
def begin(request: Request, body: NewProcedureIn) -> ProcedureDetail:
    """Write a procedure's first draft."""
    said = Particulars(body.subject, owner_asked(body.owner), body.review_every_days)
    begun = begin_procedure(
        title=body.title, text=body.text, why=body.why, particulars=said, by=request.actor,
        at=request.at,
    )  # fmt: skip
    return detail(request, begun)


@endpoint(May.SEE, "GET", "procedures/{number}/draft")
def read_draft(request: Request, response: HttpResponse, number: Number) -> DraftOut:
    """Read the next revision as it is being written."""
    draft = find(_drafts(request, number))
    return with_etag(response, draft, DraftOut.of(draft))


@endpoint(May.WRITE, "PUT", "procedures/{number}/draft")
def put_draft(request: Request, number: Number, body: DraftIn) -> DraftOut:
    """Write what the next revision says; what is published stays as it is."""
    draft = write_draft(
        procedure=procedure_asked(request, number), title=body.title, text=body.text,
        why=body.why, seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return DraftOut.of(draft)


@endpoint(May.WRITE, "POST", "procedures/{number}/draft/ready")
def ready(request: Request, number: Number) -> DraftOut:
    """Say that a draft is ready; the owner is asked to publish it."""
    draft = submit_draft(draft=find(_drafts(request, number)), by=request.actor, at=request.at)
    return DraftOut.of(draft)


@endpoint(May.WRITE, "POST", "procedures/{number}/draft/publication", status=201)
def publish(request: Request, number: Number, body: PublishIn) -> RevisionOut:
    """Make the draft the revision that holds."""
    revision = publish_draft(
        draft=find(_drafts(request, number)), why=body.why, seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return RevisionOut.of(revision)


@endpoint(May.WRITE, "DELETE", "procedures/{number}/draft")
def discard(request: Request, number: Number) -> ProcedureDetail:
    """Throw a draft away; what is published stays."""
    procedure = discard_draft(draft=find(_drafts(request, number)), by=request.actor, at=request.at)
    return detail(request, procedure)


@endpoint(May.PUBLISH, "POST", "procedure-pages", status=201)
def bring_in(request: Request, body: PageIn) -> BroughtOut:
    """Make a Markdown page a procedure, or its next revision; the same page changes nothing."""
    page = Page(body.path, body.text, body.source, body.subject, body.why)
    procedure, came = bring_in_page(page=page, by=request.actor, at=request.at)
    return BroughtOut(number=procedure.number, revision=procedure.revision, came=came)


def _drafts(request: Request, number: int) -> QuerySet[Draft]:
    rows: QuerySet[Draft] = Draft.objects.filter(procedure=procedure_asked(request, number))
    return rows.select_related("procedure__owner", "written_by")
