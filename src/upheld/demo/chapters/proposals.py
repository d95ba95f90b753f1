"""Proposals: written, estimated, reviewed by those who must keep them, sent, and answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.agreements.models import (
    Proposal,
    ProposalClaim,
    ProposalDeliverable,
    ProposalTerm,
    ProposalVersion,
    Service,
)
from upheld.agreements.operations.asking import apply_alternative, ask_what_is_needed
from upheld.agreements.operations.drafting import (
    carry_claim,
    draft_proposal,
    put_deliverable,
    put_line,
    take_out,
    word_term,
)
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.operations.questions import answer_question, ask_question
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.operations.signing import Signing, open_offer, send_code, sign_proposal
from upheld.demo.chapters.delivery import deliver
from upheld.demo.chapters.desk import desk_plot
from upheld.demo.plots import Plot, working
from upheld.demo.words import PROJECTS
from upheld.foundation.refusals import Refused
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.market.models import Claim
from upheld.market.queries.verdicts import verdict_now
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.rules.answers import Answer, ReviewState
from upheld.selling.models import Deal
from upheld.selling.operations.deals import change_deal

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Signature
    from upheld.demo.chapters.deals import Fate
    from upheld.demo.teller import Account, Teller

WEEKEND = (
    "An engineer visits on site within four hours on Saturdays and Sundays, besides the visits "
    "on working days."
)
ON_CALL = (
    "An engineer is on call by telephone on Saturdays and Sundays from 09:00 to 17:00 and "
    "visits on site on the next working day."
)
HOUR = 3600


def propose(teller: Teller, account: Account, deal: Deal, fate: Fate) -> Plot:
    """Tell a proposal of a deal, to the buyer's answer."""
    seller = account.seller
    at = yield from working(teller, fate.begins_on + timedelta(days=21), 9)
    proposal = draft(teller, account, deal, fate, at)
    at = yield from working(teller, fate.begins_on + timedelta(days=22), 10)
    _estimate(teller, proposal, fate, at)
    ask_capacity(proposal=_fresh(proposal), by=teller.by(seller), at=at)
    ask_what_is_needed(proposal=_fresh(proposal), by=teller.by(seller), at=at)
    yield from _answers(teller, account, proposal, fate)
    at = yield from working(teller, fate.begins_on + timedelta(days=25), 15)
    _drop_what_no_longer_holds(teller, proposal, seller, at)
    version = send_proposal(proposal=_fresh(proposal), by=teller.by(seller), at=at)
    change_deal(
        deal=Deal.objects.get(pk=deal.pk),
        next_step="Ask what they think of the proposal",
        next_step_on=fate.begins_on + timedelta(days=32),
        by=teller.by(seller),
        at=at,
    )
    yield from _buyer(teller, account, version, fate)


def draft(teller: Teller, account: Account, deal: Deal, fate: Fate, at: datetime) -> Proposal:
    """Write a proposal as the seller would: lines, deliverables, terms and a claim."""
    seller = account.seller
    title, _parts = PROJECTS[fate.project]
    starts_on = fate.begins_on + timedelta(days=60)
    proposal = draft_proposal(
        deal=deal,
        title=title,
        intro=f"What we understood at {account.company.name}, what we will do, and how you will "
        "see that it is done.",
        months=24,
        starts_on=starts_on,
        valid_until=fate.begins_on + timedelta(days=55),
        signer=account.contact,
        silence="means_yes",
        sign_off_days=5,
        by=teller.by(seller),
        at=at,
    )
    people = account.company.headcount or 30
    discount = Rate.percent(8) if fate.project == 2 else None  # noqa: PLR2004  one project is dear
    for key, quantity in (("desk", people), ("guard", people), ("project", 4)):
        put_line(
            proposal=proposal,
            service=Service.objects.get(key=key),
            quantity=quantity,
            discount=discount if key == "desk" else None,
            by=teller.by(seller),
            at=at,
        )
    _deliverables(teller, proposal, fate, seller, at)
    if fate.unusual:
        term = ProposalTerm.objects.get(proposal=proposal, clause__key="onsite")
        word_term(proposal=proposal, term=term, text=WEEKEND, by=teller.by(seller), at=at)
    _claim(teller, proposal, seller, at)
    return proposal


def _deliverables(
    teller: Teller, proposal: Proposal, fate: Fate, seller: str, at: datetime
) -> None:
    starts_on = fate.begins_on + timedelta(days=60)
    for index, (name, criterion, _hours) in enumerate(PROJECTS[fate.project][1]):
        put_deliverable(
            proposal=proposal,
            title=name,
            criterion=criterion,
            evidence_kind="file" if index % 2 else "text",
            starts_on=starts_on,
            due_on=starts_on + timedelta(days=28 + 14 * index),
            function="projects",
            price=Money.of(2_000, teller.provider.currency),
            by=teller.by(seller),
            at=at,
        )


def _claim(teller: Teller, proposal: Proposal, seller: str, at: datetime) -> None:
    """Carry the first claim that holds on that day; a claim that does not would stop it."""
    for claim in Claim.objects.filter(state="in_use").order_by("number"):
        if verdict_now(claim, at).bears_out:
            carry_claim(proposal=proposal, claim=claim, by=teller.by(seller), at=at)
            return


def _drop_what_no_longer_holds(
    teller: Teller, proposal: Proposal, seller: str, at: datetime
) -> None:
    """Take out a claim whose figures have turned since it was put in: nothing untrue is sent."""
    for carried in ProposalClaim.objects.filter(proposal=proposal).select_related("claim"):
        if not verdict_now(carried.claim, at).bears_out:
            take_out(proposal=_fresh(proposal), part=carried, by=teller.by(seller), at=at)


def _estimate(teller: Teller, proposal: Proposal, fate: Fate, at: datetime) -> None:
    _title, parts = PROJECTS[fate.project]

    rows = ProposalDeliverable.objects.filter(proposal=proposal).order_by("position")
    for one, (_name, _criterion, hours) in zip(rows, parts, strict=True):
        guess = hours * teller.rng.uniform(0.8, 1.1)
        estimate_deliverable(
            deliverable=one,
            low_seconds=int(guess * 0.75) * HOUR,
            likely_seconds=int(guess) * HOUR,
            high_seconds=int(guess * 1.5) * HOUR,
            by=teller.by("joan" if fate.project % 2 else "dana"),
            at=at,
        )


def _answers(teller: Teller, account: Account, proposal: Proposal, fate: Fate) -> Plot:
    """Let whoever was asked answer within a day; the visit at weekends gets an alternative."""
    at = yield from working(teller, fate.begins_on + timedelta(days=23), 11)
    open_ones = Review.objects.filter(
        company=proposal.company, state=ReviewState.ASKED.value
    ).select_related("asked")
    for review in open_ones:
        by = teller.by(review.asked.handle)
        if review.kind == "term":
            answer_review(
                review=review,
                answer=Answer.OFFER_ALTERNATIVE,
                reason="Nobody works on site at weekends; on call we can keep.",
                alternative={"words": ON_CALL},
                unease=2,
                by=by,
                at=at,
            )
        else:
            answer_review(review=review, answer=Answer.APPROVE, unease=0, by=by, at=at)
    at = yield from working(teller, fate.begins_on + timedelta(days=23), 15)
    for term in ProposalTerm.objects.filter(proposal=proposal, departs=True):
        apply_alternative(term=term, by=teller.by(account.seller), at=at)


def _buyer(teller: Teller, account: Account, version: ProposalVersion, fate: Fate) -> Plot:
    buyer = account.actor
    if buyer is None:
        return
    at = yield from working(teller, fate.begins_on + timedelta(days=27), 10)
    open_offer(version=version, by=buyer, at=at)
    if fate.project % 2:
        question = ask_question(
            proposal=_fresh(version.proposal),
            words="Does the desk also help with our own line-of-business system?",
            by=buyer,
            at=at,
        )
        at = yield from working(teller, fate.begins_on + timedelta(days=28), 9)
        answer_question(
            question=question,
            answer="Yes: we take the call and bring in the maker, and stay with it to the end.",
            by=teller.by(account.seller),
            at=at,
        )
    if fate.ends != "won":
        return
    at = yield from working(teller, fate.begins_on + timedelta(days=33), 14)
    code = send_code(version=version, by=buyer, at=at)
    signature = sign_proposal(
        version=version,
        signing=Signing(
            typed_name=account.contact.name,
            shown_hash=version.sha256,
            code=code.code,
            agreed=True,
            address="192.0.2.10",
            agent="Told by the demo",
        ),
        by=buyer,
        at=at,
    )
    if isinstance(signature, Refused):
        raise signature
    yield from _serve(teller, account, signature, fate, at)


def _serve(
    teller: Teller, account: Account, signature: Signature, fate: Fate, at: datetime
) -> Plot:
    """Let a new customer's requests come from now on, and deliver what was signed."""
    if not account.served:
        account.served = True
        a_month = 0.8 + account.company.pk % 4 * 0.5
        teller.later.append(desk_plot(teller, account, at.date(), a_month=a_month))
    yield from deliver(teller, account, signature, fate)


def _fresh(proposal: Proposal) -> Proposal:
    found: Proposal = Proposal.objects.get(pk=proposal.pk)
    return found
