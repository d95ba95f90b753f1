"""Saying why a wording that can be read two ways may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import WordingExplained
from upheld.agreements.operations.drafts import lock_draft
from upheld.agreements.rules.departures import text_hash
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid
from upheld.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.models import Proposal
    from upheld.foundation.actor import Actor


@operation(May.WRITE_PROPOSALS)
def explain_wording(
    *, proposal: Proposal, text: str, because: str, by: Actor, at: datetime
) -> WordingExplained:
    """Say why a wording that can be read two ways may stand, for exactly this text.

    Refuses with: proposal_<state>, invalid_input.
    """
    proposal = lock_draft(proposal)
    if not because.strip():
        raise invalid(because="Say why it may stand.")
    known: WordingExplained | None = WordingExplained.objects.filter(
        proposal=proposal, text_hash=text_hash(text)
    ).first()
    if known is not None:
        return unchanged(known)
    explained = WordingExplained(
        proposal=proposal,
        text_hash=text_hash(text),
        words=text[:300],
        because=because.strip(),
        by=Person.objects.get(pk=by.person_id),
        at=at,
    )
    explained.save()
    record(
        Event.PROPOSAL_CHANGED, proposal, part="the wording", about=[proposal.deal], reason=because
    )
    return explained
