"""Who decided who pays: every entry keeps the code of the rule that did, for its page to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """How a rule is said: `words` may name what it went by, `url` leads there."""

    words: str
    url: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A rule in words, with the address of what it went by."""

    words: str
    url: str = ""


OWN_RULES: Mapping[str, RuleSaid] = {
    "own.work": RuleSaid("Work on ourselves: nobody else pays for it."),
    "own.complaint": RuleSaid("Putting right what a customer complained of: given away."),
}

NOT_KEPT = "It came from elsewhere or was entered before rules were kept with entries."


def said_of(code: str, named: str, rules: Mapping[str, RuleSaid]) -> Said:
    """Say a rule by its code, with what it went by; one that is not known any more says so."""
    rule = rules.get(code)
    if rule is None:
        return Said(NOT_KEPT if not code else f"By the rule “{code}”, which is no longer in use.")
    return Said(rule.words.format(named=named), rule.url(named) if rule.url and named else "")
