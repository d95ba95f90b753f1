"""How the events of market are said on a timeline, and what of market can be found."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind
from upheld.market.events import Event
from upheld.market.may import May
from upheld.market.models import Claim, ClaimState


def declare() -> None:
    """Declare what is said and what is found; called once, when Django has loaded the package."""
    say(Event.CLAIM_WRITTEN, "wrote claim {number}", kind="note")
    say(Event.CLAIM_CHANGED, "changed the claim")
    say(Event.CLAIM_TAKEN_UP, "took the claim up", kind="note")
    say(Event.CLAIM_JUDGED, "judged it by the figures: {verdict}, n = {n}", kind="review")
    say(Event.CLAIM_OVERRIDDEN, "let one proposal carry it all the same", kind="review")
    say(Event.CLAIM_RETIRED, "retired the claim")
    name_fields(
        Claim,
        state=FieldSaid("State", titles=tuple(ClaimState.choices)),
        window_days=FieldSaid("Window in days"),
        measure_key=FieldSaid("Measure"),
    )
    declare_kind("claim", "Claims", icon="quote", may=May.SEE_CLAIMS)
    declare_command("New claim", "claim-new", May.WRITE_CLAIMS)
