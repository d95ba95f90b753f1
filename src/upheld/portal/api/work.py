"""A customer's own program reads their work, signs it off and answers changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from upheld.delivery.may import May
from upheld.delivery.models import ChangeOrder, Deliverable
from upheld.delivery.operations.change_order_answers import answer_change_order
from upheld.delivery.operations.change_wishes import wish_for_change
from upheld.delivery.operations.sign_off import answer_sign_off
from upheld.delivery.queries.change_orders import (
    change_orders_known,
    change_orders_sent,
    visible_work,
)
from upheld.delivery.queries.deliverables import visible_deliverables
from upheld.delivery.rules.sign_off import Answer
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.operation import find
from upheld.portal.queries.changes import said_of
from upheld.portal.queries.deliverables import (
    MOST_SHOWN,
    ShownEvidence,
    ShownRound,
    WorkPage,
    acceptance_receipt,
    shown_evidence,
    work_page,
)

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class OwnWorkLine(Schema):
    """One piece of work."""

    number: int
    title: str
    state: str
    due_on: date
    price_minor: int
    currency: str


class OwnEvidence(Schema):
    """Something that was put before you."""

    kind: str
    title: str
    words: str
    url: str
    sha256: str
    by: str
    at: datetime

    @classmethod
    def of(cls, one: ShownEvidence) -> OwnEvidence:
        """Show it."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class OwnRound(Schema):
    """One submission and what came of it."""

    number: int
    said: str
    submitted_at: datetime
    answered_at: datetime | None
    answered_by: str
    reasons: str

    @classmethod
    def of(cls, one: ShownRound) -> OwnRound:
        """Show it."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class OwnWork(OwnWorkLine):
    """One piece of work; `shown_hash` goes back with your answer."""

    criterion: str
    evidence_kind: str
    evidence: list[OwnEvidence]
    rounds: list[OwnRound]
    shown_hash: str
    silence_speaks_at: datetime | None
    may_answer: bool

    @classmethod
    def of(cls, page: WorkPage) -> OwnWork:
        """Show it."""
        return cls(
            **_line(page.deliverable),
            criterion=page.deliverable.criterion,
            evidence_kind=page.deliverable.evidence_kind,
            evidence=[OwnEvidence.of(one) for one in page.evidence],
            rounds=[OwnRound.of(one) for one in page.rounds],
            shown_hash=page.shown_hash,
            silence_speaks_at=page.waiting.deemed_at if page.waiting else None,
            may_answer=page.may_answer,
        )


class SignOffIn(Schema):
    """Your answer, on exactly what you were shown."""

    answer: Literal["accepted", "rejected"]
    shown_hash: Hash
    reasons: Annotated[str, Field(max_length=2000)] = ""


class OwnChange(Schema):
    """A change beyond what was agreed; `content_hash` goes back with your answer.

    A wish of yours has no day and no price before it was put before you.
    """

    number: int
    title: str
    criterion: str
    state: str
    said: str
    is_wish: bool
    price_minor: int | None
    currency: str
    unbilled_because: str
    due_on: date | None
    content_hash: str
    wished_at: datetime | None
    sent_at: datetime | None
    answered_at: datetime | None
    reasons: str

    @classmethod
    def of(cls, order: ChangeOrder) -> OwnChange:
        """Show it."""
        unsaid: dict[str, Any] = {} if order.sent_at else _UNSAID
        apart = {"said", "wished_at", *unsaid}
        return cls(
            said=said_of(order)[0],
            wished_at=order.written_at if order.is_wish else None,
            **unsaid,
            **{name: getattr(order, name) for name in cls.model_fields if name not in apart},
        )


_UNSAID: dict[str, Any] = {"price_minor": None, "due_on": None, "unbilled_because": ""}
"""What is ours to know until a change is put before the customer."""


class WishIn(Schema):
    """Something you wish for beyond what was agreed; `agreement` is the number of yours."""

    agreement: Number
    title: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    criterion: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""


class ChangeAnswerIn(Schema):
    """Your answer to a change."""

    answer: Literal["agreed", "declined"]
    shown_hash: Hash
    reasons: Annotated[str, Field(max_length=1000)] = ""


@endpoint(May.READ_WORK, "GET", "portal/work", audience=Audience.CUSTOMER)
def own_work(request: Request) -> list[OwnWorkLine]:
    """List what was agreed to be done for you, the newest first."""
    rows = visible_deliverables(request.actor).order_by("-number")[:MOST_SHOWN]
    return [OwnWorkLine(**_line(one)) for one in rows]


@endpoint(May.READ_WORK, "GET", "portal/work/{number}", audience=Audience.CUSTOMER)
def one_work(request: Request, number: Number) -> OwnWork:
    """Show one piece of work with all that was put before you."""
    return OwnWork.of(work_page(_work(request, number), request.actor))


@endpoint(May.SIGN_OFF_WORK, "POST", "portal/work/{number}/answer", audience=Audience.CUSTOMER)
def sign_off(request: Request, number: Number, body: SignOffIn) -> OwnWork:
    """Accept or reject what was shown; what changed meanwhile answers 409."""
    found = _work(request, number)
    answer_sign_off(
        deliverable=found,
        answer=Answer(body.answer),
        shown_hash=body.shown_hash,
        reasons=body.reasons,
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.headers.get("User-Agent", ""),
        by=request.actor,
        at=request.at,
    )
    return OwnWork.of(work_page(_work(request, number), request.actor))


@endpoint(May.READ_WORK, "GET", "portal/work/{number}/evidence/{item}", audience=Audience.CUSTOMER)
def own_evidence(request: Request, number: Number, item: Id) -> Any:
    """Hand out a file that was put before you, after its SHA-256 was checked."""
    rows = shown_evidence(_work(request, number)).exclude(file="")
    return hand_out(find(rows, pk=item))


@endpoint(May.READ_WORK, "GET", "portal/work/{number}/receipt", audience=Audience.CUSTOMER)
def work_receipt(request: Request, number: Number) -> dict[str, Any]:
    """Give the receipt of your acceptance, which can be checked without us."""
    return acceptance_receipt(_work(request, number), request.at)


@endpoint(May.READ_WORK, "GET", "portal/changes", audience=Audience.CUSTOMER)
def own_changes(request: Request) -> list[OwnChange]:
    """List the changes that were put before you and those you wished for, the newest first."""
    rows = change_orders_known(request.actor).order_by("-number")[:MOST_SHOWN]
    return [OwnChange.of(order) for order in rows]


@endpoint(May.READ_WORK, "GET", "portal/changes/{number}", audience=Audience.CUSTOMER)
def own_change(request: Request, number: Number) -> OwnChange:
    """Show a change, or a wish of yours, and where it stands."""
    return OwnChange.of(find(change_orders_known(request.actor), number=number))


@endpoint(May.READ_WORK, "POST", "portal/changes", status=201, audience=Audience.CUSTOMER)
def wish(request: Request, body: WishIn) -> OwnChange:
    """Wish for something beyond what was agreed; day and price are put before you later."""
    works = visible_work(request.actor).select_related("agreement")
    order = wish_for_change(
        sow=find(works, agreement__number=body.agreement), title=body.title,
        criterion=body.criterion, by=request.actor, at=request.at,
    )  # fmt: skip
    return OwnChange.of(order)


@endpoint(May.SIGN_OFF_WORK, "POST", "portal/changes/{number}/answer", audience=Audience.CUSTOMER)
def answer_change(request: Request, number: Number, body: ChangeAnswerIn) -> OwnChange:
    """Agree to a change, or decline it."""
    order = find(change_orders_sent(request.actor), number=number)
    answered = answer_change_order(
        order=order, agree=body.answer == "agreed", shown_hash=body.shown_hash,
        reasons=body.reasons, by=request.actor, at=request.at,
    )  # fmt: skip
    return OwnChange.of(answered)


def _work(request: Request, number: int) -> Deliverable:
    rows = visible_deliverables(request.actor).select_related(
        "company", "owner", "sow", "sow__agreement", "sow__agreement__signature"
    )
    return find(rows, number=number)


def _line(one: Deliverable) -> dict[str, Any]:
    return {name: getattr(one, name) for name in OwnWorkLine.model_fields}
