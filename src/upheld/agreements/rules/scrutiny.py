"""A proposal as it is looked at before sending: everything an obstacle can come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto

from upheld.agreements.rules.consents import ConsentGiven, ConsentNeeded
from upheld.agreements.rules.proposals import ProposalState
from upheld.measures.rules.verdict import Outcome


class ReviewStands(StrEnum):
    """How the review of a departure stands."""

    NOT_ASKED = auto()
    WAITING = auto()
    APPROVED = auto()
    DECLINED = auto()
    ALTERNATIVE_OFFERED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class DeliverableDraft:
    """One deliverable. `estimate_seconds` is None while nobody of delivery has estimated it."""

    title: str
    criterion: str
    evidence_kind: str
    estimate_seconds: int | None
    starts_on: date | None = None
    due_on: date | None = None
    estimator: str = "service"


@dataclass(frozen=True, slots=True)
class TermDraft:
    """One term. `standard_text` is None for a clause that our library does not have.

    `reviewed_hash` is the hash of the text that the reviewer answered for.
    """

    title: str
    text: str
    standard_text: str | None
    review: ReviewStands = ReviewStands.NOT_ASKED
    reviewed_hash: str = ""
    owner: str = "service"


@dataclass(frozen=True, slots=True)
class ClaimCarried:
    """A claim in the proposal, how it stands now, and the owner's reason for carrying it."""

    sentence: str
    stands: Outcome
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class SignerNamed:
    """Somebody who is asked to sign."""

    name: str
    is_contact_of_customer: bool
    can_be_reached: bool
    may_sign: bool = True
    """Whether the customer lets them sign for the company."""
    others: tuple[str, ...] = ()
    """Who of the customer's may sign, where they may not."""


@dataclass(frozen=True, slots=True)
class ProposalScrutiny:
    """Everything about a proposal that is asked before it may be sent.

    `line_titles` are the lines as the customer reads them. `undisclosed_gaps` are needs in the
    customer's words. `capacity_fits` is None while nobody has asked for the promised dates.
    `explained_hashes` are hashes of texts whose wording a person has looked at and let stand.
    `today` is the day it is for the provider. `parts_above_price` says by how much the
    deliverables' parts of the price are more than what is paid once; empty when they are not.
    """

    state: ProposalState
    today: date
    expires_at: datetime | None
    line_titles: tuple[str, ...]
    deliverables: tuple[DeliverableDraft, ...]
    terms: tuple[TermDraft, ...]
    claims: tuple[ClaimCarried, ...]
    undisclosed_gaps: tuple[str, ...]
    consents_needed: tuple[ConsentNeeded, ...]
    consents_given: tuple[ConsentGiven, ...]
    price_hash: str
    capacity_fits: bool | None
    capacity_approved: bool
    signers: tuple[SignerNamed, ...]
    parts_above_price: str = ""
    explained_hashes: frozenset[str] = frozenset()
    defined_terms: frozenset[str] = frozenset()
