"""Words as the index holds them: the same for a row and for what is looked for."""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS = 250
LONGEST_WORD = 40
MOST_LOOKED_FOR = 8

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Give a text's words without capitals and accents, each once, in the order they come."""
    apart = unicodedata.normalize("NFKD", text)
    folded = "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
    cut = (word[:LONGEST_WORD] for word in _WORD.findall(folded))
    return list(dict.fromkeys(cut))


def indexed(text: str, provider_id: int) -> str:
    """Give a text's words as they are stored: each behind its provider's id.

    The id in front keeps providers apart within one index, so that nobody's common word makes
    somebody else's search slow, and nobody's rows can answer it.
    """
    return " ".join(f"{provider_id}:{word}" for word in words_of(text)[:MOST_WORDS])


def looked_for(text: str) -> list[str]:
    """Give the words of a question; at most eight of them count."""
    return words_of(text)[:MOST_LOOKED_FOR]
