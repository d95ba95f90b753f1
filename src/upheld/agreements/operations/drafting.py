"""Writing a proposal: what is offered, at which price, in which words. Only a draft is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import (
    Clause,
    Estimate,
    Proposal,
    ProposalClaim,
    ProposalDeliverable,
    ProposalLine,
    ProposalTerm,
)
from upheld.agreements.operations.drafts import (
    carry_standard,
    cost_kept,
    lock_draft,
    next_in,
    require_line,
    require_sound,
    withdraw_questions,
)
from upheld.agreements.rules.departures import departure, text_hash
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.market.models.claim import ClaimState
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Service
    from upheld.foundation.actor import Actor
    from upheld.foundation.values.money import Money
    from upheld.foundation.values.rate import Rate
    from upheld.market.models import Claim
    from upheld.selling.models import Deal


@operation(May.WRITE_PROPOSALS)
def draft_proposal(
    *, deal: Deal, title: str, by: Actor, at: datetime, **particulars: Any
) -> Proposal:
    """Begin a proposal for a deal, with every standard clause that is always carried.

    Particulars: months, starts_on, valid_until, signer, intro, sign_off_days, silence.
    Refuses with: invalid_input, deal_closed.
    """
    if not title.strip():
        raise invalid(title="Give the proposal a title.")
    if not deal.is_open:
        raise Refused("deal_closed", "The deal has ended.", remedy="Open a new deal.")
    proposal = Proposal(
        number=next_number("proposal"),
        deal=deal,
        company_id=deal.company_id,
        title=title.strip(),
        currency=deal.currency,
        written_by=Person.objects.get(pk=by.person_id),
        written_at=at,
        **particulars,
    )
    require_sound(proposal)
    proposal.save()
    for position, clause in enumerate(Clause.objects.filter(always=True, retired_at=None)):
        carry_standard(proposal, clause, at, position)
    record(Event.PROPOSAL_DRAFTED, proposal, about=[deal, deal.company], number=proposal.number)
    return proposal


@operation(May.WRITE_PROPOSALS)
def change_proposal(
    *, proposal: Proposal, by: Actor, at: datetime, seen: int | None = None, **particulars: Any
) -> Proposal:
    """Change a draft's particulars. Refuses with: proposal_<state>, changed_meanwhile,
    invalid_input.
    """
    del by, at
    proposal = lock_draft(proposal, seen)
    version = proposal.version
    for name, value in particulars.items():
        if name == "title" and not value.strip():
            raise invalid(title="Give the proposal a title.")
    proposal.change(**particulars)
    require_sound(proposal)
    if proposal.version == version:
        return unchanged(proposal)
    record(Event.PROPOSAL_CHANGED, proposal, part="the particulars", about=[proposal.deal])
    return proposal


@operation(May.WRITE_PROPOSALS)
def put_line(
    *,
    proposal: Proposal,
    by: Actor,
    at: datetime,
    service: Service | None = None,
    kind: LineKind | None = None,
    title: str = "",
    quantity: int = 1,
    list_price: Money | None = None,
    cost: Money | None = None,
    discount: Rate | None = None,
    line: ProposalLine | None = None,
) -> ProposalLine:
    """Put a line into a draft, or change one; a service brings its title, price and cost.

    `quantity` counts pieces, or seconds for hours. Refuses with: proposal_<state>, invalid_input.
    """
    del by, at
    proposal = lock_draft(proposal)
    if service is not None:
        kind, title = LineKind(service.unit), title or service.title
        list_price = service.list_price if list_price is None else list_price
    ppm = discount.ppm if discount else 0
    kind, list_price = require_line(proposal, kind, title, list_price, quantity, ppm)
    fields = {
        "service": service,
        "kind": kind.value,
        "title": title.strip(),
        "quantity": quantity,
        "list_minor": list_price.minor,
        "cost_minor": cost_kept(service, line) if cost is None else cost.minor,
        "discount_ppm": ppm,
    }
    if line is None:
        line = ProposalLine(proposal=proposal, position=next_in(ProposalLine, proposal), **fields)
        line.save()
    else:
        line = lock(line).change(**fields)
    record(
        Event.PROPOSAL_CHANGED, proposal, part="a line", about=[proposal.deal], line=line,
        discount_ppm=ppm, list_minor=list_price.minor, quantity=quantity,
    )  # fmt: skip
    return line


@operation(May.WRITE_PROPOSALS)
def put_deliverable(
    *,
    proposal: Proposal,
    title: str,
    by: Actor,
    at: datetime,
    deliverable: ProposalDeliverable | None = None,
    price: Money | None = None,
    **particulars: Any,
) -> ProposalDeliverable:
    """Put a deliverable into a draft, or change one.

    Particulars: criterion, evidence_kind, starts_on, due_on, function. An estimate holds for the
    words it was given on; changed words are asked about again. Refuses with: proposal_<state>,
    invalid_input.
    """
    del by, at
    proposal = lock_draft(proposal)
    if not title.strip():
        raise invalid(title="Say what will be done.")
    starts_on, due_on = particulars.get("starts_on"), particulars.get("due_on")
    if starts_on and due_on and due_on < starts_on:
        raise invalid(due_on="It is due before it starts; correct one of the two days.")
    fields = {
        "title": title.strip(),
        "price_minor": price.minor if price is not None else 0,
        **particulars,
    }
    if price is not None and price.is_negative:
        raise invalid(price="A price is not below zero.")
    if deliverable is None:
        deliverable = ProposalDeliverable(
            proposal=proposal, position=next_in(ProposalDeliverable, proposal), **fields
        )
        deliverable.save()
    else:
        deliverable = lock(deliverable).change(**fields)
    record(
        Event.PROPOSAL_CHANGED,
        proposal,
        part="a deliverable",
        about=[proposal.deal],
        deliverable=deliverable,
    )
    return deliverable


@operation(May.WRITE_PROPOSALS)
def take_out(
    *,
    proposal: Proposal,
    part: ProposalLine | ProposalDeliverable | ProposalTerm | ProposalClaim,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Take a part out of a draft; what was asked about it is withdrawn.

    Refuses with: proposal_<state>, clause_always.
    """
    proposal = lock_draft(proposal)
    if isinstance(part, ProposalTerm) and part.clause is not None and part.clause.always:
        raise Refused(
            "clause_always",
            "Every proposal carries this clause.",
            what="Not taken out.",
            remedy="Word it differently, and its owner is asked.",
        )
    if isinstance(part, ProposalDeliverable):
        Estimate.objects.filter(deliverable=part).delete()
    withdraw_questions(part, by, at)
    name = str(part)
    part.delete()
    record(
        Event.PROPOSAL_CHANGED,
        proposal,
        part="the parts",
        about=[proposal.deal],
        private={"taken_out": name},
    )
    return proposal


@operation(May.WRITE_PROPOSALS)
def word_term(
    *,
    proposal: Proposal,
    text: str,
    by: Actor,
    at: datetime,
    term: ProposalTerm | None = None,
    title: str = "",
    function: str = "",
) -> ProposalTerm:
    """Word a term of a draft: a standard clause's departure, or a clause of the customer's own.

    Whether it departs is found by comparing words, never said by a person. Refuses with:
    proposal_<state>, invalid_input.
    """
    del by, at
    proposal = lock_draft(proposal)
    if not text.strip():
        raise invalid(text="Write the term, or go back to the standard wording.")
    standard = term.standard if term else None
    departs = standard is None or departure(standard.text, text).departs
    fields = {"text": text.strip(), "text_hash": text_hash(text), "departs": departs}
    if term is None:
        if not title.strip() or not function.strip():
            raise invalid(function="Give the term a title and the function that must keep it.")
        term = ProposalTerm(
            proposal=proposal,
            title=title.strip(),
            function=function,
            position=next_in(ProposalTerm, proposal),
            **fields,
        )
        term.save()
    else:
        term = lock(term).change(**fields)
    record(
        Event.PROPOSAL_CHANGED, proposal, part="a term", about=[proposal.deal], term=term,
        departs=departs, text_hash=term.text_hash,
    )  # fmt: skip
    return term


@operation(May.WRITE_PROPOSALS)
def carry_claim(*, proposal: Proposal, claim: Claim, by: Actor, at: datetime) -> ProposalClaim:
    """Let a draft carry a claim; whether it holds is asked when the proposal is sent.

    Refuses with: proposal_<state>, claim_carried, claim_retired.
    """
    del by, at
    proposal = lock_draft(proposal)
    if claim.state == ClaimState.RETIRED:
        raise Refused("claim_retired", "This sentence is no longer said.", what="Not carried.")
    if ProposalClaim.objects.filter(proposal=proposal, claim=claim).exists():
        raise Refused("claim_carried", "The proposal carries this claim already.")
    carried = ProposalClaim(proposal=proposal, claim=claim)
    carried.save()
    record(
        Event.PROPOSAL_CHANGED, proposal, part="a claim", about=[proposal.deal, claim], claim=claim
    )
    return carried
