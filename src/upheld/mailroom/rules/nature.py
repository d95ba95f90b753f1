"""What sort of mail something is: a person's, a machine's, a list's, or a mail come back.

By RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports) and the headers that mail programs use in
their place. A machine's answer never opens a ticket and is never answered: that ends every loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Nature(StrEnum):
    """Who or what wrote a mail."""

    PERSON = "person"
    GENERATED = "generated"
    """A monitor, a backup: nobody answered anything, and somebody may have to act."""
    ANSWERED = "answered"
    """An automatic answer: out of office, a receipt."""
    LIST = "list"
    BOUNCE = "bounce"


_ANSWER_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-vacation")
_RETURNS = ("mailer-daemon", "postmaster", "mail-daemon")
_ANSWER_SUBJECTS = (
    "automatic reply:", "auto:", "out of office:", "automatische antwort:", "abwesenheitsnotiz",
    "réponse automatique", "respuesta automática", "risposta automatica",
)  # fmt: skip


def nature_of(headers: Mapping[str, str], sender: str) -> Nature:
    """Tell the nature of a mail by its headers (names in small letters) and its sender."""
    kind = headers.get("content-type", "").lower()
    null_sender = headers.get("return-path", "").strip() == "<>"
    returned = sender.partition("@")[0].lower() in _RETURNS
    if "multipart/report" in kind:
        return Nature.ANSWERED if "disposition-notification" in kind else Nature.BOUNCE
    if returned and (null_sender or not headers.get("return-path")):
        return Nature.BOUNCE
    return _without_report(headers, null_sender=null_sender)


def _without_report(headers: Mapping[str, str], *, null_sender: bool) -> Nature:
    submitted = headers.get("auto-submitted", "").lower().partition(";")[0].strip()
    precedence = headers.get("precedence", "").lower().strip()
    subject = headers.get("subject", "").lower().strip()
    suppress = headers.get("x-auto-response-suppress", "")
    if (
        submitted == "auto-replied"
        or null_sender
        or precedence in {"auto_reply", "auto-reply"}
        or any(name in headers for name in _ANSWER_HEADERS)
        or (suppress and subject.startswith(_ANSWER_SUBJECTS))
    ):
        return Nature.ANSWERED
    if "list-id" in headers or "list-post" in headers or precedence in {"list", "bulk", "junk"}:
        return Nature.LIST
    if (submitted and submitted != "no") or suppress:
        return Nature.GENERATED
    # A monitor's mail may name it too, and somebody may have to act on that.
    if "list-unsubscribe" in headers:
        return Nature.LIST
    return Nature.PERSON
