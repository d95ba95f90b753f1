"""A mail of ours, put together: headers that thread, and say what is a machine's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from upheld.foundation.values.text import one_line

_MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that a mail is made of."""

    message_id: str
    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    at: datetime
    reply_to: str = ""
    references: Sequence[str] = ()
    """The oldest first; the last is what it answers."""
    automatic: bool = False
    files: Sequence[Attached] = ()


def compose(mail: Outgoing) -> EmailMessage:
    """Put a mail together. Raises ValueError for an address that none can be sent to."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.at)
    message["From"] = _address(mail.sender, mail.sender_name)
    message["To"] = _address(mail.to)
    message["Subject"] = one_line(mail.subject)[:250]
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to, mail.sender_name)
    if mail.references:
        message["In-Reply-To"] = mail.references[-1]
        message["References"] = " ".join(mail.references[-_MOST_REFERENCES:])
    if mail.automatic:
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
        message["Precedence"] = "auto_reply"
    message.set_content(mail.text)
    for file in mail.files:
        major, _, minor = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=major or "application",
                               subtype=minor or "octet-stream", filename=file.name)  # fmt: skip
    return message


def _address(address: str, name: str = "") -> HeaderAddress:
    if not address.isascii():
        message = f"{address} has letters that mail cannot be sent to"
        raise ValueError(message)
    try:
        return HeaderAddress(one_line(name)[:120], addr_spec=address)
    except Exception as problem:
        message = f"{address} is no address that mail can be sent to"
        raise ValueError(message) from problem
