"""What programs are told of procedures, and what they may send."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.playbook.models import Draft, Procedure, Reading, Revision
from upheld.playbook.models.procedure import LONGEST_TEXT

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Id = Annotated[int, Field(ge=1, le=2**53)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Why = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Title = Annotated[str, Field(min_length=1, max_length=150, pattern=r"^[^\x00]*$")]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Days = Annotated[int, Field(ge=7, le=1100)]


class ProcedureOut(Schema):
    """A procedure as it stands. `standing`: draft, in_use, outdated, withdrawn."""

    number: int
    title: str
    subject: str
    owner: str
    standing: str
    revision: int
    revised_at: datetime | None
    review_every_days: int
    review_on: date | None
    withdrawn_why: str
    version: int

    @classmethod
    def of(cls, procedure: Procedure, standing: str) -> ProcedureOut:
        """Show a procedure."""
        names = set(cls.model_fields) - {"owner", "standing"}
        said = {name: getattr(procedure, name) for name in names}
        return cls(owner=procedure.owner.name, standing=standing, **said)


class RevisionOut(Schema):
    """A revision without its text. `sha256` is of title and text."""

    number: int
    title: str
    steps: list[str]
    why: str
    sha256: str
    written_by: str
    published_by: str
    published_at: datetime

    @classmethod
    def of(cls, revision: Revision) -> RevisionOut:
        """Show a revision."""
        return cls(
            number=revision.number, title=revision.title, steps=revision.steps, why=revision.why,
            sha256=revision.sha256, published_at=revision.published_at,
            written_by=revision.written_by.name if revision.written_by else "",
            published_by=revision.published_by.name if revision.published_by else "",
        )  # fmt: skip


class RevisionText(RevisionOut):
    """A revision with its Markdown."""

    text: str

    @classmethod
    def with_text(cls, revision: Revision) -> RevisionText:
        """Show a revision in full."""
        return cls(**RevisionOut.of(revision).model_dump(), text=revision.text)


class ProcedureReadingOut(Schema):
    """Who was asked to read the revision that holds, and whether they have."""

    person: str
    revision: int
    asked_at: datetime | None
    read_at: datetime | None

    @classmethod
    def of(cls, reading: Reading) -> ProcedureReadingOut:
        """Show a reading."""
        return cls(
            person=reading.person.name, revision=reading.revision.number,
            asked_at=reading.asked_at, read_at=reading.read_at,
        )  # fmt: skip


class AlikeOut(Schema):
    """Another procedure that may be on the same subject; likeness in parts per million."""

    pair: int
    number: int
    title: str
    likeness_ppm: int


class DraftOut(Schema):
    """The next revision as it is being written. Send its version as If-Match to change it."""

    title: str
    text: str
    why: str
    after: int
    written_by: str
    written_at: datetime
    submitted_at: datetime | None
    version: int

    @classmethod
    def of(cls, draft: Draft) -> DraftOut:
        """Show a draft."""
        names = set(cls.model_fields) - {"written_by"}
        said = {name: getattr(draft, name) for name in names}
        return cls(written_by=draft.written_by.name if draft.written_by else "", **said)


class ProcedureDetail(ProcedureOut):
    """A procedure with its text, who has read it, and what else may be on its subject."""

    text: str
    steps: list[str]
    revisions: list[RevisionOut]
    readings: list[ProcedureReadingOut]
    alike: list[AlikeOut]
    has_draft: bool


class ProcedurePieceOut(Schema):
    """A run of words: same, gone (before only), come (after only)."""

    kind: str
    text: str


class PassageOut(Schema):
    """A stretch of both texts, or how many unchanged lines are left out."""

    left_out: int
    pieces: list[ProcedurePieceOut]


class DifferencesOut(Schema):
    """What changed from one revision to another, word by word."""

    before: int | None
    after: int
    passages: list[PassageOut]


class KeepIn(Schema):
    """Whose a procedure is, its subject, and days between looks."""

    subject: Short = ""
    owner: Id | None = None
    review_every_days: Days = 180


class NewProcedureIn(KeepIn):
    """A procedure's first draft, as Markdown."""

    title: Title
    text: Text
    why: Why = ""


class DraftIn(Schema):
    """What the next revision says, as Markdown, and why."""

    title: Title
    text: Text
    why: Why = ""


class PublishIn(Schema):
    """What changed and why; without it, what the draft says."""

    why: Why = ""


class ReasonIn(Schema):
    """Why."""

    reason: Reason


class WithdrawIn(ReasonIn):
    """Why, and the number of what is followed instead."""

    instead: Number | None = None


class ProcedureAskIn(Schema):
    """Who is to read it, by id."""

    people: Annotated[list[Id], Field(min_length=1, max_length=500)]


class ReadIn(Schema):
    """Which revision was read."""

    revision: Number


class PageIn(Schema):
    """A Markdown page of another place; `path` names it there and stays the same."""

    path: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
    text: Text
    source: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]+$")] = "markdown"
    subject: Short = ""
    why: Why = ""


class BroughtOut(Schema):
    """What came of a page: new, revised or unchanged."""

    number: int
    revision: int
    came: str
