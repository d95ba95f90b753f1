"""What a signer consents to, word for word, and what they are told when it cannot go ahead.

The consent is stored with each signature together with its version; a changed text gets a new
version, so that nobody's consent is ever re-read in other words.
"""

from __future__ import annotations

from datetime import timedelta

from upheld.agreements.rules.proposals import ProposalState
from upheld.foundation.refusals import Reason

CONSENT_VERSION = "2026-1"
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODES_AN_HOUR = 5
"""So many codes may be sent to one signer for one version within an hour."""

ASK_SENDER = "Write to the person who sent it to you, or ask a question on its page."

_TAKEN_BACK = {
    ProposalState.DRAFT: (
        "It is being revised, so what you read is no longer offered.",
        "You will be told as soon as the new version is here.",
    ),
    ProposalState.WITHDRAWN: ("It was withdrawn.", ASK_SENDER),
    ProposalState.DECLINED: ("It has been declined on your side.", ASK_SENDER),
    ProposalState.EXPIRED: ("The last day for signing has passed.", "Ask for a new version."),
    ProposalState.REPLACED: ("A newer proposal replaced it.", "Read and sign the newer one."),
    ProposalState.SIGNED: ("It has been signed already.", "Look at the signed document."),
}


def consent_text(*, title: str, number: int, version: int, provider: str, customer: str) -> str:
    """Give the sentence that a signer agrees to by signing."""
    return (
        f"I have read proposal {number}, version {version}, “{title}”, and accept it for "
        f"{customer}. I agree to sign electronically, and that {provider} keeps my typed name, "
        "my mail address, the address of my connection, my browser's name, the time, and the "
        "fingerprint of the text that was shown to me as evidence of this signature."
    )


def either(names: tuple[str, ...]) -> str:
    """Write names as a choice: "Eva, Finn or Ida"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def signers_remedy(able: tuple[str, ...]) -> str:
    """Say who may sign for the customer, and what to do, to somebody who may not."""
    if not able:
        return "Tell the person who sent it who may sign for your company."
    may = f"{either(able)} may. " if len(able) == 1 else f"One of these may: {either(able)}. "
    return f"{may}Ask the person who sent it to name them as the signer."


def off_the_table(state: ProposalState) -> Reason | None:
    """Say in the buyer's words why this proposal cannot be answered now; None if it can.

    Code: proposal_<state>.
    """
    if state in {ProposalState.SENT, ProposalState.OPENED}:
        return None
    why, remedy = _TAKEN_BACK[state]
    return Reason(f"proposal_{state}", why, remedy)
