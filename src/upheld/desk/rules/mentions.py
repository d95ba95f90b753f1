"""Who is named in a text: `@dana` calls her, `ruth@acme.example` calls nobody."""

from __future__ import annotations

import re

MOST_NAMED = 20
"""Whoever names more people than that calls a meeting, not a colleague."""

# Before the sign no letter, digit or what stands in mail addresses and links.
_NAMED = re.compile(r"(?<![\w.@/+%-])@([a-z0-9][a-z0-9_-]{0,39})(?![\w@])", re.IGNORECASE)


def named_in(text: str) -> tuple[str, ...]:
    """Give the handles that a text names, in lower case, in order, each once, at most 20.

    >>> named_in("@Dana and @theo, ask ruth@acme.example; @dana knows")
    ('dana', 'theo')
    """
    found = dict.fromkeys(match[1].lower().rstrip("-_") for match in _NAMED.finditer(text))
    return tuple(found)[:MOST_NAMED]
