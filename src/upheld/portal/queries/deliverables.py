"""Work as the customer reads it: what was promised, what shows it, and what they can say to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from upheld.customers.models import Contact
from upheld.delivery.events import Event
from upheld.delivery.models import ChangeOrder, Deliverable, EvidenceItem, SignOff
from upheld.delivery.operations.sign_off import may_sign_off
from upheld.delivery.queries.change_orders import change_orders_known, change_orders_sent
from upheld.delivery.queries.deliverables import (
    evidence_title,
    kind_title,
    visible_deliverables,
)
from upheld.delivery.queries.work_shown import evidence_of
from upheld.delivery.rules.change_orders import ChangeOrderState
from upheld.delivery.rules.deliverables import EARNED_STATES, DeliverableState
from upheld.delivery.rules.sign_off import RoundState
from upheld.foundation.models.record import RecordEntry
from upheld.foundation.record.receipt import ReceiptFile, receipt_for
from upheld.foundation.refusals import not_found
from upheld.foundation.tenancy.scope import widened
from upheld.portal.queries.changes import said_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

MOST_SHOWN = 200
MOST_WISHES = 20

SAID = {
    DeliverableState.PLANNED: ("Planned", "neutral"),
    DeliverableState.IN_WORK: ("In work", "info"),
    DeliverableState.SUBMITTED: ("Waits for you", "accent"),
    DeliverableState.REJECTED: ("You rejected it; we are putting it right", "warn"),
    DeliverableState.ACCEPTED: ("Accepted", "good"),
    DeliverableState.DEEMED_ACCEPTED: ("Counts as accepted", "good"),
    DeliverableState.DROPPED: ("Taken out", "neutral"),
}
"""How a customer reads each state, with its tone."""

ROUNDS_SAID = {
    RoundState.WAITING: ("Waits for you", "accent"),
    RoundState.ACCEPTED: ("Accepted", "good"),
    RoundState.REJECTED: ("Rejected", "bad"),
    RoundState.DEEMED_ACCEPTED: ("Counts as accepted: nobody answered in the agreed time", "good"),
    RoundState.DEEMED_REJECTED: ("Counts as rejected: nobody answered in the agreed time", "bad"),
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One piece of work in the customer's list."""

    deliverable: Deliverable
    title: str
    url: str
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """What waits for the customer, what is under way, and what is finished."""

    waiting: tuple[WorkLine, ...]
    under_way: tuple[WorkLine, ...]
    finished: tuple[WorkLine, ...]
    changes: tuple[ChangeOrder, ...]
    wishes: tuple[tuple[ChangeOrder, str, str], ...] = ()
    """Each with where it stands, and the tone of that."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was ever agreed."""
        return not (self.waiting or self.under_way or self.finished or self.changes or self.wishes)


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One piece of evidence; `url` is the portal's own, or the link that was given."""

    kind: str
    title: str
    words: str
    url: str
    is_file: bool
    size: int
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownRound:
    """One submission and what came of it."""

    number: int
    submitted_at: datetime
    said: str
    tone: str
    answered_at: datetime | None
    answered_by: str
    reasons: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One piece of work as the customer reads it. `shown_hash` goes back with their answer."""

    deliverable: Deliverable
    said: str
    tone: str
    kind: str
    evidence: tuple[ShownEvidence, ...]
    rounds: tuple[ShownRound, ...]
    waiting: SignOff | None
    may_answer: bool
    is_earned: bool

    @property
    def shown_hash(self) -> str:
        """Give the hash of what waits for an answer."""
        return self.waiting.content_hash if self.waiting else ""


def work_list(actor: Actor) -> WorkList:
    """Read the customer's work, newest due first where it is finished: three queries."""
    first = Case(When(state="submitted", then=Value(0)), default=Value(1),
                 output_field=IntegerField())  # fmt: skip
    rows = visible_deliverables(actor).order_by(first, "due_on", "number")[:MOST_SHOWN]
    lines = [_line(one) for one in rows]
    earned = {state.value for state in EARNED_STATES} | {DeliverableState.DROPPED.value}
    return WorkList(
        waiting=tuple(one for one in lines if one.deliverable.state == "submitted"),
        under_way=tuple(
            one for one in lines if one.deliverable.state not in {*earned, "submitted"}
        ),
        finished=tuple(one for one in reversed(lines) if one.deliverable.state in earned),
        changes=tuple(
            change_orders_sent(actor)
            .filter(state=ChangeOrderState.SENT.value)
            .order_by("number")[:MOST_SHOWN]
        ),
        wishes=_wishes(actor),
    )


def _wishes(actor: Actor) -> tuple[tuple[ChangeOrder, str, str], ...]:
    """Give what the customer wished for and was not put before them yet, the newest first."""
    rows = change_orders_known(actor).filter(written_by=None, sent_at=None)
    return tuple((one, *said_of(one)) for one in rows.order_by("-number")[:MOST_WISHES])


def work_page(deliverable: Deliverable, actor: Actor) -> WorkPage:
    """Read one piece of work: three queries beside its row."""
    said, tone = SAID[deliverable.stands]
    rounds = list(
        SignOff.objects.filter(deliverable=deliverable)
        .exclude(state=RoundState.WITHDRAWN.value)
        .select_related("answered_by")
        .order_by("-number")
    )
    waiting = next((one for one in rounds if one.state == RoundState.WAITING.value), None)
    shown = waiting is not None or bool(rounds)
    return WorkPage(
        deliverable=deliverable,
        said=said,
        tone=tone,
        kind=kind_title(deliverable.evidence_kind),
        evidence=_evidence(deliverable, rounds[0].submitted_at) if shown else (),
        rounds=tuple(_round(one) for one in rounds),
        waiting=waiting,
        may_answer=waiting is not None and _may_answer(deliverable, actor),
        is_earned=deliverable.stands in EARNED_STATES,
    )


def shown_evidence(deliverable: Deliverable) -> QuerySet[EvidenceItem]:
    """Give the evidence that the customer may open: what was there at the newest submission."""
    rounds = SignOff.objects.filter(deliverable=deliverable)
    newest = rounds.exclude(state=RoundState.WITHDRAWN.value).order_by("-number").first()
    rows: QuerySet[EvidenceItem] = EvidenceItem.objects.filter(deliverable=deliverable)
    return rows.filter(added_at__lte=newest.submitted_at) if newest else rows.none()


def acceptance_receipt(deliverable: Deliverable, at: datetime) -> dict[str, Any]:
    """Give the receipt of an acceptance: its entry in the record, and what leads to the head.

    Refuses with: not_found, record_damaged.
    """
    with widened():
        entry = (
            RecordEntry.objects.filter(
                event=Event.DELIVERABLE_ACCEPTED.value,
                subject_type=deliverable._meta.label_lower,
                subject_id=deliverable.pk,
            )
            .order_by("-sequence")
            .first()
        )
        if entry is None:
            raise not_found("receipt")
        return receipt_for(entry, at=at, files=_files(deliverable))


def receipt_text(receipt: dict[str, Any]) -> str:
    """Write a receipt as the file that a customer keeps."""
    return json.dumps(receipt, indent=2, ensure_ascii=False) + "\n"


def _files(deliverable: Deliverable) -> list[ReceiptFile]:
    rows = EvidenceItem.objects.filter(deliverable=deliverable).exclude(file="").order_by("pk")
    return [ReceiptFile(item.file_name, item.file_sha256) for item in rows]


def _line(deliverable: Deliverable) -> WorkLine:
    said, tone = SAID[deliverable.stands]
    url = reverse("portal-deliverable", args=[deliverable.number])
    return WorkLine(deliverable, deliverable.title, url, said, tone)


def _evidence(deliverable: Deliverable, until: datetime) -> tuple[ShownEvidence, ...]:
    """Give what was put before the customer, not what has been gathered since."""
    return tuple(
        ShownEvidence(
            kind=kind_title(item.kind),
            title=evidence_title(item),
            words=item.words if item.file or item.link else "",
            url=_evidence_url(deliverable, item),
            is_file=bool(item.file),
            size=item.file_bytes,
            sha256=item.file_sha256,
            by=item.added_by.name,
            at=item.added_at,
        )
        for item in evidence_of(deliverable)
        if item.added_at <= until
    )


def _evidence_url(deliverable: Deliverable, item: EvidenceItem) -> str:
    if item.file:
        return reverse("portal-evidence", args=[deliverable.number, item.pk])
    return item.link


def _round(row: SignOff) -> ShownRound:
    said, tone = ROUNDS_SAID[RoundState(row.state)]
    by = row.answered_by.name if row.answered_by else ""
    return ShownRound(row.number, row.submitted_at, said, tone, row.answered_at, by, row.reasons)


def _may_answer(deliverable: Deliverable, actor: Actor) -> bool:
    contact = Contact.objects.filter(pk=actor.contact_id or 0).first()
    return contact is not None and may_sign_off(deliverable, contact)
