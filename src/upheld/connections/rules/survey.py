"""One walk over the bytes before anything is taken in: size, damage, encoding, line length.

The walk holds a chunk at a time. It ends before the first row is handed out, so a file that is cut
off or too big is refused whole, never half imported.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO

from upheld.connections.rules.unreadable import Limits, Unreadable

CHUNK = 1 << 17
SAMPLE = 1 << 18
_TAIL = 16
_CONTEXTS_KEPT = 20_000
_HIGH_BYTE = re.compile(rb"(?s)(?=(.[\x80-\xff].))")


@dataclass(slots=True)
class Survey:
    """What the bytes are like, after `look_through`."""

    limits: Limits
    size: int = 0
    head: bytes = b""
    tail: bytes = b""
    utf8: bool = True
    contexts: Counter[bytes] = field(default_factory=Counter)
    json: bool = False
    line_feeds: int = 0
    carriage_returns: int = 0
    _since_line_end: int = 0
    _decoder: codecs.IncrementalDecoder = field(
        default_factory=codecs.getincrementaldecoder("utf-8")
    )
    _between: bool = True

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes. Refuses with: too_big, line_too_long."""
        self.size += len(chunk)
        if self.size > self.limits.expanded_bytes:
            raise too_big(self.limits.expanded_bytes)
        if self.size == len(chunk):
            self.json = begins_json(chunk)
        if not self.json:
            self._guard_line(chunk)
        if len(self.head) < SAMPLE:
            self.head += chunk[: SAMPLE - len(self.head)]
        self.line_feeds += chunk.count(b"\n")
        self.carriage_returns += chunk.count(b"\r")
        self.tail = (self.tail + chunk[-_TAIL:])[-_TAIL:]
        self._judge_encoding(chunk)

    def finish(self) -> None:
        if self.utf8:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.utf8 = False

    @property
    def lines(self) -> int:
        """Count the lines, whatever ends them; one more if the last has no end."""
        ends = max(self.line_feeds, self.carriage_returns)
        return ends + (self.size > 0 and not self.ends_with_line_end)

    @property
    def ends_with_line_end(self) -> bool:
        return self.tail.rstrip(b"\0").endswith((b"\n", b"\r"))

    def _guard_line(self, chunk: bytes) -> None:
        # Chunks are far smaller than the limit, so looking at the last line end of each is enough
        # to stop an endless line early; the reader applies the limit to the exact length.
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self._since_line_end = (
            self._since_line_end + len(chunk) if end < 0 else len(chunk) - end - 1
        )
        if self._since_line_end > self.limits.line_bytes + CHUNK:
            raise line_too_long(self.limits.line_bytes)

    def _judge_encoding(self, chunk: bytes) -> None:
        if chunk.isascii() and self._between:
            return
        if self.contexts.total() < _CONTEXTS_KEPT:
            self.contexts.update(_HIGH_BYTE.findall(b" " + chunk + b" "))
        if not self.utf8:
            return
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError:
            self.utf8 = False
        else:
            self._between = not self._decoder.getstate()[0]


def look_through(stream: BinaryIO, limits: Limits) -> Survey:
    """Walk the whole stream once. Refuses with: too_big, line_too_long, and what unpacking says."""
    survey = Survey(limits)
    while chunk := stream.read(CHUNK):
        survey.feed(chunk)
    survey.finish()
    return survey


def begins_json(head: bytes) -> bool:
    """Say whether a text opens as JSON does. JSON may stand on one line however long it is.

    A CSV header may begin with a bracket too ("[id],[name]"); a list of objects goes on with a
    brace.
    """
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = head[:4096].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    opening = text[1:].lstrip()
    return text.startswith("{") or (text.startswith("[") and opening.startswith(("{", "]")))


def too_big(allowed: int) -> Unreadable:
    return Unreadable(
        "too_big",
        f"The file holds more than the {allowed:,} bytes that are read at once.",
        "Split it into several files, or raise the limit if you trust where it comes from.",
    )


def line_too_long(allowed: int, row: int | None = None) -> Unreadable:
    return Unreadable(
        "line_too_long",
        f"A single record is longer than {allowed:,} bytes; no further part of it was read.",
        "Check that the file is a table, that its line ends are whole and that every quotation "
        "mark that opens a cell is closed.",
        row,
    )
