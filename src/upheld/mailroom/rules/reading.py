"""A mail read from its bytes, whatever its writer did to the standards.

Python's parser never refuses, but asking it for a damaged header or an unknown character set may
fail; each question here has a plainer one behind it, so that a mail is read as far as it can be.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from upheld.foundation.values.text import one_line
from upheld.mailroom.rules.addressing import Address, addresses_in
from upheld.mailroom.rules.nature import Nature, nature_of
from upheld.mailroom.rules.returned import Returned, returned_in
from upheld.mailroom.rules.wording import text_of_html

_ID = re.compile(r"<[^<>\s]{1,400}>")
_ENCODED = re.compile(
    r"=\?[\w-]+(?:\*[\w-]+)?\?[bq]\?[^?\s]*\?=(?:\s+=\?[\w-]+\?[bq]\?[^?\s]*\?=)*", re.IGNORECASE
)
_MOST_PARTS = 300
_MOST_TEXT = 1_000_000
_MOST_REFERENCES = 60
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to")
_NOT_TO_BE_SAID = {sign: None for sign in range(32) if sign not in {9, 10, 13}}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file in a mail: its name, its bytes, and whether it stands inside the text."""

    name: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it was read. Nothing of it is to be trusted."""

    fingerprint: str
    """The SHA-256 of what makes it this mail; the same by whatever way it came."""
    sender: Address
    subject: str
    message_id: str = ""
    references: tuple[str, ...] = ()
    """What it answers, the nearest first."""
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    nature: Nature = Nature.PERSON
    text: str = ""
    html: str = ""
    files: tuple[Enclosed, ...] = ()
    returned: Returned | None = None
    readable: bool = True
    headers: dict[str, str] = field(default_factory=dict)


def read_letter(content: bytes) -> Letter:
    """Read a mail; one that breaks the parser is given with `readable` false."""
    try:
        return _read(content)
    except Exception:  # noqa: BLE001  whatever a stranger wrote must not stop the mail behind it
        digest = hashlib.sha256(content).hexdigest()
        return Letter(digest, Address(""), "(unreadable)", readable=False)


def _read(content: bytes) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(content)
    headers = _headers(message)
    senders = addresses_in([headers.get("from", "")]) or addresses_in([headers.get("sender", "")])
    sender = senders[0] if senders else Address("")
    plain, html, files = _bodies(message)
    nature = nature_of(headers, sender.address)
    ids = _ID.findall(headers.get("in-reply-to", ""))
    ids += _ID.findall(headers.get("references", ""))[::-1]
    own = _ID.findall(headers.get("message-id", ""))
    text = (plain or text_of_html(html)).replace("\r\n", "\n")
    return Letter(
        fingerprint=_fingerprint(headers, content),
        sender=sender,
        subject=one_line(headers.get("subject", ""))[:300],
        message_id=own[0] if own else "",
        references=tuple(dict.fromkeys(ids))[:_MOST_REFERENCES],
        recipients=tuple(one.address for one in addresses_in(
            value for name in _TO for value in _all(message, name))),
        sent_at=_moment(headers.get("date", "")),
        nature=nature,
        text=text[:_MOST_TEXT].translate(_NOT_TO_BE_SAID).strip(),
        html=html[:_MOST_TEXT].translate(_NOT_TO_BE_SAID),
        files=tuple(files),
        returned=returned_in(message, text) if nature is Nature.BOUNCE else None,
        headers=headers,
    )  # fmt: skip


def _fingerprint(headers: dict[str, str], content: bytes) -> str:
    """Hash what stays the same whichever server brought a mail: not who passed it on, and when."""
    body = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[-1]
    # Line ends and the last of them differ from one server to the next.
    plain = body.replace(b"\r\n", b"\n").rstrip(b"\n")
    said = "\0".join(headers.get(name, "") for name in ("message-id", "from", "date", "subject"))
    return hashlib.sha256(said.encode("utf-8", "replace") + b"\0" + plain).hexdigest()


def _headers(message: Message) -> dict[str, str]:
    """Give each header's first value as text, by its name in small letters."""
    found: dict[str, str] = {}
    for name, raw in message.raw_items():
        if name.lower() not in found:
            found[name.lower()] = _plain(raw)
    return found


def _all(message: Message, name: str) -> list[str]:
    raw = message.raw_items()
    return [_plain(value) for key, value in raw if key.lower() == name]


def _plain(raw: object) -> str:
    """Decode a header as it stood: encoded words, eight-bit letters, folded lines."""
    eight_bit = str(raw).encode("utf-8", "surrogateescape")
    try:
        text = eight_bit.decode()
    except UnicodeDecodeError:
        text = eight_bit.decode("cp1252", "replace")
    return _ENCODED.sub(_decoded, re.sub(r"\r?\n[ \t]*", " ", text))


def _decoded(found: re.Match[str]) -> str:
    try:
        return str(make_header(decode_header(found[0])))
    except (ValueError, LookupError, UnicodeError, HeaderParseError):
        return found[0]


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bodies(message: Message) -> tuple[str, str, list[Enclosed]]:
    """Give the plain text, the HTML and the files of a mail."""
    plain: list[str] = []
    html = ""
    files: list[Enclosed] = []
    for count, (part, inside) in enumerate(_parts(message)):
        if count >= _MOST_PARTS:
            break
        kind, name, inline = _kind(part), _file_name(part), _is_inline(part)
        said = kind in {"text/plain", "text/html"} and not name and inline and not inside
        if said and kind == "text/plain":
            plain.append(_text(part))
        elif said and not html:
            html = _text(part)
        elif content := _content(part):
            files.append(Enclosed(name or _unnamed(kind, len(files)), content, _has_id(part)))
    return "\n\n".join(one.strip() for one in plain if one.strip()), html, files


def _parts(message: Message, inside: bool = False) -> list[tuple[Message, bool]]:  # noqa: FBT001, FBT002
    """Give the leaves of a mail; a mail within it is one leaf."""
    if _kind(message) == "message/rfc822" and not inside:
        return [(message, True)]
    if not message.is_multipart():
        return [(message, inside)]
    payload = message.get_payload()
    found: list[tuple[Message, bool]] = []
    for one in payload if isinstance(payload, list) else []:
        if isinstance(one, Message) and len(found) < _MOST_PARTS:
            found += _parts(one)
    return found


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:  # noqa: BLE001  a damaged Content-Type; several errors of the parser's own
        return "application/octet-stream"


def _file_name(part: Message) -> str:
    try:
        return one_line(part.get_filename() or "")
    except Exception:  # noqa: BLE001  as above
        return "file"


def _is_inline(part: Message) -> bool:
    try:
        return part.get_content_disposition() != "attachment"
    except Exception:  # noqa: BLE001  as above
        return False


def _has_id(part: Message) -> bool:
    return any(name.lower() == "content-id" for name in part.keys())  # noqa: SIM118  not a dict


def _content(part: Message) -> bytes:
    if part.is_multipart():
        payload = part.get_payload()
        first = payload[0] if isinstance(payload, list) and payload else None
        return first.as_bytes() if isinstance(first, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    """Decode a text in what it says it is in, else in what it can be."""
    content = _content(part)
    try:
        named = part.get_content_charset() or ""
    except Exception:  # noqa: BLE001  as above
        named = ""
    for charset in filter(None, (named, "utf-8")):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _unnamed(kind: str, count: int) -> str:
    if kind == "message/rfc822":
        return "mail.txt"
    return f"{'picture' if kind.startswith('image/') else 'file'}-{count + 1}"
