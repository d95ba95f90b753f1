"""What is sold at which price, the standard clauses, and the sealed document, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from upheld.agreements.api.schemas import Number
from upheld.agreements.handing_out import document_answer, receipt_answer
from upheld.agreements.lists import SERVICES
from upheld.agreements.may import May
from upheld.agreements.models import Service
from upheld.agreements.queries.agreements import agreement_rows, signing_receipt
from upheld.agreements.queries.library import ClauseLine, clause_line, clause_lines
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged, with_etag
from upheld.foundation.operation import find

Key = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,40}$")]


class ServiceOut(Schema):
    """Something that is sold; the price of one is in minor units, before any discount.

    `cost_minor` is null where nobody knows it, and for whoever may not see what things cost us.
    """

    key: str
    title: str
    unit: str
    list_minor: int
    cost_minor: int | None
    currency: str
    function: str
    retired_at: datetime | None
    version: int


class ClauseVersionOut(Schema):
    """One wording of a clause, from a moment on."""

    number: int
    text: str
    text_hash: str
    from_at: datetime


class ClauseOut(Schema):
    """A standard clause: its wording now, and the ones before, the newest first."""

    key: str
    title: str
    function: str
    always: bool
    retired_at: datetime | None
    newest: ClauseVersionOut
    older: list[ClauseVersionOut]

    @classmethod
    def of(cls, line: ClauseLine) -> ClauseOut:
        """Show a clause."""
        own = ("key", "title", "function", "always", "retired_at")
        return cls(
            newest=_version(line.newest),
            older=[_version(one) for one in line.older],
            **{name: getattr(line.clause, name) for name in own},
        )


@endpoint(May.SEE_PROPOSALS, "GET", "services", lists=SERVICES)
def services(request: Request) -> Paged[ServiceOut]:
    """List what is sold at which price."""
    return paged(SERVICES, Service.objects.all(), request, lambda one: _service(one, request))


@endpoint(May.SEE_PROPOSALS, "GET", "services/{key}")
def service(request: Request, response: HttpResponse, key: Key) -> ServiceOut:
    """Show a service."""
    found = find(Service.objects.all(), key=key)
    return with_etag(response, found, _service(found, request))


@endpoint(May.SEE_PROPOSALS, "GET", "clauses")
def clauses(request: Request) -> list[ClauseOut]:
    """List the clauses that we stand by, with every wording that they had."""
    del request
    return [ClauseOut.of(line) for line in clause_lines()]


@endpoint(May.SEE_PROPOSALS, "GET", "clauses/{key}")
def clause(request: Request, key: Key) -> ClauseOut:
    """Show a clause with every wording that it had."""
    del request
    return ClauseOut.of(clause_line(key))


@endpoint(May.SEE_AGREEMENTS, "GET", "agreements/{number}/document")
def document(request: Request, number: Number) -> Any:
    """Hand out the sealed document as a PDF, if it is still what was signed."""
    return document_answer(find(agreement_rows(request.actor), number=number).signature)


@endpoint(May.SEE_AGREEMENTS, "GET", "agreements/{number}/receipt")
def receipt(request: Request, number: Number) -> Any:
    """Hand out the receipt, which proves the signature's entry in the record without us."""
    signature = find(agreement_rows(request.actor), number=number).signature
    return receipt_answer(signature, signing_receipt(signature, request.at))


def _service(one: Service, request: Request) -> ServiceOut:
    values = {name: getattr(one, name) for name in ServiceOut.model_fields}
    if not request.actor.may(May.SEE_MARGIN):
        values["cost_minor"] = None
    return ServiceOut(**values)


def _version(one: Any) -> ClauseVersionOut:
    return ClauseVersionOut(**{name: getattr(one, name) for name in ClauseVersionOut.model_fields})
