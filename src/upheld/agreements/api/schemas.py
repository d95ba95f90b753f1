"""What goes in and out by JSON. Money in minor units, effort in seconds, rates in ppm."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from upheld.agreements.rules.pricing import LineKind

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**62)]
Minor = Annotated[int, Field(ge=0, le=2**53)]
Seconds = Annotated[int, Field(ge=1, le=2**40)]
Ppm = Annotated[int, Field(ge=0, le=1_000_000)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Silence = Literal["means_nothing", "means_yes", "means_no"]


class ProposalOut(Schema):
    """A proposal. `margin_ppm` only for whoever may see margins, and only where it is known."""

    number: int
    title: str
    state: str
    deal: int
    customer: int
    currency: str
    months: int
    starts_on: date | None
    valid_until: date | None
    signer: int | None
    sent_version: int
    one_off_minor: int
    monthly_minor: int
    contract_minor: int
    list_minor: int
    margin_ppm: int | None
    version: int


class ProposalShort(Schema):
    """A proposal in a list."""

    number: int
    title: str
    state: str
    deal: int
    customer: int
    valid_until: date | None
    sent_version: int
    version: int


class ProposalIn(Schema):
    """A new draft."""

    deal: Number
    title: Title
    signer: Id | None = None
    months: Annotated[int, Field(ge=1, le=120)] = 12
    starts_on: date | None = None
    valid_until: date | None = None
    intro: Annotated[str, Field(max_length=5000)] = ""
    sign_off_days: Annotated[int, Field(ge=1, le=90)] = 5
    silence: Silence = "means_nothing"


class ProposalChange(Schema):
    """What to change of a draft; what is left out stays."""

    title: Title | None = None
    signer: Id | None = None
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    starts_on: date | None = None
    valid_until: date | None = None
    intro: Annotated[str, Field(max_length=5000)] | None = None
    sign_off_days: Annotated[int, Field(ge=1, le=90)] | None = None
    silence: Silence | None = None


class ObstacleOut(Schema):
    """One thing that stands between a draft and its customer."""

    code: str
    why: str
    remedy: str
    who: str


class VersionOut(Schema):
    """A version as it was sent; `content` is the very text that the fingerprint is of."""

    number: int
    sha256: str
    sent_at: datetime
    expires_at: datetime
    signer: int
    content: str


class LineIn(Schema):
    """A line: of a service by its key, or of its own."""

    service: Annotated[str, Field(max_length=40)] = ""
    kind: LineKind | None = None
    title: Annotated[str, Field(max_length=200)] = ""
    quantity: Annotated[int, Field(ge=1, le=2**40)] = 1
    list_minor: Minor | None = None
    discount_ppm: Ppm = 0


class ProposalLineOut(Schema):
    """A line of a draft. `quantity` is seconds for a line by the hour."""

    id: int
    kind: str
    title: str
    quantity: int
    list_minor: int
    discount_ppm: int


class DeliverableIn(Schema):
    """A deliverable."""

    title: Title
    criterion: Annotated[str, Field(max_length=500)] = ""
    evidence_kind: Literal["", "file", "photo", "log", "link", "text"] = ""
    starts_on: date | None = None
    due_on: date | None = None
    function: Annotated[str, Field(pattern="^[a-z_]{1,40}$")] = "projects"
    price_minor: Minor = 0


class ProposalDeliverableOut(Schema):
    """A deliverable of a draft, with the estimate that holds for its words."""

    id: int
    title: str
    criterion: str
    evidence_kind: str
    starts_on: date | None
    due_on: date | None
    function: str
    price_minor: int
    estimate_seconds: int | None


class EstimateIn(Schema):
    """What a deliverable takes, as a range."""

    low_seconds: Seconds
    likely_seconds: Seconds
    high_seconds: Seconds
    note: Annotated[str, Field(max_length=500)] = ""


class TermIn(Schema):
    """The wording of a term."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    title: Annotated[str, Field(max_length=150)] = ""
    function: Annotated[str, Field(max_length=40)] = ""


class TermOut(Schema):
    """A term; `departs` is found by comparing words with our standard."""

    id: int
    title: str
    text: str
    departs: bool
    function: str


class Because(Schema):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class QuestionAnswerIn(Schema):
    """An answer to the buyer."""

    answer: Annotated[str, Field(min_length=1, max_length=2000)]


class AgreementOut(Schema):
    """An agreement."""

    number: int
    title: str
    customer: int
    state: str
    starts_on: date
    ends_on: date
    months: int
    currency: str
    one_off_minor: int
    monthly_minor: int
    contract_minor: int
    document_sha256: str
    version: int
