"""The endpoints of deliverables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import File, Form, Schema, UploadedFile
from pydantic import Field

from upheld.delivery.lists import DELIVERABLES
from upheld.delivery.may import May
from upheld.delivery.models import Deliverable, EvidenceItem, SignOff
from upheld.delivery.operations.deliverables import (
    give_deliverable,
    start_deliverable,
    submit_deliverable,
    withdraw_submission,
)
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.queries.deliverables import visible_deliverables, with_lights
from upheld.delivery.queries.work_shown import evidence_of
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.files.kinds import MOST_BYTES
from upheld.foundation.forms import seen_version
from upheld.foundation.lists import Paged, paged, with_etag
from upheld.foundation.operation import find
from upheld.people.models import Person

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]
Reason = Annotated[str, Field(max_length=500)]


class MoneyOut(Schema):
    """An amount in whole minor units."""

    minor: int
    currency: str


class DeliverableOut(Schema):
    """A deliverable. Effort is in whole seconds."""

    number: int
    title: str
    criterion: str
    evidence_kind: str
    company: str
    state: str
    light: str
    due_on: date
    owner: str | None
    promise: int
    price: MoneyOut
    estimate_seconds: int | None
    actual_seconds: int
    rounds: int
    finished_at: datetime | None
    version: int

    @classmethod
    def of(cls, one: Any) -> DeliverableOut:
        """Show a deliverable that was read with its light."""
        return cls(
            number=one.number,
            title=one.title,
            criterion=one.criterion,
            evidence_kind=one.evidence_kind,
            company=one.company.name,
            state=one.state,
            light=one.light,
            due_on=one.due_on,
            owner=one.owner.name if one.owner else None,
            promise=one.promise.number,
            price=MoneyOut(minor=one.price_minor, currency=one.currency),
            estimate_seconds=one.estimate_seconds,
            actual_seconds=one.actual_seconds,
            rounds=one.rounds,
            finished_at=one.finished_at,
            version=one.version,
        )


class EvidenceItemOut(Schema):
    """Something that shows a deliverable done."""

    id: int
    kind: str
    words: str
    link: str
    file: str
    sha256: str
    bytes: int
    content_type: str
    added_by: str
    added_at: datetime

    @classmethod
    def of(cls, item: EvidenceItem) -> EvidenceItemOut:
        """Show a piece of evidence."""
        return cls(
            id=item.pk,
            kind=item.kind,
            words=item.words,
            link=item.link,
            file=item.file_name,
            sha256=item.file_sha256,
            bytes=item.file_bytes,
            content_type=item.content_type,
            added_by=item.added_by.name,
            added_at=item.added_at,
        )


class RoundOut(Schema):
    """One submission; `deemed` tells agreed silence from an answer."""

    number: int
    state: str
    deemed: bool
    submitted_at: datetime
    content_hash: str
    deemed_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None
    reasons: str

    @classmethod
    def of(cls, round_: SignOff) -> RoundOut:
        """Show a round."""
        return cls(
            number=round_.number,
            state=round_.state,
            deemed=round_.state.startswith("deemed"),
            submitted_at=round_.submitted_at,
            content_hash=round_.content_hash,
            deemed_at=round_.deemed_at,
            answered_at=round_.answered_at,
            answered_by=round_.answered_by.name if round_.answered_by else None,
            reasons=round_.reasons,
        )


class WorkWithdrawalIn(Schema):
    """Why a submission is taken back."""

    reason: Reason = ""


class GivingIn(Schema):
    """To whom work is given."""

    person: Id
    reason: Reason = ""


@endpoint(May.SEE_DELIVERABLES, "GET", "deliverables", lists=DELIVERABLES)
def deliverables(request: Request) -> Paged[DeliverableOut]:
    """List deliverables."""
    return paged(DELIVERABLES, _rows(request), request, DeliverableOut.of)


@endpoint(May.SEE_DELIVERABLES, "GET", "deliverables/{number}")
def deliverable(request: Request, response: HttpResponse, number: Number) -> DeliverableOut:
    """Show a deliverable."""
    found = find(_rows(request), number=number)
    return with_etag(response, found, DeliverableOut.of(found))


@endpoint(May.WORK_ON_DELIVERABLES, "POST", "deliverables/{number}/start")
def start_work(request: Request, number: Number) -> DeliverableOut:
    """Begin to work on it."""
    start_deliverable(
        deliverable=_found(request, number), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _again(request, number)


@endpoint(May.SEE_DELIVERABLES, "GET", "deliverables/{number}/evidence")
def evidence(request: Request, number: Number) -> list[EvidenceItemOut]:
    """List what shows it done."""
    return [EvidenceItemOut.of(item) for item in evidence_of(_found(request, number))]


@endpoint(May.WORK_ON_DELIVERABLES, "POST", "deliverables/{number}/evidence", status=201)
def attach(
    request: Request,
    number: Number,
    kind: Annotated[EvidenceKind, Form()],
    words: Annotated[str, Form(max_length=1000)] = "",
    link: Annotated[str, Form(max_length=500)] = "",
    file: Annotated[UploadedFile | None, File()] = None,
) -> EvidenceItemOut:
    """Attach what shows it done: `multipart/form-data`, with a `file` for files, photos and logs.

    What a file is, is told by its bytes; programs, web pages and what acts by itself are refused.
    """
    upload = None
    if file is not None:
        upload = Upload(file.name or "", file.read(MOST_BYTES + 1))
    item = add_evidence(
        deliverable=_found(request, number), kind=kind, words=words, link=link, upload=upload,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return EvidenceItemOut.of(item)


@endpoint(May.SEE_DELIVERABLES, "GET", "deliverables/{number}/evidence/{item}/file")
def evidence_file(request: Request, number: Number, item: Id) -> Any:
    """Hand out a file as it was attached, after its SHA-256 was checked."""
    rows = EvidenceItem.objects.filter(deliverable=_found(request, number)).exclude(file="")
    return hand_out(find(rows, pk=item))


@endpoint(May.SEE_DELIVERABLES, "GET", "deliverables/{number}/rounds")
def rounds(request: Request, number: Number) -> list[RoundOut]:
    """List the rounds of sign-off, newest first."""
    rows = SignOff.objects.filter(deliverable=_found(request, number))
    return [RoundOut.of(one) for one in rows.select_related("answered_by").order_by("-number")]


@endpoint(May.WORK_ON_DELIVERABLES, "POST", "deliverables/{number}/submission", status=201)
def submit(request: Request, number: Number) -> RoundOut:
    """Put it before the customer; refused with all that is missing."""
    round_ = submit_deliverable(
        deliverable=_found(request, number), seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return RoundOut.of(round_)


@endpoint(May.WORK_ON_DELIVERABLES, "POST", "deliverables/{number}/withdrawal")
def withdraw(request: Request, number: Number, body: WorkWithdrawalIn) -> DeliverableOut:
    """Take it back before the customer answered."""
    withdraw_submission(
        deliverable=_found(request, number), reason=body.reason, by=request.actor, at=request.at
    )
    return _again(request, number)


@endpoint(May.GIVE_DELIVERABLES, "POST", "deliverables/{number}/owner")
def give(request: Request, number: Number, body: GivingIn) -> DeliverableOut:
    """Let somebody else do it and keep its promise."""
    person = find(Person.objects.filter(active=True), pk=body.person)
    give_deliverable(
        deliverable=_found(request, number), person=person, reason=body.reason,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return _again(request, number)


def _rows(request: Request) -> Any:
    rows = visible_deliverables(request.actor).select_related("company", "owner", "promise")
    return with_lights(rows, request.at, request.actor.zone)


def _found(request: Request, number: int) -> Deliverable:
    return find(visible_deliverables(request.actor), number=number)


def _again(request: Request, number: int) -> DeliverableOut:
    return DeliverableOut.of(find(_rows(request), number=number))
