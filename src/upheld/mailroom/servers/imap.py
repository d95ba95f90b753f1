"""Reading a mailbox by IMAP: by UID, without marking or deleting anything."""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from upheld.foundation.outgoing import TIMEOUT, connect
from upheld.mailroom.rules.tokens import END, mechanism_of, shown_token
from upheld.mailroom.servers.faults import ServerFault, fault_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

    from upheld.mailroom.servers.account import Account

LARGEST = 25_000_000
"""Bytes of a mail that is kept whole; of a larger one the beginning is."""
BEGINNING = 400_000
_MOST_AT_ONCE = 64_000_000
"""No server may make us hold more at a time."""
_ABOUT_AT_ONCE = 200
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message on the server: its UID, when it came there, and its size in bytes."""

    uid: int
    came_at: datetime
    size: int


class _Checked(imaplib.IMAP4):
    """An IMAP connection whose address was judged when it was opened."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return connect(self.host, self.port, timeout)

    def read(self, size: int) -> bytes:
        if size > _MOST_AT_ONCE:
            raise imaplib.IMAP4.abort("the server sends more than anybody can hold")
        return super().read(size)


class _CheckedTls(imaplib.IMAP4_SSL):
    """The same with TLS from the first byte."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = connect(self.host, self.port, timeout)
        context: ssl.SSLContext = self.ssl_context
        return context.wrap_socket(plain, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        if size > _MOST_AT_ONCE:
            raise imaplib.IMAP4.abort("the server sends more than anybody can hold")
        return super().read(size)


class Folder:
    """An opened folder of a mailbox."""

    def __init__(self, connection: imaplib.IMAP4, uid_validity: int) -> None:
        self._connection = connection
        self.uid_validity = uid_validity

    def waiting(self, after: int, since: datetime) -> list[Waiting]:
        """Give the messages above a UID that came since a moment, the oldest UID first."""
        uids = self._uids(after, since)
        found: list[Waiting] = []
        for start in range(0, len(uids), _ABOUT_AT_ONCE):
            found += self._about(uids[start : start + _ABOUT_AT_ONCE])
        found = [one for one in found if one.uid > after and one.came_at >= since]
        return sorted(found, key=lambda one: one.uid)

    def content(self, message: Waiting) -> bytes:
        """Give the bytes of a message; of one that is too large its beginning."""
        cut = f"<0.{BEGINNING}>" if message.size > LARGEST else ""
        for head, body in self._fetch(str(message.uid), f"(UID BODY.PEEK[]{cut})"):
            if _number(rb"UID (\d+)", head) in {message.uid, None} and body:
                return body
        # Deleted on the server in between: no fault, and nothing to take in.
        return b""

    def _uids(self, after: int, since: datetime) -> list[int]:
        # The day before: servers count days in a zone of their own.
        day = since - timedelta(days=1)
        when = f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"
        answer = _ok(self._connection.uid("SEARCH", "UID", f"{after + 1}:*", "SINCE", when))
        numbers = b" ".join(one for one in answer if isinstance(one, bytes)).split()
        # `n:*` names the last message even where that is below n.
        return sorted({uid for one in numbers if one.isdigit() and (uid := int(one)) > after})

    def _about(self, uids: Sequence[int]) -> list[Waiting]:
        joined = ",".join(map(str, uids))
        found = []
        for head, _ in self._fetch(joined, "(UID INTERNALDATE RFC822.SIZE)"):
            uid = _number(rb"UID (\d+)", head)
            size = _number(rb"RFC822\.SIZE (\d+)", head)
            came = imaplib.Internaldate2tuple(head)
            if uid is not None and size is not None and came is not None:
                found.append(Waiting(uid, datetime(*came[:6]).astimezone(UTC), size))
        return found

    def _fetch(self, uids: str, what: str) -> list[tuple[bytes, bytes]]:
        """Fetch, and give each answer's line with its literal."""
        answers = _ok(self._connection.uid("FETCH", uids, what))
        found: list[tuple[bytes, bytes]] = []
        for at, one in enumerate(answers):
            if isinstance(one, tuple):
                after = answers[at + 1] if at + 1 < len(answers) else b""
                line = one[0] + (after if isinstance(after, bytes) else b"")
                found.append((line, one[1]))
            elif isinstance(one, bytes) and b"UID" in one:
                found.append((one, b""))
        return found


@contextmanager
def opened(account: Account, folder: str = "INBOX") -> Iterator[Folder]:
    """Sign in and open a folder for reading. Raises ServerFault, saying exactly what was wrong."""
    connection: imaplib.IMAP4 | None = None
    step = "connect"
    try:
        connection = _connected(account)
        step = "sign_in"
        _sign_in(connection, account)
        step = "folder"
        _ok(connection.select(_quoted(folder), readonly=True))
        step = "read"
        yield Folder(connection, _uid_validity(connection))
    except (OSError, imaplib.IMAP4.error, EOFError, UnicodeError, ValueError) as problem:
        raise fault_of(problem, step, account, "IMAP") from problem
    finally:
        if connection is not None:
            with suppress(OSError, imaplib.IMAP4.error, EOFError):
                connection.logout()
            # A logout that failed leaves the socket open.
            with suppress(OSError):
                connection.shutdown()


def _sign_in(connection: imaplib.IMAP4, account: Account) -> None:
    if not account.token:
        connection.login(account.user, account.password)
        return
    known = [one.removeprefix("AUTH=") for one in connection.capabilities]
    mechanism = mechanism_of(known)
    first = shown_token(mechanism, account.user, account.token, account.host, account.port)
    # Whatever is asked after that is a refusal; the mechanism ends it with these words.
    answers = iter((first.encode(),))
    connection.authenticate(mechanism, lambda _asked: next(answers, END[mechanism].encode()))


def _connected(account: Account) -> imaplib.IMAP4:
    if account.security == "tls":
        return _CheckedTls(account.host, account.port, timeout=TIMEOUT,
                           ssl_context=ssl.create_default_context())  # fmt: skip
    connection = _Checked(account.host, account.port, timeout=TIMEOUT)
    if account.security == "starttls":
        connection.starttls(ssl.create_default_context())
    return connection


def _uid_validity(connection: imaplib.IMAP4) -> int:
    _, found = connection.response("UIDVALIDITY")
    first = found[0] if found else None
    if not isinstance(first, bytes) or not first.isdigit():
        raise ServerFault("The server names no UIDVALIDITY, so its mail cannot be told apart.",
                          "Use another server.")  # fmt: skip
    return int(first)


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        words = data[0] if data and isinstance(data[0], bytes) else b""
        raise imaplib.IMAP4.error(words.decode("utf-8", "replace"))
    return data


def _number(pattern: bytes, line: bytes) -> int | None:
    found = re.search(pattern, line)
    return int(found[1]) if found else None


def _quoted(folder: str) -> str:
    """Quote a folder's name as IMAP wants it: modified UTF-7 is left to plain names."""
    safe = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'
