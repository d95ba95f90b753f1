"""The buyer opens an offer, gets a code, and signs or declines.

A signature makes the agreement, in the same transaction as everything that follows from it. A
wrong code must be remembered although nothing is signed, so it is answered by value and not by a
raised refusal, which would undo the count.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.agreements.documents.paper import SignedBy, paper_of
from upheld.agreements.documents.rendering import render_agreement
from upheld.agreements.documents.sealing import seal
from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Proposal, ProposalVersion, Signature, SigningCode
from upheld.agreements.operations.concluding import conclude
from upheld.agreements.operations.sending import off_table
from upheld.agreements.operations.signing_checks import (
    attempt_of,
    beside,
    code_refused,
    require_answerable,
    require_approvals,
    signer_behind,
)
from upheld.agreements.queries.content import read_offer
from upheld.agreements.queries.signing import (
    code_as_kept,
    newest_code,
    offer_of,
    signature_of,
)
from upheld.agreements.rules.acceptance import code_digest, may_sign
from upheld.agreements.rules.proposals import ProposalState
from upheld.agreements.rules.signing_words import (
    ASK_SENDER,
    CODE_LIFE,
    CODE_TRIES,
    CODES_AN_HOUR,
    CONSENT_VERSION,
    consent_text,
)
from upheld.customers.models import Contact
from upheld.foundation.files import keep
from upheld.foundation.models.record import RecordHead
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid

FOLDER = "agreements"
"""Where sealed documents lie, below the files folder."""

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from upheld.foundation.actor import Actor
    from upheld.foundation.refusals import Reason


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signer does: the name typed, the text seen, the code, and where it came from.

    `shown_hash` is the SHA-256 of the text that was shown to them. `agreed` is their tick under
    the consent. `address` and `agent` are those of the connection.
    """

    typed_name: str
    shown_hash: str
    code: str = field(repr=False)
    agreed: bool
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class CodeMade:
    """A code that was just made: the words for the mail, which can never be read again."""

    code: str = field(repr=False)
    to: str
    expires_at: datetime


@operation(May.READ_OFFER)
def open_offer(*, version: ProposalVersion, by: Actor, at: datetime) -> Proposal:
    """Note that somebody of the customer's opened what was sent, the first time only."""
    del at
    proposal = lock(version.proposal)
    if proposal.state != ProposalState.SENT or proposal.sent_version != version.number:
        return unchanged(proposal)
    proposal.change(state=ProposalState.OPENED.value)
    record(
        Event.PROPOSAL_OPENED, proposal, about=[version, proposal.deal],
        version=version.number, contact=by.contact_id,
    )  # fmt: skip
    return proposal


@operation(May.SIGN_OFFER)
def send_code(*, version: ProposalVersion, by: Actor, at: datetime) -> CodeMade:
    """Make a signing code for the signer; the door mails it to their own address.

    Only the signer who was named gets one: a forwarded link cannot sign. Refuses with:
    not_a_signer, may_not_sign, proposal_<state>, proposal_out_of_date, too_many_codes, no_address.
    """
    proposal = lock(version.proposal)
    version = beside(version, proposal)
    contact = signer_behind(by)
    require_answerable(version, contact, version.sha256, at)
    rows = SigningCode.objects.filter(version_sent=version, contact=contact)
    if rows.filter(sent_at__gt=at - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise Refused(
            "too_many_codes",
            f"{CODES_AN_HOUR} codes were sent to you within the hour.",
            what="No code was sent.",
            remedy="Use the newest one, or wait an hour.",
        )
    if not contact.email:
        raise Refused(
            "no_address",
            "We have no mail address of yours.",
            what="No code was sent.",
            remedy=ASK_SENDER,
        )
    typed, salt = f"{secrets.randbelow(10**6):06d}", secrets.token_hex(16)
    code = SigningCode(
        version_sent=version,
        contact=contact,
        salt=salt,
        digest=code_digest(typed, salt),
        sent_at=at,
        expires_at=at + CODE_LIFE,
        tries_left=CODE_TRIES,
    )
    code.save()
    record(Event.CODE_SENT, version, about=[proposal, contact], private={"to": contact.email})
    return CodeMade(typed, contact.email, code.expires_at)


@operation(May.SIGN_OFFER)
def sign_proposal(
    *, version: ProposalVersion, signing: Signing, by: Actor, at: datetime
) -> Signature | Refused:
    """Sign a version as its named signer, and make the agreement.

    Afterwards the sealed document, the agreement with its lines and statement of work exist, and
    the fact `agreements.proposal.signed` (subject: the signature) has told everyone else. A second
    click gives the first signature. Refuses with: invalid_input, not_a_signer, may_not_sign,
    proposal_<state>, proposal_out_of_date, text_changed, approval_taken_back. Gives back, and
    does not raise, a refusal about the code (code_missing, code_expired, code_spent, code_used,
    code_wrong).
    """
    proposal = lock(version.proposal)
    version = beside(version, proposal)
    contact = signer_behind(by)
    done = signature_of(version)
    if done is not None and done.contact_id == contact.pk:
        return unchanged(done)
    require_answerable(version, contact, signing.shown_hash, at)
    _require_filled(signing)
    require_approvals(proposal, at)
    code = newest_code(version, contact)
    attempt = attempt_of(contact, signing.shown_hash, signing.code)
    for wrong in may_sign(offer_of(version), attempt, code_as_kept(code), at=at):
        return _not_the_code(version, code, wrong)
    if code is not None:
        code.change(used_at=at)
    signature = _signed(version, contact, signing, at)
    proposal.change(state=ProposalState.SIGNED.value)
    agreement = conclude(proposal, signature, read_offer(version), at)
    record(
        Event.PROPOSAL_SIGNED,
        signature,
        about=[proposal, version, proposal.deal, proposal.company, contact],
        version=version.number,
        sha256=version.sha256,
        document=signature.file_sha256,
        agreement=agreement,
        consent=CONSENT_VERSION,
    )
    return signature


@operation(May.SIGN_OFFER)
def decline_proposal(*, version: ProposalVersion, reason: str, by: Actor, at: datetime) -> Proposal:
    """Decline a version as its named signer, saying why.

    Refuses with: invalid_input, not_a_signer, proposal_<state>, proposal_out_of_date.
    """
    proposal = lock(version.proposal)
    version = beside(version, proposal)
    require_answerable(version, signer_behind(by), version.sha256, at, "Not declined.", signs=False)
    if not reason.strip():
        raise invalid(reason="Say in a few words why; it is read by the person who sent it.")
    proposal.change(state=ProposalState.DECLINED.value)
    record(
        Event.PROPOSAL_DECLINED, proposal, about=[version, proposal.deal, proposal.company],
        reason=reason.strip(), version=version.number,
    )  # fmt: skip
    off_table(proposal, "The customer declined it.", by, at)
    return proposal


def consent_for(version: ProposalVersion, content: Mapping[str, Any]) -> str:
    """Give the consent that a signer of this version reads and agrees to."""
    return consent_text(
        title=content["title"],
        number=content["number"],
        version=version.number,
        provider=content["provider"]["name"],
        customer=content["customer"]["name"],
    )


def _require_filled(signing: Signing) -> None:
    if not signing.typed_name.strip():
        raise invalid(typed_name="Type your name as your signature.")
    if not signing.agreed:
        raise invalid(agreed="Tick that you agree; without it nothing is signed.")


def _not_the_code(version: ProposalVersion, code: SigningCode | None, wrong: Reason) -> Refused:
    if code is None or wrong.code != "code_wrong":
        return unchanged(code_refused(wrong.code, wrong.why, wrong.remedy))
    code.change(tries_left=code.tries_left - 1)
    record(Event.CODE_WRONG, version, about=[version.proposal], left=code.tries_left)
    left = code.tries_left
    remedy = (
        f"{left} tr{'y is' if left == 1 else 'ies are'} left." if left else "Ask for a new code."
    )
    return code_refused(wrong.code, wrong.why, remedy)


def _signed(
    version: ProposalVersion, contact: Contact, signing: Signing, at: datetime
) -> Signature:
    content = read_offer(version)
    head = RecordHead.objects.first()
    said = SignedBy(
        name=contact.name,
        typed_name=signing.typed_name.strip(),
        email=contact.email,
        at=at,
        address=signing.address[:60],
        agent=signing.agent[:300],
        consent=consent_for(version, content),
        consent_version=CONSENT_VERSION,
        sha256=version.sha256,
        version=version.number,
        record_size=head.size if head else 0,
        record_root=head.root if head else "",
    )
    kept = keep(FOLDER, version.provider_id, _sealed(content, said), ".pdf")
    signature = Signature(
        version_signed=version,
        company_id=version.company_id,
        contact=contact,
        typed_name=said.typed_name,
        email=contact.email,
        consent=said.consent,
        consent_version=CONSENT_VERSION,
        shown_hash=version.sha256,
        address=said.address,
        agent=said.agent,
        signed_at=at,
        file=kept.path,
        file_sha256=kept.sha256,
        file_bytes=kept.size,
    )
    signature.save()
    return signature


def _sealed(content: Mapping[str, Any], said: SignedBy) -> bytes:
    """Lay the signed text out with the evidence of its signature, and seal it."""
    pdf = render_agreement(paper_of(content, said), at=said.at)
    reason = f"Signed for {content['customer']['name']}"
    return seal(pdf, reason=reason, by=content["provider"]["name"])
