"""What stands against an answer of the buyer's, in the buyer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.queries.signers import who_may_sign
from upheld.agreements.queries.signing import offer_of, taken_back_since
from upheld.agreements.rules.acceptance import SigningAttempt, may_sign
from upheld.agreements.rules.signing_words import ASK_SENDER, off_the_table, signers_remedy
from upheld.customers.models import Contact
from upheld.foundation.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal, ProposalVersion
    from upheld.foundation.actor import Actor

NOT_SIGNED = "Not signed."
_CODE_CODES = {"code_missing", "code_expired", "code_spent", "code_used", "code_wrong"}


def beside(version: ProposalVersion, proposal: Proposal) -> ProposalVersion:
    """Give the version beside the locked proposal, so that both say the same."""
    version.proposal = proposal
    return version


def signer_behind(by: Actor) -> Contact:
    """Give the contact who acts; refuses with not_a_signer."""
    found: Contact | None = Contact.objects.filter(pk=by.contact_id).first()
    if found is None:
        raise stranger()
    return found


def attempt_of(contact: Contact, shown_hash: str, code: str) -> SigningAttempt:
    """Give an attempt as the rules of signing look at it."""
    return SigningAttempt(
        contact=str(contact.pk),
        contact_customer=str(contact.company_id),
        contact_active=contact.active,
        shown_hash=shown_hash,
        code_typed=code,
        contact_may_sign=contact.may_sign,
    )


def require_answerable(
    version: ProposalVersion,
    contact: Contact,
    shown_hash: str,
    at: datetime,
    what: str = NOT_SIGNED,
    *,
    signs: bool = True,
) -> None:
    """Refuse whatever stands against an answer besides the code, in the buyer's words.

    Who may not sign for their company may still decline (`signs`: false).
    """
    offer = offer_of(version)
    for reason in may_sign(offer, attempt_of(contact, shown_hash, ""), None, at=at):
        if reason.code in _CODE_CODES:
            return
        if reason.code == "not_a_signer":
            raise stranger()
        if reason.code == "may_not_sign":
            if signs:
                raise may_not_sign(version)
            continue
        plain = off_the_table(offer.state) or reason
        why = plain.why.removeprefix(f"{NOT_SIGNED[:-1]}: ")
        raise Refused(plain.code, sentence(why), what=what, remedy=plain.remedy)


def require_approvals(proposal: Proposal, at: datetime) -> None:
    """Refuse while a yes that the offer stands on was taken back; names nothing internal."""
    if taken_back_since(proposal, at):
        raise Refused(
            "approval_taken_back",
            "Something that was approved on our side when this was sent no longer stands.",
            what=NOT_SIGNED,
            remedy=f"Nothing is wrong on your side. {ASK_SENDER}",
        )


def code_refused(code: str, why: str, remedy: str) -> Refused:
    """Build the refusal about a code, told at its field."""
    why = sentence(why.removeprefix(f"{NOT_SIGNED[:-1]}: "))
    return Refused(code, why, what=NOT_SIGNED, remedy=remedy, fields={"code": [f"{why} {remedy}"]})


def stranger() -> Refused:
    """Build the refusal for whoever is not named to sign."""
    return Refused(
        "not_a_signer",
        "You are not named as a signer of this proposal.",
        what=NOT_SIGNED,
        remedy="Ask the person who sent it to name you as a signer.",
    )


def may_not_sign(version: ProposalVersion) -> Refused:
    """Build the refusal for a named signer who may not sign for their company; says who may."""
    return Refused(
        "may_not_sign",
        f"You may not sign for {version.company.name}.",
        what=NOT_SIGNED,
        remedy=signers_remedy(who_may_sign(version.company_id)),
    )


def sentence(words: str) -> str:
    """Begin with a capital."""
    return words[:1].upper() + words[1:]
