"""Procedures are begun and their next revision is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, changed_meanwhile, invalid
from upheld.people.models import Person
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Draft, Procedure
from upheld.playbook.models.procedure import LONGEST_TEXT
from upheld.playbook.rules.standing import LONGEST_REVIEW, SHORTEST_REVIEW, USUAL_REVIEW
from upheld.reviews.operations.asking import ask_review

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LONGEST_TITLE, LONGEST_SUBJECT, LONGEST_WHY = 150, 60, 500
REVIEW_KIND = "procedure"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said of a procedure beside its text; without an owner it is the writer's."""

    subject: str = ""
    owner: Person | None = None
    review_every_days: int = USUAL_REVIEW


@operation(May.WRITE)
def begin_procedure(
    *, title: str, text: str, by: Actor, at: datetime, why: str = "",
    particulars: Particulars | None = None,
) -> Procedure:  # fmt: skip
    """Write the first draft of a procedure; nobody can follow it before it is published.

    Refuses with: invalid_input, nobody_keeps_it.
    """
    said = particulars or Particulars()
    _require_sound(title, text, said)
    owner = said.owner or Person.objects.filter(pk=by.person_id or 0).first()
    if owner is None:
        raise Refused("nobody_keeps_it", "A procedure needs somebody who keeps it right.",
                      what="Nothing was written.", remedy="Name its owner.")  # fmt: skip
    procedure = Procedure(
        number=next_number("procedure"), title=title.strip(), subject=said.subject.strip(),
        owner=owner, review_every_days=said.review_every_days, begun_at=at,
    )  # fmt: skip
    procedure.save()
    _write(procedure, title, text, why or "Written down for the first time.", by, at)
    record(Event.BEGUN, procedure, number=procedure.number, owner=owner.pk)
    return procedure


@operation(May.WRITE)
def write_draft(
    *, procedure: Procedure, title: str, text: str, why: str, by: Actor, at: datetime,
    seen: int | None = None,
) -> Draft:  # fmt: skip
    """Write what the next revision shall say; `seen` is the draft's version, if there was one.

    What is published stays as it is. Refuses with: invalid_input, changed_meanwhile,
    procedure_withdrawn.
    """
    _require_sound(title, text, Particulars())
    procedure = lock(procedure)
    require_not_withdrawn(procedure, "The draft was not saved.")
    draft: Draft | None = Draft.objects.filter(procedure=procedure).first()
    if draft is not None and seen is not None and draft.version != seen:
        raise changed_meanwhile("draft")
    draft = _write(procedure, title, text, why, by, at)
    record(Event.DRAFT_WRITTEN, procedure, after=draft.after, sha256=fingerprint(title, text))
    return draft


@operation(May.WRITE)
def submit_draft(*, draft: Draft, by: Actor, at: datetime) -> Draft:
    """Say that a draft is ready: the procedure's owner is asked whether it shall be published.

    Their yes publishes it. Refuses with: nobody_may_answer.
    """
    draft = lock(draft)
    procedure = draft.procedure
    if draft.submitted_at is not None:
        return unchanged(draft)
    draft.change(submitted_at=at)
    record(Event.DRAFT_SUBMITTED, procedure, after=draft.after)
    if procedure.owner_id != by.person_id:
        ask_review(
            kind=REVIEW_KIND, subject=draft, subject_title=draft.title,
            subject_url=reverse("procedure-draft", args=[procedure.number]),
            question=f"Shall this be published as revision {procedure.revision + 1}?",
            why="You keep this procedure right.", person=procedure.owner,
            content_hash=fingerprint(draft.title, draft.text), by=by, at=at,
        )  # fmt: skip
    return draft


@operation(May.WRITE)
def discard_draft(*, draft: Draft, by: Actor, at: datetime) -> Procedure:
    """Throw a draft away; what is published stays. Refuses with: nothing_published."""
    del by, at
    draft = lock(draft)
    procedure: Procedure = draft.procedure
    if procedure.revision == 0:
        raise Refused(
            "nothing_published", "This draft is all that there is of the procedure.",
            what="Not discarded.", remedy="Withdraw the procedure instead, saying why.",
        )  # fmt: skip
    record(Event.DRAFT_DISCARDED, procedure, after=draft.after)
    draft.delete()
    return procedure


def _write(procedure: Procedure, title: str, text: str, why: str, by: Actor, at: datetime) -> Draft:
    """Keep the draft of a procedure; a changed one has to be said ready again."""
    fields = {
        "title": title.strip(), "text": text.strip("\n") + "\n", "why": why.strip()[:LONGEST_WHY],
        "after": procedure.revision, "written_by_id": by.person_id, "written_at": at,
        "submitted_at": None,
    }  # fmt: skip
    draft: Draft | None = Draft.objects.filter(procedure=procedure).first()
    if draft is None:
        draft = Draft(procedure=procedure, **fields)
        draft.save()
        return draft
    return draft.change(**fields)


def fingerprint(title: str, text: str) -> str:
    """Give the hash of what a revision says."""
    return hashlib.sha256(f"{title.strip()}\n{text.strip()}".encode()).hexdigest()


def require_not_withdrawn(procedure: Procedure, what: str) -> None:
    """Refuse to go on with a withdrawn procedure. Refuses with: procedure_withdrawn."""
    if procedure.withdrawn_at is not None:
        raise Refused(
            "procedure_withdrawn", f"It was withdrawn: {procedure.withdrawn_why}", what=what,
            remedy="Follow what is named instead, or write a new procedure.",
        )  # fmt: skip


def _require_sound(title: str, text: str, said: Particulars) -> None:
    wrong: dict[str, str] = {}
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        wrong["title"] = f"Name what is done, in at most {LONGEST_TITLE} characters."
    if not text.strip() or len(text) > LONGEST_TEXT:
        wrong["text"] = f"Write the steps, in at most {LONGEST_TEXT:,} characters."
    if "\x00" in title + text:
        wrong["text"] = "There is a character in it that no text has."
    if len(said.subject.strip()) > LONGEST_SUBJECT:
        wrong["subject"] = f"At most {LONGEST_SUBJECT} characters."
    if not SHORTEST_REVIEW <= said.review_every_days <= LONGEST_REVIEW:
        wrong["review_every_days"] = f"From {SHORTEST_REVIEW} to {LONGEST_REVIEW} days."
    if wrong:
        raise invalid(**wrong)
