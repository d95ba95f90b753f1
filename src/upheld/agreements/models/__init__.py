"""The agreements package's tables."""

from upheld.agreements.models.agreement import Agreement, AgreementLine, StatementOfWork
from upheld.agreements.models.library import Clause, ClauseVersion, Service
from upheld.agreements.models.proposal import (
    Estimate,
    Proposal,
    ProposalClaim,
    ProposalDeliverable,
    ProposalLine,
    ProposalQuestion,
    ProposalTerm,
    WordingExplained,
)
from upheld.agreements.models.signing import ProposalVersion, Signature, SigningCode

__all__ = [
    "Agreement",
    "AgreementLine",
    "Clause",
    "ClauseVersion",
    "Estimate",
    "Proposal",
    "ProposalClaim",
    "ProposalDeliverable",
    "ProposalLine",
    "ProposalQuestion",
    "ProposalTerm",
    "ProposalVersion",
    "Service",
    "Signature",
    "SigningCode",
    "StatementOfWork",
    "WordingExplained",
]
