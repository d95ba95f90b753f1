"""Which text a database can keep: no NUL, no half of a pair of surrogates."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Tell whether a text can be kept as it is."""
    return (text.isascii() and "\0" not in text) or not _UNSTORABLE.search(text)


def storable(text: str) -> str:
    """Give the text with a mark in place of each sign that cannot be kept, for a report."""
    return _UNSTORABLE.sub("\ufffd", text)
