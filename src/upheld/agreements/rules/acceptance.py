"""Who may sign a proposal, when, and on which text."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from upheld.agreements.rules.proposals import ProposalState, ProposalStep, step_obstacle
from upheld.foundation.refusals import Reason


@dataclass(frozen=True, slots=True)
class SigningCode:
    """The one-time code that was sent to a signer; only its digest is kept.

    `tries_left` counts down on every wrong code, so that guessing ends.
    """

    contact: str
    salt: str
    digest: str
    expires_at: datetime
    tries_left: int
    used: bool = False


@dataclass(frozen=True, slots=True)
class OfferOnTable:
    """A proposal version as it stands at the moment of signing.

    `content_hash` covers everything the customer is asked to agree to. `signers` are contact
    ids in the order in which they sign; `signed_by` those who have.
    """

    state: ProposalState
    content_hash: str
    expires_at: datetime | None
    customer: str
    signers: tuple[str, ...]
    signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningAttempt:
    """What somebody in the portal is doing: as whom, on which text, with which code."""

    contact: str
    contact_customer: str
    contact_active: bool
    shown_hash: str
    code_typed: str
    contact_may_sign: bool = True
    """Whether their company lets them sign for it."""


def code_digest(code: str, salt: str) -> str:
    """Give the digest under which a signing code is kept; spaces in the code never count."""
    typed = "".join(code.split()).upper()
    return hashlib.sha256(f"{salt}\x1f{typed}".encode()).hexdigest()


def may_sign(
    offer: OfferOnTable, attempt: SigningAttempt, code: SigningCode | None, *, at: datetime
) -> tuple[Reason, ...]:
    """Name everything that stands against this signature; empty if it may be given.

    Codes: not_a_signer, may_not_sign, already_signed, not_your_turn, proposal_<state>,
    proposal_out_of_date, text_changed, code_missing, code_expired, code_spent, code_used,
    code_wrong. A person who is no signer of this customer learns only that, and nothing about the
    proposal. The code is judged last and only when all else holds, so that a wrong code is not
    counted for nothing.
    """
    stranger = _stranger(offer, attempt)
    if stranger:
        return (stranger,)
    about_offer = (
        step_obstacle(offer.state, ProposalStep.SIGN),
        _right(attempt),
        _turn(offer, attempt),
        _expiry(offer, at),
        _same_text(offer, attempt),
    )
    found = tuple(reason for reason in about_offer if reason is not None)
    if found:
        return found
    wrong = _code_obstacle(attempt, code, at)
    return (wrong,) if wrong else ()


def completes_signing(offer: OfferOnTable, contact: str) -> bool:
    """Say whether this signature is the last one that was asked for."""
    return set(offer.signers) <= {*offer.signed_by, contact}


def _stranger(offer: OfferOnTable, attempt: SigningAttempt) -> Reason | None:
    belongs = attempt.contact_customer == offer.customer and attempt.contact_active
    if belongs and attempt.contact in offer.signers:
        return None
    return Reason(
        "not_a_signer",
        "Not signed: you are not named as a signer of this proposal.",
        "Ask the person who sent it to name you as a signer.",
    )


def _right(attempt: SigningAttempt) -> Reason | None:
    if attempt.contact_may_sign:
        return None
    return Reason(
        "may_not_sign",
        "Not signed: you may not sign for your company.",
        "Ask somebody who may to sign it.",
    )


def _turn(offer: OfferOnTable, attempt: SigningAttempt) -> Reason | None:
    if attempt.contact in offer.signed_by:
        return Reason("already_signed", "You have already signed this proposal.")
    before = offer.signers[: offer.signers.index(attempt.contact)]
    if set(before) <= set(offer.signed_by):
        return None
    return Reason(
        "not_your_turn",
        "Not signed: somebody who signs before you has not signed yet.",
        "You will be told as soon as it is your turn.",
    )


def _expiry(offer: OfferOnTable, at: datetime) -> Reason | None:
    if offer.expires_at is None or at < offer.expires_at:
        return None
    return Reason(
        "proposal_out_of_date",
        "Not signed: the offer has run out.",
        "Ask for a new version; nothing else is needed from you.",
    )


def _same_text(offer: OfferOnTable, attempt: SigningAttempt) -> Reason | None:
    if hmac.compare_digest(attempt.shown_hash.encode(), offer.content_hash.encode()):
        return None
    return Reason(
        "text_changed",
        "Not signed: the text changed after you opened it.",
        "Read it as it is now, then sign.",
    )


def _code_obstacle(
    attempt: SigningAttempt, code: SigningCode | None, at: datetime
) -> Reason | None:
    again = "Ask for a new code."
    if code is None or code.contact != attempt.contact:
        return Reason("code_missing", "Not signed: no code was sent to you yet.", again)
    if code.used:
        return Reason("code_used", "Not signed: this code has been used.", again)
    if code.tries_left <= 0:
        return Reason("code_spent", "Not signed: too many wrong codes were typed.", again)
    if at >= code.expires_at:
        return Reason("code_expired", "Not signed: the code has run out.", again)
    typed = code_digest(attempt.code_typed, code.salt)
    if hmac.compare_digest(typed, code.digest):
        return None
    return Reason("code_wrong", "Not signed: the code is not the one that we sent.", "Try again.")
