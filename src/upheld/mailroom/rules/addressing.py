"""Addresses: who wrote, for whom, and the secret part of an address that names a ticket.

A secret part is `t<ticket id>-<20 letters>`: 100 bits of an HMAC over provider and ticket, so
nothing is kept that could be stolen, and nobody guesses one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import getaddresses

_TOKEN = re.compile(r"(?<![a-z0-9])t([0-9]{1,12})-([a-z2-7]{20})(?![a-z0-9])", re.IGNORECASE)
_LETTERS = 20
_MOST_ADDRESSES = 100
LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody's address in small letters, and what they call themselves."""

    address: str
    name: str = ""


def addresses_in(values: Iterable[str]) -> list[Address]:
    """Give the addresses of headers, each once, in order; what is none is passed over."""
    found: dict[str, Address] = {}
    for name, address in getaddresses(list(values))[:_MOST_ADDRESSES]:
        plain = address.strip().lower()
        if "@" in plain[1:-1] and len(plain) <= LONGEST_ADDRESS and " " not in plain:
            found.setdefault(plain, Address(plain, " ".join(name.split())[:150]))
    return list(found.values())


def extra_part(address: str, mailbox: str) -> str:
    """Give what stands after the plus of a mailbox's address; "" where it is another address.

    >>> extra_part("help+t7-abc@acme.example", "help@acme.example")
    't7-abc'
    """
    local, _, domain = address.lower().rpartition("@")
    ours, _, our_domain = mailbox.lower().rpartition("@")
    name, plus, extra = local.partition("+")
    return extra if plus and (name, domain) == (ours, our_domain) else ""


def with_extra(mailbox: str, extra: str) -> str:
    """Give a mailbox's address with something after a plus."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{extra}@{domain}"


def is_mailbox(address: str, mailbox: str) -> bool:
    """Tell whether an address is a mailbox's own, with or without something after a plus."""
    return address.lower() == mailbox.lower() or bool(extra_part(address, mailbox))


def ticket_token(key: bytes, provider_id: int, ticket_id: int) -> str:
    """Make the secret part of a ticket's reply address."""
    digest = hmac.new(key, f"{provider_id}:{ticket_id}".encode(), hashlib.sha256).digest()
    return f"t{ticket_id}-{base64.b32encode(digest).decode().lower()[:_LETTERS]}"


def ticket_of_tokens(texts: Iterable[str], keys: Iterable[bytes], provider_id: int) -> int | None:
    """Give the id of the ticket that a true secret part names; forged ones name none."""
    keys = list(keys)
    for text in texts:
        for found in _TOKEN.finditer(text[:2000]):
            ticket_id = int(found[1])
            said = found[0].lower()
            if any(hmac.compare_digest(ticket_token(key, provider_id, ticket_id), said)
                   for key in keys):  # fmt: skip
                return ticket_id
    return None
