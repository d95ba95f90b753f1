"""Handing mail to an SMTP server, and knowing afterwards whether it took it."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import TYPE_CHECKING

from upheld.foundation.outgoing import TIMEOUT, connect
from upheld.mailroom.rules.tokens import END, mechanism_of, shown_token
from upheld.mailroom.servers.faults import fault_of

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from email.message import EmailMessage

    from upheld.mailroom.servers.account import Account

_PERMANENT = 500


class Outcome(StrEnum):
    """What became of one mail on a connection."""

    TAKEN = "taken"
    LATER = "later"
    """Refused for now: certainly not sent."""
    NEVER = "never"
    """Refused for good: certainly not sent."""
    UNKNOWN = "unknown"
    """The connection ended after all of it was said: it may have been taken."""


class _Checked(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connect(host, port, timeout)


class _CheckedTls(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(connect(host, port, timeout), server_hostname=host)


class Line:
    """An open connection to an SMTP server."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection

    def hand_over(self, message: EmailMessage, sender: str, to: str) -> tuple[Outcome, str]:
        """Hand one mail over; gives what became of it, and the server's words.

        Up to the end of the data nothing is sent, whatever happens. After it only the answer
        tells; where that is missing, nobody knows (RFC 1047).
        """
        server = self._connection
        try:
            content = message.as_bytes()
            for code, words in (server.mail(sender), server.rcpt(to)):
                if code >= 400:  # noqa: PLR2004  the digit that says no
                    self._forget()
                    return _refused(code, words)
            code, words = server.docmd("DATA")
            if code != 354:  # noqa: PLR2004  go on
                self._forget()
                return _refused(code, words)
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome.LATER, str(problem)[:300]
        return self._say(content)

    def _say(self, content: bytes) -> tuple[Outcome, str]:
        server = self._connection
        quoted = re.sub(rb"(?m)^\.", b"..", content).rstrip(b"\r\n") + b"\r\n"
        try:
            # Without the full stop that ends it no server may take it.
            server.send(quoted)
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome.LATER, str(problem)[:300]
        try:
            server.send(b".\r\n")
            code, words = server.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            return Outcome.UNKNOWN, str(problem)[:300]
        if code == 250:  # noqa: PLR2004  taken
            return Outcome.TAKEN, ""
        return _refused(code, words)

    def _forget(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._connection.rset()


@contextmanager
def line_to(account: Account) -> Iterator[Line]:
    """Connect and sign in. Raises ServerFault, saying exactly what was wrong."""
    connection: smtplib.SMTP | None = None
    step = "connect"
    try:
        connection = _connected(account)
        connection.ehlo_or_helo_if_needed()
        if account.user:
            step = "sign_in"
            _sign_in(connection, account)
        step = "send"
        yield Line(connection)
    except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as problem:
        raise fault_of(problem, step, account, "SMTP") from problem
    finally:
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()


def _sign_in(connection: smtplib.SMTP, account: Account) -> None:
    if not account.token:
        connection.login(account.user, account.password)
        return
    mechanism = mechanism_of(connection.esmtp_features.get("auth", "").upper().split())
    first = shown_token(mechanism, account.user, account.token, account.host, account.port)
    # Whatever is asked after that is a refusal; the mechanism ends it with these words.
    connection.auth(mechanism, lambda asked=None: first if asked is None else END[mechanism])


def _connected(account: Account) -> smtplib.SMTP:
    if account.security == "tls":
        return _CheckedTls(account.host, account.port, timeout=TIMEOUT,
                           context=ssl.create_default_context())  # fmt: skip
    connection = _Checked(account.host, account.port, timeout=TIMEOUT)
    if account.security == "starttls":
        connection.starttls(context=ssl.create_default_context())
    return connection


def _refused(code: int, words: bytes) -> tuple[Outcome, str]:
    said = f"{code} {words.decode('utf-8', 'replace')}"[:300]
    return (Outcome.NEVER if code >= _PERMANENT else Outcome.LATER), " ".join(said.split())
