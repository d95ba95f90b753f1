"""What nobody means to send, and what an answer to it must look like.

PostgreSQL refuses NUL and whole numbers beyond 64 bits where SQLite does not, SQLite's driver
refuses numbers that Python can count, and neither can store half of a surrogate pair.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

NUL = "a\0b"
HALF = "a\ud800b"
"""Half of a surrogate pair: Python holds it, no database stores it."""
HUGE = "x" * 70_000
OVERFLOW = 2**63
DEEP = "[" * 50_000 + "]" * 50_000

TEXTS: tuple[str, ...] = (
    NUL, HALF, HUGE, str(OVERFLOW), str(-OVERFLOW - 1), "9" * 400, "-1", "0", "1.5", "NaN",
    "Infinity", "1e999", "٣", "²", "<script>alert(1)</script>", "' or 1=1 --", "../../etc/passwd",
    "2026-02-30", "0001-01-01", "9999-12-31", "9999-12-31T23:59", "2026-03-29T01:30", "25:61",
    "%00", "\r\nSet-Cookie: a=b", "\u202e\u2066", "{{ 7*7 }}",
)  # fmt: skip
"""For every field of every form and every parameter of every address."""

FIGURES: tuple[Any, ...] = (
    OVERFLOW, -OVERFLOW - 1, 10**400, -1, 0, 1.5, True, None, [], {}, [[]], {"a": 1},
)  # fmt: skip
"""For every field of every body, beside the texts."""

BARE: tuple[str, ...] = ("NaN", "Infinity", "-Infinity", "1e999", "1E400")
"""What some readers of JSON take for a number."""

BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"null"),
    ("application/json", b"[]"),
    ("application/json", b'"text"'),
    ("application/json", b"\xff\xfe\x00"),
    ("application/json", b"\xef\xbb\xbf{}"),
    ("application/json", b'{"a": 1}{"b": 2}'),
    ("application/json", b"{" + b'"name": "one", "name": "two"' + b"}"),
    ("application/json", DEEP.encode()),
    ("application/json", b'{"a":' * 20_000 + b"1" + b"}" * 20_000),
    ("application/json", b'{"' + b"k" * 100_000 + b'": 1}'),
    ("application/json", b"9" * 5_000),
    ("text/plain", b"name=one"),
    ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ("application/x-www-form-urlencoded", b"name=%00&number=99999999999999999999"),
    ("multipart/form-data; boundary=x", b"--x\r\nno such part"),
    ("multipart/form-data", b"--x--"),
    ("application/json; charset=no-such", b"{}"),
    ("", b"{}"),
)
"""Whole bodies, each with the type that it says it is."""

HEADERS: tuple[dict[str, str], ...] = (
    {"if-match": "no tag"},
    {"if-match": '"99999999999999999999"'},
    {"if-match": 'W/"1", "2"'},
    {"if-match": '"٣"'},
    {"idempotency-key": "k" * 101},
    {"idempotency-key": "a\0b"},
    {"idempotency-key": "\u00fc\u00ff"},
    {"idempotency-key": " "},
)
"""Headers that steer a change."""


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Undo what a request did, so that the next one meets the story as it was told."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def body_of(answer: Any) -> bytes:
    """Give the whole body of an answer, streamed or not."""
    if answer.streaming:
        return b"".join(answer)
    return bytes(answer.content)


def fault_in_problem(answer: Any) -> str:
    """Say how an answer to a program is not what was promised; nothing when it is.

    A refusal is a problem document that carries a code, a title and a sentence.
    """
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code < 400:
        return ""
    kind = answer.headers.get("Content-Type", "")
    if kind != "application/problem+json":
        return f"{answer.status_code} as {kind}: {body_of(answer)[:80]!r}"
    document = json.loads(body_of(answer))
    lacking = [
        name for name in ("type", "title", "status", "code", "detail") if name not in document
    ]
    if lacking or document["status"] != answer.status_code or not document["code"]:
        return f"{answer.status_code} lacks {lacking}: {document}"
    return ""
