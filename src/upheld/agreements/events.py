"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about proposals, signatures and agreements."""

    SERVICE_LISTED = "agreements.service.listed"
    CLAUSE_WORDED = "agreements.clause.worded"
    PROPOSAL_DRAFTED = "agreements.proposal.drafted"
    PROPOSAL_CHANGED = "agreements.proposal.changed"
    DELIVERABLE_ESTIMATED = "agreements.deliverable.estimated"
    CAPACITY_ASKED = "agreements.proposal.capacity_asked"
    PROPOSAL_SENT = "agreements.proposal.sent"
    PROPOSAL_OPENED = "agreements.proposal.opened"
    PROPOSAL_REVISED = "agreements.proposal.revised"
    PROPOSAL_WITHDRAWN = "agreements.proposal.withdrawn"
    PROPOSAL_DECLINED = "agreements.proposal.declined"
    PROPOSAL_EXPIRED = "agreements.proposal.expired"
    QUESTION_ASKED = "agreements.question.asked"
    QUESTION_ANSWERED = "agreements.question.answered"
    CODE_SENT = "agreements.signing.code_sent"
    CODE_WRONG = "agreements.signing.code_wrong"
    PROPOSAL_SIGNED = "agreements.proposal.signed"
    AGREEMENT_MADE = "agreements.agreement.made"
