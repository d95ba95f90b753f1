"""Drafts become revisions, procedures are looked at again, handed over and withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.values.period import today
from upheld.people.models import Person
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Draft, Procedure, Reading, Revision
from upheld.playbook.operations.drafts import (
    LONGEST_SUBJECT,
    Particulars,
    fingerprint,
    require_not_withdrawn,
)
from upheld.playbook.operations.likeness import features_from, find_alike
from upheld.playbook.queries.procedures import may_decide
from upheld.playbook.rules.document import steps_of
from upheld.playbook.rules.standing import LONGEST_REVIEW, SHORTEST_REVIEW, next_review
from upheld.reviews.operations.asking import withdraw_review
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.WRITE)
def publish_draft(
    *, draft: Draft, by: Actor, at: datetime, why: str = "", seen: int | None = None
) -> Revision:
    """Make a draft the revision that holds, from now until its next review day.

    Whoever was asked to read the last revision is asked to read this one. Refuses with:
    not_its_owner, invalid_input, revised_meanwhile, changed_meanwhile, procedure_withdrawn,
    nothing_changed.
    """
    procedure = lock(draft.procedure)
    draft = lock(draft, seen)
    require_owner(procedure, by, "Not published.")
    require_not_withdrawn(procedure, "Not published.")
    why = (why or draft.why).strip()
    if not why:
        raise invalid(why="Say what changed and why: it is what people read first.")
    if draft.after != procedure.revision:
        raise Refused(
            "revised_meanwhile",
            f"Revision {procedure.revision} was published after this draft was begun.",
            what="Not published.", remedy="Save the draft again, with what the revision brought.",
        )  # fmt: skip
    before = _revision_of(procedure)
    if before is not None and before.sha256 == fingerprint(draft.title, draft.text):
        raise Refused(
            "nothing_changed", "The draft says what the revision says that holds.",
            what="Not published.", remedy="Confirm instead that it still holds.",
        )  # fmt: skip
    revision = _publish(procedure, draft, why, by, at)
    draft.delete()
    _ask_again(before, revision, by, at)
    find_alike(procedure, at)
    return revision


def _publish(procedure: Procedure, draft: Draft, why: str, by: Actor, at: datetime) -> Revision:
    revision = Revision(
        procedure=procedure, number=procedure.revision + 1, title=draft.title, text=draft.text,
        steps=[step.words for step in steps_of(draft.text, draft.title)], why=why[:500],
        sha256=fingerprint(draft.title, draft.text), written_by_id=draft.written_by_id,
        published_by_id=by.person_id, published_at=at,
    )  # fmt: skip
    revision.save()
    procedure.change(
        title=draft.title, revision=revision.number, revised_at=at, reviewed_at=at,
        review_on=next_review(today(at, by.zone), procedure.review_every_days),
    )  # fmt: skip
    # Not by change(): the revision holds the text and the record its hash, so neither is kept
    # a third time as what changed.
    copied = {"text": draft.text, **features_from(draft.title, draft.text)}
    Procedure.objects.filter(pk=procedure.pk).update(**copied)
    for name, value in copied.items():
        setattr(procedure, name, value)
    take_question_back(draft, f"Published as revision {revision.number}.", by, at)
    record(
        Event.PUBLISHED, procedure, reason=why, revision=revision.number, sha256=revision.sha256,
        steps=len(revision.steps),
    )  # fmt: skip
    return revision


def _revision_of(procedure: Procedure) -> Revision | None:
    found: Revision | None = Revision.objects.filter(
        procedure=procedure, number=procedure.revision
    ).first()
    return found


def _ask_again(before: Revision | None, revision: Revision, by: Actor, at: datetime) -> None:
    if before is None:
        return
    asked = Person.objects.filter(
        active=True,
        pk__in=Reading.objects.filter(revision=before, asked_at__isnull=False).values("person_id"),
    ).exclude(pk=by.person_id or 0)
    Reading.objects.bulk_create(
        [
            Reading(procedure_id=revision.procedure_id, revision=revision, person=person,
                    asked_by_id=by.person_id, asked_at=at)
            for person in asked
        ]
    )  # fmt: skip
    Reading.objects.filter(revision=before, read_at=None).delete()


def take_question_back(subject: Draft | Procedure, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw the open question whether a draft shall be published; part of an operation."""
    for review in reviews_of(subject):
        if review.state == ReviewState.ASKED:
            withdraw_review(review=review, reason=reason, by=by, at=at)


@operation(May.WRITE)
def confirm_procedure(*, procedure: Procedure, by: Actor, at: datetime) -> Procedure:
    """Say that a procedure was looked at and still holds, until its next review day.

    Refuses with: not_its_owner, procedure_withdrawn, nothing_published.
    """
    procedure = lock(procedure)
    require_owner(procedure, by, "Not confirmed.")
    require_not_withdrawn(procedure, "Not confirmed.")
    if procedure.revision == 0:
        raise Refused("nothing_published", "There is no revision that could hold.",
                      what="Not confirmed.", remedy="Publish its draft.")  # fmt: skip
    until = next_review(today(at, by.zone), procedure.review_every_days)
    procedure.change(review_on=until, reviewed_at=at)
    record(Event.REVIEWED, procedure, revision=procedure.revision, review_on=until)
    return procedure


@operation(May.WRITE)
def keep_procedure(
    *, procedure: Procedure, particulars: Particulars, by: Actor, at: datetime,
    seen: int | None = None,
) -> Procedure:  # fmt: skip
    """Change whose a procedure is, its subject, and how often it is looked at again.

    The review day moves with how often. Refuses with: not_its_owner, invalid_input,
    changed_meanwhile, not_working_here.
    """
    del at
    procedure = lock(procedure, seen)
    require_owner(procedure, by, "Not changed.")
    every, subject = particulars.review_every_days, particulars.subject.strip()
    if not SHORTEST_REVIEW <= every <= LONGEST_REVIEW or len(subject) > LONGEST_SUBJECT:
        raise invalid(review_every_days=f"From {SHORTEST_REVIEW} to {LONGEST_REVIEW} days.")
    owner = particulars.owner or procedure.owner
    if not owner.active:
        raise Refused("not_working_here", f"{owner.name} does not work here any more.",
                      what="Not handed over.", remedy="Name somebody else.")  # fmt: skip
    version = procedure.version
    procedure.change(
        owner=owner, subject=subject, review_every_days=every, **_moved(procedure, every)
    )
    if procedure.version == version:
        return unchanged(procedure)
    record(Event.KEPT_BY, procedure, about=[owner], owner=owner.pk, review_every_days=every)
    return procedure


def _moved(procedure: Procedure, every: int) -> dict[str, object]:
    if procedure.review_on is None or every == procedure.review_every_days:
        return {}
    last = next_review(procedure.review_on, -procedure.review_every_days)
    return {"review_on": next_review(last, every)}


@operation(May.WRITE)
def withdraw_procedure(
    *, procedure: Procedure, reason: str, by: Actor, at: datetime, instead: Procedure | None = None
) -> Procedure:
    """Let nobody follow a procedure any more; what was done by it stays readable.

    Refuses with: not_its_owner, invalid_input, instead_withdrawn.
    """
    procedure = lock(procedure)
    require_owner(procedure, by, "Not withdrawn.")
    if not reason.strip():
        raise invalid(reason="Say why nobody is to follow it.")
    if procedure.withdrawn_at is not None:
        return unchanged(procedure)
    if instead is not None and (instead.pk == procedure.pk or instead.withdrawn_at is not None):
        raise Refused(
            "instead_withdrawn", "What is to be followed instead is itself withdrawn.",
            what="Not withdrawn.", remedy="Name one that is in use, or none.",
        )  # fmt: skip
    procedure.change(withdrawn_at=at, withdrawn_why=reason.strip()[:500], instead=instead)
    for draft in Draft.objects.filter(procedure=procedure):
        take_question_back(draft, "The procedure was withdrawn.", by, at)
    record(
        Event.WITHDRAWN, procedure, about=[instead], reason=reason.strip(),
        instead=instead.pk if instead else None,
    )  # fmt: skip
    return procedure


def require_owner(procedure: Procedure | None, by: Actor, what: str) -> None:
    """Refuse whoever may not decide about a procedure. Refuses with: not_its_owner."""
    if may_decide(procedure, by) or by.may("system"):
        return
    owner = procedure.owner.name if procedure is not None else "the service manager"
    raise Refused(
        "not_its_owner", f"It is kept by {owner}.", what=what,
        remedy=f"Ask {owner}, or say that your draft is ready.",
    )  # fmt: skip
