"""Mail that came back: which one it was, and why it did not arrive (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,400}>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Returned:
    """What a delivery report says."""

    message_ids: tuple[str, ...]
    """Of the mails that it may be about."""
    recipient: str = ""
    status: str = ""
    """Such as 5.1.1: there is no such mailbox."""
    why: str = ""
    is_final: bool = True
    """False where the server is still trying."""


def returned_in(message: Message, text: str) -> Returned:
    """Read a delivery report, or the words of one that follows no standard."""
    fields: dict[str, str] = {}
    ids: list[str] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            fields |= _fields_of(part)
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            ids += _ID.findall(_words(part))
    ids += _ID.findall(text)
    action = fields.get("action", "failed").lower().strip()
    status = fields.get("status", "").strip() or _first_status(text)
    recipient = fields.get("final-recipient") or fields.get("original-recipient") or ""
    return Returned(
        message_ids=tuple(dict.fromkeys(ids)),
        recipient=recipient.rpartition(";")[2].strip().lower()[:254],
        status=status[:20],
        why=_words_of(fields.get("diagnostic-code", ""))[:_LONGEST],
        is_final=action not in {"delayed", "delivered", "relayed", "expanded"},
    )


def _words_of(code: str) -> str:
    """Give what a diagnostic code says, without the kind of code before its semicolon."""
    _, _, said = code.partition(";")
    return " ".join((said or code).split())


def _fields_of(part: Message) -> dict[str, str]:
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    return {
        str(name).lower(): str(value)
        for block in blocks
        if isinstance(block, Message)
        for name, value in block.raw_items()
    }


def _words(part: Message) -> str:
    """Give the beginning of an enclosed mail, where its headers are."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return "\n".join(f"{name}: {value}" for name, value in payload[0].raw_items())
    content = part.get_payload(decode=True)
    return content[:20_000].decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _first_status(text: str) -> str:
    found = _STATUS.search(text[:20_000])
    return found[1] if found else ""
