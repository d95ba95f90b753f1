"""The endpoints of procedures: reading them, keeping them, telling them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, seen_version, with_etag
from upheld.foundation.operation import find
from upheld.playbook.api.shapes import (
    AlikeOut,
    DifferencesOut,
    Id,
    KeepIn,
    Number,
    PassageOut,
    ProcedureAskIn,
    ProcedureDetail,
    ProcedureOut,
    ProcedurePieceOut,
    ProcedureReadingOut,
    ReadIn,
    ReasonIn,
    RevisionOut,
    RevisionText,
    WithdrawIn,
)
from upheld.playbook.lists import PROCEDURES
from upheld.playbook.may import May
from upheld.playbook.models import LikePair, Procedure, Revision
from upheld.playbook.operations.drafts import Particulars
from upheld.playbook.operations.likeness import tell_apart
from upheld.playbook.operations.publishing import (
    confirm_procedure,
    keep_procedure,
    withdraw_procedure,
)
from upheld.playbook.operations.readings import acknowledge, ask_to_read
from upheld.playbook.queries.page import differences, procedure_page, stands
from upheld.playbook.queries.procedures import (
    listed_procedures,
    pairs_alike,
    readings_waiting,
    staff,
    visible_procedures,
)

if TYPE_CHECKING:
    from upheld.people.models import Person


def procedure_asked(request: Request, number: int) -> Procedure:
    """Find a procedure by its number."""
    return find(visible_procedures(request.actor), number=number)


def owner_asked(pk: int | None) -> Person | None:
    """Find who is to keep a procedure, or nobody for none."""
    return find(staff(), pk=pk) if pk else None


def shown(request: Request, procedure: Procedure) -> ProcedureOut:
    """Show a procedure as it stands on the asker's day."""
    return ProcedureOut.of(procedure, stands(procedure, request.actor, request.at).standing)


def detail(request: Request, procedure: Procedure) -> ProcedureDetail:
    """Show the read model of a procedure's page."""
    page = procedure_page(procedure, request.actor, request.at)
    return ProcedureDetail(
        **shown(request, procedure).model_dump(),
        text=procedure.text,
        steps=page.revision.steps if page.revision else [],
        revisions=[RevisionOut.of(one) for one in page.revisions],
        readings=[ProcedureReadingOut.of(one) for one in page.readings],
        alike=[
            AlikeOut(pair=one.pair.pk, number=one.procedure.number, title=one.procedure.title,
                     likeness_ppm=one.pair.likeness_ppm)
            for one in page.others
        ],
        has_draft=page.draft is not None,
    )  # fmt: skip


@endpoint(May.SEE, "GET", "procedures", lists=PROCEDURES)
def list_procedures(request: Request) -> Paged[ProcedureOut]:
    """List procedures."""
    rows = listed_procedures(request.actor, request.at)
    return paged(PROCEDURES, rows, request, lambda one: shown(request, one))


@endpoint(May.SEE, "GET", "procedures/{number}")
def read_procedure(request: Request, response: HttpResponse, number: Number) -> ProcedureDetail:
    """Read a procedure as it holds, with its steps."""
    procedure = procedure_asked(request, number)
    return with_etag(response, procedure, detail(request, procedure))


@endpoint(May.SEE, "GET", "procedures/{number}/revisions/{revision}")
def read_revision(request: Request, number: Number, revision: Number) -> RevisionText:
    """Read what a revision said, word for word."""
    rows = Revision.objects.filter(procedure=procedure_asked(request, number))
    return RevisionText.with_text(
        find(rows.select_related("written_by", "published_by"), number=revision)
    )


@endpoint(May.SEE, "GET", "procedures/{number}/revisions/{revision}/changes")
def read_changes(request: Request, number: Number, revision: Number) -> DifferencesOut:
    """Read what a revision changed of the one before it, word by word."""
    procedure = procedure_asked(request, number)
    rows = Revision.objects.filter(procedure=procedure)
    after = find(rows, number=revision)
    page = differences(procedure, after, rows.filter(number=revision - 1).first())
    return DifferencesOut(
        before=page.before.number if page.before else None,
        after=revision,
        passages=[
            PassageOut(left_out=one.left_out,
                       pieces=[ProcedurePieceOut(kind=p.kind, text=p.text) for p in one.pieces])
            for one in page.passages
        ],
    )  # fmt: skip


@endpoint(May.WRITE, "PUT", "procedures/{number}/keeping")
def keep(request: Request, number: Number, body: KeepIn) -> ProcedureOut:
    """Change whose a procedure is, its subject, and how often it is looked at."""
    said = Particulars(body.subject, owner_asked(body.owner), body.review_every_days)
    kept = keep_procedure(
        procedure=procedure_asked(request, number), particulars=said, by=request.actor,
        at=request.at, seen=seen_version(request),
    )  # fmt: skip
    return shown(request, kept)


@endpoint(May.WRITE, "POST", "procedures/{number}/confirmation")
def confirm(request: Request, number: Number) -> ProcedureOut:
    """Say that a procedure was looked at and still holds."""
    kept = confirm_procedure(
        procedure=procedure_asked(request, number), by=request.actor, at=request.at
    )
    return shown(request, kept)


@endpoint(May.WRITE, "POST", "procedures/{number}/withdrawal")
def withdraw(request: Request, number: Number, body: WithdrawIn) -> ProcedureOut:
    """Let nobody follow a procedure any more."""
    instead = procedure_asked(request, body.instead) if body.instead else None
    gone = withdraw_procedure(
        procedure=procedure_asked(request, number), reason=body.reason, instead=instead,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return shown(request, gone)


@endpoint(May.WRITE, "POST", "procedures/{number}/readings", status=201)
def ask(request: Request, number: Number, body: ProcedureAskIn) -> ProcedureDetail:
    """Ask people to read a procedure; each later revision asks them again."""
    people = [find(staff(), pk=pk) for pk in dict.fromkeys(body.people)]
    procedure = procedure_asked(request, number)
    ask_to_read(procedure=procedure, people=people, by=request.actor, at=request.at)
    return detail(request, procedure)


@endpoint(May.SEE, "POST", "procedures/{number}/acknowledgement")
def acknowledged(request: Request, number: Number, body: ReadIn) -> ProcedureReadingOut:
    """Say that one has read the revision that holds."""
    reading = acknowledge(
        procedure=procedure_asked(request, number), revision=body.revision, by=request.actor,
        at=request.at,
    )  # fmt: skip
    return ProcedureReadingOut.of(reading)


class ToReadOut(ReadIn):
    """What the asker was asked to read."""

    number: int
    title: str


@endpoint(May.SEE, "GET", "procedure-readings")
def to_read(request: Request) -> list[ToReadOut]:
    """List what oneself was asked to read and has not."""
    return [
        ToReadOut(number=one.procedure.number, title=one.procedure.title,
                  revision=one.revision.number)
        for one in readings_waiting(request.actor)[:200]
    ]  # fmt: skip


class PairOut(AlikeOut):
    """Two procedures that may be on one subject."""

    other_number: int
    other_title: str


@endpoint(May.SEE, "GET", "procedure-pairs")
def pairs(request: Request) -> list[PairOut]:
    """List pairs that may be on one subject, the likest first, at most 200."""
    del request
    return [
        PairOut(
            pair=one.pk, likeness_ppm=one.likeness_ppm, number=one.first.number,
            title=one.first.title, other_number=one.second.number, other_title=one.second.title,
        )
        for one in pairs_alike()[:200]
    ]  # fmt: skip


@endpoint(May.WRITE, "POST", "procedure-pairs/{pk}/apart")
def apart(request: Request, pk: Id, body: ReasonIn) -> ReasonIn:
    """Say why two procedures that look alike are both needed."""
    pair = find(LikePair.objects.select_related("first", "second"), pk=pk)
    told = tell_apart(pair=pair, reason=body.reason, by=request.actor, at=request.at)
    return ReasonIn(reason=told.apart_why)
