"""One line to a calendar server: every connection judged, every answer bounded."""

from __future__ import annotations

import base64
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from upheld.calendars.servers.faults import DavFault, nonsense
from upheld.foundation.outgoing import TIMEOUT, addresses_of, connect

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 10_000_000
"""Bytes of one answer; no server may make us hold more."""
LONGEST = 60.0
"""Seconds for one answer, however slowly it drips."""
_PIECE = 65_536
_REDIRECTS = 4
_REDIRECTING = frozenset({301, 302, 307, 308})
_SIGN_IN, _FORBIDDEN, _TOO_OFTEN, _BROKEN = 401, 403, 429, 500
_PLAIN = "/!$&'()*+,;=:@~-._"
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Account:
    """Where a calendar server is and how one signs in; no text made of it has the password."""

    address: str
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, and from where."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def is_good(self) -> bool:
        """Tell whether it did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004  the answers that say yes


class _Checked(HTTPConnection):
    """A connection whose address was judged when it was opened."""

    def connect(self) -> None:
        self.sock = connect(self.host, self.port, self.timeout)


class _CheckedTls(HTTPSConnection):
    """The same under TLS."""

    def connect(self) -> None:
        plain = connect(self.host, self.port, self.timeout)
        # The types leave out where the class itself keeps what it was given.
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


def whole_address(typed: str) -> str:
    """Give an address as it was meant: a bare host is one under TLS. Raises DavFault."""
    typed = typed.strip()
    typed = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(typed)
        port = parts.port
        host = parts.hostname
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or not host.isascii():
        raise DavFault(f"{typed[:_MOST_WORDS]} is no address.",
                       "Enter one such as https://dav.example.com/.")  # fmt: skip
    place = f"[{host}]" if ":" in host else host
    place = f"{place}:{port}" if port else place
    return urlunsplit((parts.scheme, place, _written(parts.path or "/"), "", ""))


class Line:
    """A sign-in at one host. Nothing is ever said to another one, whatever a server answers."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.address = whole_address(account.address)
        parts = urlsplit(self.address)
        self.host = parts.hostname or ""
        self._is_tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._is_tls else 80)
        self._connection: HTTPConnection | None = None
        if not self._is_tls:
            _require_inside(self.host, self._port)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
            self._connection = None

    def full(self, href: str, base: str = "") -> str:
        """Give the whole address of what a server names. Raises DavFault for another host's."""
        try:
            parts = urlsplit(urljoin(base or self.address, href))
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise nonsense(self.host, "an address that is none") from None
        same = (parts.hostname, port, parts.scheme == "https")
        if same != (self.host, self._port, self._is_tls):
            raise DavFault(
                f"{self.host} sends us on to {str(parts.hostname)[:_MOST_WORDS]}.",
                "Your password goes to the host that you entered alone; enter that address if"
                " you trust it.",
            )
        home = urlsplit(self.address)
        return urlunsplit((home.scheme, home.netloc, _written(parts.path or "/"), "", ""))

    def say(
        self,
        method: str,
        url: str,
        body: str | bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask once and give the answer; redirects at the same host are followed.

        Raises DavFault where nobody answers, where the answer is none, and for 401, 429 and 5xx.
        """
        content = body.encode() if isinstance(body, str) else body
        for _ in range(_REDIRECTS):
            answer = self._once(method, url, content, headers or {})
            if answer.status not in _REDIRECTING:
                return self._checked(answer)
            url = self.full(answer.headers.get("location", ""), url)
        raise nonsense(self.host, "with one redirect after the other")

    def _checked(self, answer: Answer) -> Answer:
        if answer.status == _SIGN_IN:
            raise DavFault(
                f"{self.host} did not let {self._account.user} in.",
                "Enter the password again; some providers want an app password.", refused=True,
            )  # fmt: skip
        if answer.status in {_TOO_OFTEN, _BROKEN} or answer.status > _BROKEN:
            raise DavFault(f"{self.host} answered {answer.status}.", "It is tried again by itself.")
        return answer

    def _once(
        self, method: str, url: str, content: bytes, headers: Mapping[str, str]
    ) -> Answer:  # fmt: skip
        path = urlsplit(url).path
        known = f"{self._account.user}:{self._account.password}".encode()
        sent = {
            "Authorization": f"Basic {base64.b64encode(known).decode()}",
            "User-Agent": "Upheld", "Content-Length": str(len(content)), **headers,
        }  # fmt: skip
        is_fresh = self._connection is None
        try:
            return self._asked(method, path, content, sent, url)
        except (OSError, HTTPException, UnicodeError, ValueError) as problem:
            self.close()
            if is_fresh or isinstance(problem, TimeoutError):
                raise self._fault(problem) from problem
        try:
            # A server ends a connection that it no longer wants when it is next used.
            return self._asked(method, path, content, sent, url)
        except (OSError, HTTPException, UnicodeError, ValueError) as problem:
            self.close()
            raise self._fault(problem) from problem

    def _asked(
        self, method: str, path: str, content: bytes, headers: Mapping[str, str], url: str
    ) -> Answer:
        if self._connection is None:
            self._connection = self._opened()
        self._connection.request(method, path, content, dict(headers))
        found = self._connection.getresponse()
        body = self._body(found)
        told = {name.lower(): value for name, value in found.getheaders()}
        return Answer(found.status, told, body, url)

    def _body(self, found: HTTPResponse) -> bytes:
        until = time.monotonic() + LONGEST
        pieces, size = [], 0
        while piece := found.read(_PIECE):
            size += len(piece)
            pieces.append(piece)
            if size > LARGEST:
                self.close()
                raise nonsense(self.host, f"more than {LARGEST // 1_000_000} MB")
            if time.monotonic() > until:
                self.close()
                raise DavFault(f"{self.host} was too slow.", "It is tried again by itself.")
        if found.length:
            self.close()
            raise DavFault(f"{self.host} broke off in the middle.", "It is tried again by itself.")
        return b"".join(pieces)

    def _opened(self) -> HTTPConnection:
        if not self._is_tls:
            return _Checked(self.host, self._port, timeout=TIMEOUT)
        return _CheckedTls(
            self.host, self._port, timeout=TIMEOUT, context=ssl.create_default_context()
        )

    def _fault(self, problem: Exception) -> DavFault:
        where = f"{self.host}, port {self._port}"
        if isinstance(problem, ssl.SSLCertVerificationError):
            return DavFault(
                f"The certificate of {where} does not hold: {problem.verify_message}.",
                "Have the server use one that was issued for this name.",
            )
        if isinstance(problem, TimeoutError):
            return DavFault(f"{where} did not answer in time.", "It is tried again by itself.")
        if isinstance(problem, ConnectionRefusedError):
            return DavFault(f"Nothing answers at {where}.", "Check the address.")
        said = " ".join(str(problem).split())[:_MOST_WORDS] or type(problem).__name__
        if self._account.password:
            said = said.replace(self._account.password, "…")
        return DavFault(f"{where} broke off: {said}", "It is tried again by itself.")


def _require_inside(host: str, port: int) -> None:
    """Let a password go unencrypted inside the operator's own networks alone."""
    if any(one.is_global for one in addresses_of(host, port)):
        raise DavFault(
            f"{host} would be spoken to without encryption.",
            "Enter an address that begins with https.",
        )


def _written(path: str) -> str:
    """Write a path the one way in which all of ours are written, so that they can be compared."""
    return quote(unquote(path, errors="surrogateescape"), safe=_PLAIN, errors="surrogateescape")
