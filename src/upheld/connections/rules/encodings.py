"""Which encoding a file's bytes are in, told from the bytes.

UTF-8 proves itself: text in another encoding is almost never valid UTF-8 by accident. UTF-16 shows
by its mark or by NUL in every other byte. What remains is one byte per character, where Windows
(cp1252) and old Macintosh (Mac Roman) files differ in what the upper half means; each reading is
scored by how ordinary the text becomes.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from upheld.connections.rules.survey import CHUNK, Survey
from upheld.connections.rules.unreadable import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EVERYDAY_LETTERS = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœßùúûüÿÀÂÄÁÅÆÇÈÉÊËÍÎÏÑÓÔÖØŒÙÚÜ")
_EVERYDAY_SIGNS = frozenset("\u2018’“”–—…•£€©®°™½¼«»¿¡§\u00a0")
_CANDIDATES = ("cp1252", "mac_roman")
_STRAY = 5


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and whether the bytes prove it or only make it likely."""

    name: str
    certain: bool
    why: str


def encoding_of(survey: Survey) -> Encoding:
    """Name the encoding of a surveyed file. Refuses with: binary."""
    head = survey.head
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, certain=True, why="the file begins with its mark")
    if wide := _unmarked_utf16(head):
        return Encoding(wide, certain=True, why="every other byte is zero")
    if looks_binary(head):
        raise binary()
    if survey.utf8:
        why = "plain ASCII throughout" if not survey.contexts else "all of it is valid UTF-8"
        return Encoding("utf-8", certain=True, why=why)
    return _likeliest(survey.contexts, b"\n" not in head and b"\r" in head)


def prove(opened: Callable[[], BinaryIO], encoding: str) -> None:
    """Make sure that the whole file is in this encoding before any row of it is taken.

    Refuses with: encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    walked = 0
    with opened() as stream:
        try:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
                walked += len(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            raise Unreadable(
                "encoding",
                f"The text is not in the encoding {encoding}: byte {walked:,} and what follows"
                " cannot be read so.",
                "Say which encoding the source writes, or export it as UTF-8.",
            ) from None


def looks_binary(head: bytes) -> bool:
    """Say whether bytes are no text: control characters that no writer of tables uses.

    A stray NUL in some row is that row's problem; NUL on the first line, or many control
    characters, is a file of another kind.
    """
    block = head[:8192]
    first_line = block.splitlines()[0] if block else b""
    controls = sum(block.count(bytes((code,))) for code in (*range(7), *range(14, 27), 28, 29, 127))
    return b"\0" in first_line or (controls > _STRAY and controls * 20 > len(block))


def binary() -> Unreadable:
    return Unreadable(
        "binary",
        "The file is not text: it holds bytes that no table has.",
        "Export it as CSV, XLSX or JSON and import that.",
    )


def _unmarked_utf16(head: bytes) -> str | None:
    block = head[:2048]
    half = len(block) // 2
    if half < 4:  # noqa: PLR2004 - three characters prove nothing
        return None
    even, odd = block[0::2].count(0), block[1::2].count(0)
    if odd > half * 0.8 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.8 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _likeliest(contexts: Counter[bytes], carriage_returns_only: bool) -> Encoding:  # noqa: FBT001
    scores = {name: _score(contexts, name) for name in _CANDIDATES}
    if carriage_returns_only:
        # Line ends of CR alone were written by Macintosh programs and by nothing else.
        scores["mac_roman"] += max(1, contexts.total())
    best = max(_CANDIDATES, key=lambda name: scores[name])
    return Encoding(best, certain=False, why="its accented letters read most naturally so")


def _score(contexts: Counter[bytes], name: str) -> int:
    return sum(_worth(context, name) * seen for context, seen in contexts.items())


def _worth(context: bytes, name: str) -> int:
    try:
        character = context[1:2].decode(name)
    except UnicodeDecodeError:
        return -20
    before, after = (chr(side) if side < 128 else "" for side in (context[0], context[2]))  # noqa: PLR2004
    in_word = before.isalpha() or after.isalpha()
    if character in _EVERYDAY_LETTERS:
        return _worth_of_letter(character, before, after)
    if character in _EVERYDAY_SIGNS:
        return 1 if before.isalpha() and after.isalpha() and character not in "’\u2018–—" else 3
    return -2 if in_word else -1


def _worth_of_letter(character: str, before: str, after: str) -> int:
    if character.isupper() and before.islower():
        return -2
    if character.islower() and after.isupper():
        return -2
    return 3 if before.isalpha() or after.isalpha() else 0
