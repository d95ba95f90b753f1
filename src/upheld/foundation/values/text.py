"""Text as people type it: one spelling per text, fingerprints, and what was not understood."""

from __future__ import annotations

import hashlib
import unicodedata


class NotUnderstood(ValueError):  # noqa: N818  the field's word; it is an answer, not an error
    """Something a person typed cannot be read.

    `code` is stable, `text` is what was typed, `why` and `remedy` are sentences for people.
    """

    def __init__(self, code: str, text: str, why: str, remedy: str = "") -> None:
        super().__init__(f"{why} {remedy}".strip())
        self.code = code
        self.text = text
        self.why = why
        self.remedy = remedy


def one_line(text: str) -> str:
    """Give the text composed (NFC), without control characters, each run of space one space."""
    composed = unicodedata.normalize("NFC", text)
    visible = (" " if unicodedata.category(sign) == "Cc" else sign for sign in composed)
    return " ".join("".join(visible).split())


def comparable(text: str) -> str:
    """Give the text as names are compared: case, accents and spacing no longer matter."""
    # Taking a sign apart may give capitals (℠), which only then can lose their case.
    apart = unicodedata.normalize("NFKD", one_line(text)).casefold()
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign)
    )
    return " ".join(plain.split())


def fingerprint(text: str) -> str:
    """Give the SHA-256 (64 hex digits) of what a text says, spacing and composition apart.

    Case counts, because in an agreement "Customer" and "customer" may differ.
    """
    return hashlib.sha256(one_line(text).encode()).hexdigest()


def initials(name: str) -> str:
    """Give one or two capital letters for a person's or a company's name; "" for none."""
    words = [word for word in one_line(name).split() if word[0].isalnum()]
    if not words:
        return ""
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()
