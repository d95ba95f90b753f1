"""Everything that stands between a proposal and its customer, named at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from upheld.agreements.rules.consents import Consent, consents_missing
from upheld.agreements.rules.departures import departure, needs_asking_again, text_hash
from upheld.agreements.rules.proposals import ProposalStep, step_obstacle
from upheld.agreements.rules.scrutiny import (
    DeliverableDraft,
    ProposalScrutiny,
    ReviewStands,
    TermDraft,
)
from upheld.agreements.rules.signing_words import either
from upheld.agreements.rules.wording import Reading, VagueWording, vague_wording
from upheld.foundation.refusals import Reason
from upheld.measures.rules.verdict import Outcome

_ASKED = {Consent.DEAL_DESK: "deal desk", Consent.FINANCE: "finance", Consent.OWNER: "owner"}


def send_obstacles(proposal: ProposalScrutiny, *, at: datetime) -> tuple[Reason, ...]:
    """Name all that is open, so that nobody mends one thing to be stopped by the next.

    Empty means that it may be sent. Codes: proposal_<state>, nothing_offered,
    criterion_missing, evidence_kind_missing, estimate_missing, due_missing, due_before_start,
    due_in_past, vague_wording, departure_not_reviewed, departure_waiting, departure_declined,
    alternative_unanswered, approval_withdrawn, departure_changed, consent_missing,
    claim_not_borne_out, claim_without_evidence, gap_undisclosed, capacity_not_asked,
    capacity_short, parts_above_price, signer_missing, signer_not_of_customer,
    signer_unreachable, signer_may_not_sign, expiry_missing, expiry_past.
    """
    return (
        *_of_state(proposal),
        *(reason for one in proposal.deliverables for reason in _of_deliverable(one, proposal)),
        *(reason for title in proposal.line_titles for reason in _of_line(title, proposal)),
        *(reason for term in proposal.terms for reason in _of_term(term, proposal)),
        *_of_price(proposal),
        *_of_claims(proposal),
        *_of_gaps(proposal),
        *_of_capacity(proposal),
        *_of_signers(proposal),
        *_of_expiry(proposal, at),
    )


def _of_state(proposal: ProposalScrutiny) -> Iterator[Reason]:
    wrong_state = step_obstacle(proposal.state, ProposalStep.SEND)
    if wrong_state is not None:
        yield wrong_state
    if not proposal.line_titles and not proposal.deliverables:
        yield Reason(
            "nothing_offered",
            "The proposal has neither a line nor a deliverable.",
            "Add what is offered.",
            "seller",
        )


def _of_deliverable(one: DeliverableDraft, proposal: ProposalScrutiny) -> Iterator[Reason]:
    name = f"“{one.title}”"
    if not one.criterion.strip():
        yield Reason(
            "criterion_missing",
            f"{name} does not say when it counts as done.",
            "Write the criterion that the customer will accept it by.",
            "seller",
        )
    if not one.evidence_kind.strip():
        yield Reason(
            "evidence_kind_missing",
            f"{name} does not say how it will be shown to be done.",
            "Choose the kind of evidence.",
            "seller",
        )
    if one.estimate_seconds is None:
        yield Reason(
            "estimate_missing",
            f"Nobody who delivers has estimated {name}.",
            "Ask for an estimate.",
            one.estimator,
        )
    yield from _of_dates(one, proposal, name)
    for text in (one.title, one.criterion):
        # The day has its own field, and its own obstacle while that is empty.
        found = vague_wording(text, dated=True, defined=proposal.defined_terms)
        yield from _of_wording(text, found, proposal)


def _of_dates(one: DeliverableDraft, proposal: ProposalScrutiny, name: str) -> Iterator[Reason]:
    if one.due_on is None:
        yield Reason(
            "due_missing",
            f"{name} does not say by when it will be there.",
            "Enter the day by which it is due.",
            "seller",
        )
        return
    if one.starts_on is not None and one.due_on < one.starts_on:
        yield Reason(
            "due_before_start",
            f"{name} is due on {one.due_on}, before it starts on {one.starts_on}.",
            "Correct one of the two dates.",
            "seller",
        )
    if one.due_on < proposal.today:
        yield Reason(
            "due_in_past",
            f"{name} is due on {one.due_on}, which has passed.",
            "Agree a new date with delivery.",
            "seller",
        )


def _of_line(title: str, proposal: ProposalScrutiny) -> Iterator[Reason]:
    # A line has a quantity and a term of its own; only its words are read here.
    found = vague_wording(title, dated=True, counted=True, defined=proposal.defined_terms)
    yield from _of_wording(title, found, proposal)


def _of_wording(
    text: str, found: tuple[VagueWording, ...], proposal: ProposalScrutiny
) -> Iterator[Reason]:
    if not found or text_hash(text) in proposal.explained_hashes:
        return
    for finding in found:
        yield Reason(
            "vague_wording",
            f"“{finding.words}” in “{_shortened(text)}”: {finding.why}",
            f"{finding.suggestion} Or explain why it may stand.",
            "seller",
        )


def _of_term(term: TermDraft, proposal: ProposalScrutiny) -> Iterator[Reason]:
    departs = term.standard_text is None or departure(term.standard_text, term.text).departs
    if departs:
        open_review = _review_obstacle(term)
        if open_review is not None:
            yield open_review
        found = vague_wording(term.text, reading=Reading.CLAUSE, defined=proposal.defined_terms)
        yield from _of_wording(term.text, found, proposal)


def _review_obstacle(term: TermDraft) -> Reason | None:
    name, who = f"The term “{term.title}”", term.owner
    stands: dict[ReviewStands, tuple[str, str, str]] = {
        ReviewStands.NOT_ASKED: (
            "departure_not_reviewed",
            f"{name} is not our standard and has not been reviewed.",
            "Ask for a review.",
        ),
        ReviewStands.WAITING: (
            "departure_waiting",
            f"{name} is waiting for an answer.",
            "Remind the reviewer, or go back to the standard text.",
        ),
        ReviewStands.DECLINED: (
            "departure_declined",
            f"{name} was declined.",
            "Go back to the standard text, or ask about another wording.",
        ),
        ReviewStands.ALTERNATIVE_OFFERED: (
            "alternative_unanswered",
            f"{name} was answered with another wording.",
            "Take the alternative, or ask again.",
        ),
        ReviewStands.WITHDRAWN: (
            "approval_withdrawn",
            f"{name} was approved, and the approval has been withdrawn.",
            "Ask again, or go back to the standard text.",
        ),
    }
    if term.review is not ReviewStands.APPROVED:
        return Reason(*stands[term.review], who)
    if needs_asking_again(term.reviewed_hash, term.text):
        return Reason(
            "departure_changed",
            f"{name} changed after it was approved.",
            "Ask again, or go back to the approved wording.",
            who,
        )
    return None


def _of_price(proposal: ProposalScrutiny) -> Iterator[Reason]:
    if proposal.parts_above_price:
        yield Reason(
            "parts_above_price",
            f"The deliverables' parts of the price are {proposal.parts_above_price} more than "
            "what is paid once.",
            "Lower them, or raise the one-off lines: what is earned cannot be more than is paid.",
            "seller",
        )
    given = proposal.consents_given
    for missing in consents_missing(proposal.consents_needed, given, proposal.price_hash):
        before = [one for one in given if one.consent is missing.consent]
        since = " An earlier yes was withdrawn or was for another price." if before else ""
        yield Reason(
            "consent_missing",
            f"The {_ASKED[missing.consent]} has not agreed to the price. {missing.why}{since}",
            "Ask for the consent, or change the price.",
            _ASKED[missing.consent],
        )


def _of_claims(proposal: ProposalScrutiny) -> Iterator[Reason]:
    remedy = "Leave the claim out, or ask the owner to carry it with a reason that is kept."
    for claim in proposal.claims:
        if claim.stands is Outcome.BORNE_OUT or claim.override_reason.strip():
            continue
        if claim.stands is Outcome.NOT_BORNE_OUT:
            code, why = "claim_not_borne_out", "is not what our figures show"
        else:
            code, why = "claim_without_evidence", "has too little behind it yet"
        yield Reason(code, f"“{claim.sentence}” {why}.", remedy, "owner")


def _of_gaps(proposal: ProposalScrutiny) -> Iterator[Reason]:
    for need in proposal.undisclosed_gaps:
        yield Reason(
            "gap_undisclosed",
            f"The customer does not know yet that we cannot meet “{need}”.",
            "Tell them, with the workaround if there is one, and note whom you told.",
            "seller",
        )


def _of_capacity(proposal: ProposalScrutiny) -> Iterator[Reason]:
    if not any(one.due_on for one in proposal.deliverables) or proposal.capacity_approved:
        return
    if proposal.capacity_fits is None:
        yield Reason(
            "capacity_not_asked",
            "Nobody has checked whether there are hours for the promised dates.",
            "Ask for capacity.",
            "service",
        )
    elif not proposal.capacity_fits:
        yield Reason(
            "capacity_short",
            "There are not enough free hours before the promised dates.",
            "Move the dates, or ask for the shortage to be approved.",
            "service",
        )


def _of_signers(proposal: ProposalScrutiny) -> Iterator[Reason]:
    if not proposal.signers:
        yield Reason("signer_missing", "Nobody is named to sign.", "Name a signer.", "seller")
    for signer in proposal.signers:
        if not signer.is_contact_of_customer:
            yield Reason(
                "signer_not_of_customer",
                f"{signer.name} is not a contact of this customer.",
                "Name a contact of the customer, or add them as one.",
                "seller",
            )
        elif not signer.can_be_reached:
            yield Reason(
                "signer_unreachable",
                f"We have no address to send {signer.name} the code for signing.",
                "Add an e-mail address to the contact.",
                "seller",
            )
        elif not signer.may_sign:
            able = f"Name {either(signer.others)}, who may, or note" if signer.others else "Note"
            yield Reason(
                "signer_may_not_sign",
                f"{signer.name} may not sign for their company.",
                f"{able} on the contact that they may sign, once the customer has said so.",
                "seller",
            )


def _of_expiry(proposal: ProposalScrutiny, at: datetime) -> Iterator[Reason]:
    if proposal.expires_at is None:
        yield Reason(
            "expiry_missing",
            "The proposal does not say until when it stands.",
            "Enter the last day on which it may be signed.",
            "seller",
        )
    elif proposal.expires_at <= at:
        yield Reason(
            "expiry_past",
            "The last day on which it may be signed has passed.",
            "Enter a later day.",
            "seller",
        )


def _shortened(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
