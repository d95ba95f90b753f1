"""How proof pages are said on a timeline."""

from __future__ import annotations

from upheld.foundation.record.sayings import say
from upheld.foundation.search.registry import declare_command
from upheld.mirror.events import Event
from upheld.mirror.may import May

say(Event.PROOF_MADE, "opened a proof page for the claims", kind="mail")
say(Event.PROOF_REVOKED, "closed the proof page")

declare_command("Proof pages", "proof-pages", May.MANAGE_PROOF, icon="eye", group="Go to")
