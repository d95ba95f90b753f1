"""Evidence is given and withdrawn; the stage follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid, not_allowed
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import StageEvidence
from upheld.selling.operations.staging import require_open, restage
from upheld.selling.rules.stage_words import EVIDENCE_TITLES
from upheld.selling.rules.stages import BY_HAND, Evidence

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor
    from upheld.selling.models import Deal

_ELSEWHERE = {
    Evidence.DECISION_MAKER_KNOWN: "Add the person who decides to the deal.",
    Evidence.DISCOVERY_HELD: "Debrief the discovery meeting.",
    Evidence.GAPS_DISCLOSED: "Disclose the gaps, each to somebody of the customer's.",
    Evidence.SIGNED: "Have the proposal signed.",
    Evidence.LOSS_RECORDED: "Record the loss with its reason.",
}
LONGEST_WORDS = 500


@operation(May.EDIT_DEALS)
def give_evidence(
    *,
    deal: Deal,
    kind: str,
    words: str,
    by: Actor,
    at: datetime,
    contact: Contact | None = None,
) -> Deal:
    """Write down what shows that something is true of the deal; the stage follows at once.

    Saying it again replaces the earlier words. That delivery has estimated the work can only be
    vouched for by somebody with that right. Refuses with: invalid_input, evidence_follows,
    not_allowed, deal_closed, contact_of_another_company.
    """
    wanted = _kind(kind)
    _require_by_hand(wanted, by)
    _require_words(words)
    deal = lock(deal)
    require_open(deal, "The evidence was not added.")
    _require_of_company(contact, deal)
    standing = StageEvidence.objects.filter(deal=deal, kind=wanted, source="", withdrawn_at=None)
    for old in standing:
        old.change(withdrawn_at=at, withdrawn_because="Said anew.")
    row = StageEvidence(
        deal=deal, kind=wanted, words=words.strip(), contact=contact,
        given_by_id=by.person_id, given_at=at,
    )  # fmt: skip
    row.save()
    record(
        Event.EVIDENCE_GIVEN, row, about=[deal], kind=wanted,
        private={"what": EVIDENCE_TITLES[wanted], "words": row.words},
    )  # fmt: skip
    return restage(deal)


@operation(May.EDIT_DEALS)
def withdraw_evidence(*, evidence: StageEvidence, reason: str, by: Actor, at: datetime) -> Deal:
    """Say that something no longer holds; the deal falls back by itself if its stage needed it.

    Refuses with: invalid_input, evidence_shown_elsewhere, deal_closed.
    """
    del by
    if not reason.strip():
        raise invalid(reason="Say why it no longer holds.")
    deal = lock(evidence.deal)
    require_open(deal, "The evidence was not withdrawn.")
    evidence = lock(evidence)
    if evidence.source:
        raise Refused(
            "evidence_shown_elsewhere",
            "This follows from other work and stands as long as that does.",
            what="The evidence was not withdrawn.",
            remedy="Withdraw the proposal or the estimate itself.",
        )
    if evidence.withdrawn_at is not None:
        return unchanged(deal)
    _take_back(evidence, deal, reason.strip(), at)
    return restage(deal)


@operation(None)
def show_evidence(
    *, deal: Deal, kind: Evidence, source: str, words: str, by: Actor, at: datetime
) -> Deal:
    """Let a later stage of work show something of a deal (a proposal that can be signed).

    `source` names the row that shows it, as the record does. Harmless when it stands already, and
    when the deal has ended.
    """
    deal = lock(deal)
    standing = StageEvidence.objects.filter(deal=deal, kind=kind, source=source, withdrawn_at=None)
    if not deal.is_open or standing.exists():
        return unchanged(deal)
    row = StageEvidence(
        deal=deal, kind=kind, words=words[:LONGEST_WORDS], source=source,
        given_by_id=by.person_id, given_at=at,
    )  # fmt: skip
    row.save()
    record(
        Event.EVIDENCE_GIVEN, row, about=[deal], kind=kind, source=source,
        private={"what": EVIDENCE_TITLES[kind], "words": row.words},
    )  # fmt: skip
    return restage(deal)


@operation(None)
def hide_evidence(
    *, deal: Deal, kind: Evidence, source: str, reason: str, by: Actor, at: datetime
) -> Deal:
    """Let a later stage of work take back what it showed (a proposal expired, was withdrawn)."""
    del by
    deal = lock(deal)
    standing = list(
        StageEvidence.objects.filter(deal=deal, kind=kind, source=source, withdrawn_at=None)
    )
    if not standing:
        return unchanged(deal)
    for row in standing:
        _take_back(row, deal, reason, at)
    return restage(deal)


def _take_back(row: StageEvidence, deal: Deal, reason: str, at: datetime) -> None:
    row.change(withdrawn_at=at, withdrawn_because=reason)
    record(
        Event.EVIDENCE_WITHDRAWN, row, about=[deal], reason=reason, kind=row.kind,
        private={"what": EVIDENCE_TITLES[row.kind]},
    )  # fmt: skip


def _kind(kind: str) -> Evidence:
    try:
        return Evidence(kind)
    except ValueError:
        raise invalid(kind="This is no kind of evidence.") from None


def _require_by_hand(kind: Evidence, by: Actor) -> None:
    if kind not in BY_HAND:
        raise Refused(
            "evidence_follows",
            "This cannot be said; it follows from what is in Upheld.",
            what="The evidence was not added.",
            remedy=_ELSEWHERE[kind],
        )
    if kind is Evidence.DELIVERY_ESTIMATED and not by.may(May.VOUCH_FOR_DELIVERY):
        raise not_allowed(str(May.VOUCH_FOR_DELIVERY))


def _require_words(words: str) -> None:
    if not words.strip():
        raise invalid(words="Write down what was said or seen, and by whom.")
    if len(words.strip()) > LONGEST_WORDS:
        raise invalid(words=f"Keep it to {LONGEST_WORDS} characters.")


def _require_of_company(contact: Contact | None, deal: Deal) -> None:
    if contact is not None and contact.company_id != deal.company_id:
        raise Refused(
            "contact_of_another_company",
            f"{contact.name} does not belong to {deal.company.name}.",
            what="The evidence was not added.",
            remedy="Choose somebody of the deal's company.",
        )
