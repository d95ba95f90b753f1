"""A customer's own key: reading what was offered, asking, and signing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from upheld.agreements.handing_out import document_answer
from upheld.agreements.mails import mail_code
from upheld.agreements.may import May
from upheld.agreements.operations.handing_out import hand_out_receipt
from upheld.agreements.operations.questions import ask_question
from upheld.agreements.operations.signing import (
    Signing,
    consent_for,
    decline_proposal,
    open_offer,
    send_code,
    sign_proposal,
)
from upheld.agreements.queries.agreements import agreement_rows
from upheld.agreements.queries.content import read_offer
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.problem import problem
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.foundation.refusals import Refused
from upheld.portal.queries.offers import newest_version, offer_seen, offers_of, proposal_of

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class OfferShort(Schema):
    """What was sent, in a list."""

    number: int
    title: str
    standing: str
    waits: bool
    valid_until: date | None


class QuestionOut(Schema):
    """A question and its answer."""

    asked_at: datetime
    words: str
    answer: str
    answered_at: datetime | None


class OfferOut(Schema):
    """What was sent. `sha256` is the fingerprint of `content`, which is the very text sent."""

    number: int
    title: str
    standing: str
    version: int
    sha256: str
    content: str
    consent: str
    expires_at: datetime
    may_sign: bool
    """Whether you can sign it now."""
    able_signers: list[str]
    """Who may sign for your company, where the named signer may not."""
    questions: list[QuestionOut]
    agreement: int | None


class QuestionIn(Schema):
    """A question about what was sent."""

    words: Annotated[str, Field(min_length=1, max_length=2000)]


class CodeOut(Schema):
    """Where the code went, and until when it holds; never the code."""

    sent_to: str
    expires_at: datetime


class SigningIn(Schema):
    """A signature: `shown` is the fingerprint of the text that was read."""

    shown: Hash
    code: Annotated[str, Field(min_length=1, max_length=20)]
    typed_name: Annotated[str, Field(min_length=1, max_length=150)]
    agreed: bool


class SignedOut(Schema):
    """What came of a signature."""

    agreement: int
    signed_at: datetime
    document_sha256: str


class Declining(Schema):
    """Why it is declined."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


@endpoint(May.READ_OFFER, "GET", "own/proposals", audience=Audience.CUSTOMER)
def own_proposals(request: Request) -> list[OfferShort]:
    """List what was sent to you, what waits for an answer first; the newest hundred."""
    return [
        OfferShort(
            number=one.number,
            title=one.title,
            standing=one.standing,
            waits=one.waits,
            valid_until=one.valid_until,
        )
        for one in offers_of(request.actor)
    ]


@endpoint(May.READ_OFFER, "GET", "own/proposals/{number}", audience=Audience.CUSTOMER)
def own_proposal(request: Request, number: Number) -> OfferOut:
    """Show what was sent, word for word."""
    return _offer(request, number)


@endpoint(May.READ_OFFER, "POST", "own/proposals/{number}/opening", audience=Audience.CUSTOMER)
def open_own(request: Request, number: Number) -> OfferOut:
    """Note that you have opened it."""
    version = newest_version(proposal_of(request, number))
    open_offer(version=version, by=request.actor, at=request.at)
    return _offer(request, number)


@endpoint(
    May.READ_OFFER,
    "POST",
    "own/proposals/{number}/questions",
    status=201,
    audience=Audience.CUSTOMER,
)
def ask(request: Request, number: Number, body: QuestionIn) -> QuestionOut:
    """Ask about what was sent."""
    made = ask_question(
        proposal=proposal_of(request, number), words=body.words, by=request.actor, at=request.at
    )
    return QuestionOut(
        asked_at=made.asked_at, words=made.words, answer="", answered_at=made.answered_at
    )


@endpoint(
    May.SIGN_OFFER, "POST", "own/proposals/{number}/code", status=201, audience=Audience.CUSTOMER
)
def code(request: Request, number: Number) -> CodeOut:
    """Have a code sent to your own address."""
    version = newest_version(proposal_of(request, number))
    made = send_code(version=version, by=request.actor, at=request.at)
    mail_code(version, made)
    return CodeOut(sent_to=made.to, expires_at=made.expires_at)


@endpoint(
    May.SIGN_OFFER,
    "POST",
    "own/proposals/{number}/signature",
    status=201,
    audience=Audience.CUSTOMER,
)
def sign(request: Request, number: Number, body: SigningIn) -> SignedOut:
    """Sign exactly the text whose fingerprint you send; a wrong code is counted."""
    answer = sign_proposal(
        version=newest_version(proposal_of(request, number)),
        signing=Signing(
            typed_name=body.typed_name,
            shown_hash=body.shown,
            code=body.code,
            agreed=body.agreed,
            address=request.META.get("REMOTE_ADDR", ""),
            agent=request.headers.get("User-Agent", ""),
        ),
        by=request.actor,
        at=request.at,
    )
    if isinstance(answer, Refused):
        refused: Any = problem(request, answer)
        return refused  # type: ignore[no-any-return]
    agreement = find(agreement_rows(request.actor), signature=answer)
    return SignedOut(
        agreement=agreement.number,
        signed_at=answer.signed_at,
        document_sha256=answer.file_sha256,
    )


@endpoint(May.SIGN_OFFER, "POST", "own/proposals/{number}/declining", audience=Audience.CUSTOMER)
def decline(request: Request, number: Number, body: Declining) -> OfferOut:
    """Decline it, saying why."""
    version = newest_version(proposal_of(request, number))
    decline_proposal(version=version, reason=body.reason, by=request.actor, at=request.at)
    return _offer(request, number)


@endpoint(May.READ_OFFER, "POST", "own/agreements/{number}/receipt", audience=Audience.CUSTOMER)
def receipt(request: Request, number: Number) -> dict[str, Any]:
    """Take the receipt of your signature; you are a witness of the record from then on."""
    agreement = find(agreement_rows(request.actor), number=number)
    return hand_out_receipt(signature=agreement.signature, by=request.actor, at=request.at)


@endpoint(May.READ_OFFER, "GET", "own/agreements/{number}/document", audience=Audience.CUSTOMER)
def document(request: Request, number: Number) -> Any:
    """Hand out the sealed document that you signed as a PDF, if it is still what was signed."""
    return document_answer(find(agreement_rows(request.actor), number=number).signature)


def _offer(request: Request, number: int) -> OfferOut:
    seen = offer_seen(proposal_of(request, number), request.actor, request.at)
    version = seen.offer.version
    return OfferOut(
        number=number,
        title=seen.offer.title,
        standing=seen.standing,
        version=version.number,
        sha256=version.sha256,
        content=version.content,
        consent=consent_for(version, read_offer(version)),
        expires_at=version.expires_at,
        may_sign=seen.can_sign,
        able_signers=list(seen.able),
        questions=[
            QuestionOut(
                asked_at=one.asked_at,
                words=one.words,
                answer=one.answer,
                answered_at=one.answered_at,
            )
            for one in seen.questions
        ],
        agreement=seen.agreement.number if seen.agreement else None,
    )
