"""The buyer asks, we answer, and both stay with the proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Proposal, ProposalQuestion
from upheld.agreements.rules.proposals import ProposalState
from upheld.customers.models import Contact
from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@operation(May.READ_OFFER)
def ask_question(*, proposal: Proposal, words: str, by: Actor, at: datetime) -> ProposalQuestion:
    """Let the buyer ask about what was sent. Refuses with: invalid_input, not_on_the_table."""
    if not words.strip():
        raise invalid(words="Write your question.")
    if proposal.state not in {ProposalState.SENT, ProposalState.OPENED}:
        raise Refused(
            "not_on_the_table",
            "This proposal is not open at the moment.",
            what="Not sent.",
            remedy="Write to the person who sent it to you.",
        )
    question = ProposalQuestion(
        proposal=proposal,
        asked_by=Contact.objects.get(pk=by.contact_id),
        asked_at=at,
        words=words.strip(),
    )
    question.save()
    record(Event.QUESTION_ASKED, question, about=[proposal, proposal.deal])
    return question


@operation(May.WRITE_PROPOSALS)
def answer_question(
    *, question: ProposalQuestion, answer: str, by: Actor, at: datetime
) -> ProposalQuestion:
    """Answer the buyer's question; they read it with the proposal.

    Refuses with: invalid_input, already_answered.
    """
    if not answer.strip():
        raise invalid(answer="Write the answer.")
    question = lock(question)
    if question.answered_at is not None:
        raise Refused(
            "already_answered",
            f"{question.answered_by} has answered this question.",
            remedy="Read the answer; the buyer can ask again.",
        )
    question.change(
        answer=answer.strip(),
        answered_by=Person.objects.get(pk=by.person_id),
        answered_at=at,
    )
    proposal = question.proposal
    record(Event.QUESTION_ANSWERED, question, about=[proposal, proposal.deal])
    return question
