"""Yes, no and nothing, as other systems write them."""

from __future__ import annotations

from upheld.connections.rules.unparsable import Unparsable, shortened

YES = frozenset({"yes", "y", "true", "t", "1", "on", "x", "ja", "oui", "sì", "si", "sí"})
NO = frozenset({"no", "n", "false", "f", "0", "off", "nein", "non"})
EMPTY = ("", "?", "n/a", "#n/a", "na", "null", "none", "-", "--")


def yes_or_no(text: str) -> bool:
    """Refuses with: not_yes_or_no."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unparsable(
        "not_yes_or_no",
        f"{shortened(text)} is neither yes nor no.",
        "Say in the mapping what it means.",
    )
