"""Asking a token server: one request, judged, bounded and never sent on."""

from __future__ import annotations

import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from upheld.foundation.outgoing import TIMEOUT, addresses_of, connect
from upheld.mailroom.rules.tokens import Grant, TokenProblem, Tokens, asked_with, tokens_from
from upheld.mailroom.servers.faults import ServerFault

LARGEST = 200_000
"""Bytes of an answer."""
STEP = "token"
_LONGEST = 200


class _Checked(HTTPConnection):
    """A connection whose address was judged when it was opened."""

    def connect(self) -> None:
        self.sock = connect(self.host, self.port, self.timeout)


class _CheckedTls(HTTPSConnection):
    """The same under TLS."""

    def connect(self) -> None:
        plain = connect(self.host, self.port, self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def fresh_tokens(grant: Grant) -> Tokens:
    """Ask for a token. Raises ServerFault; refuses with: host_unknown, host_inside."""
    parts = urlsplit(grant.url)
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    if not is_tls and any(one.is_global for one in addresses_of(host, port)):
        raise ServerFault(f"{host} would be told our secret without encryption.",
                          "Enter an address that begins with https.", STEP)  # fmt: skip
    connection = (_CheckedTls if is_tls else _Checked)(host, port, timeout=TIMEOUT)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, asked_with(grant), {
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
            "User-Agent": "Upheld",
        })  # fmt: skip
        answer = connection.getresponse()
        return tokens_from(answer.status, answer.read(LARGEST), host)
    except TokenProblem as problem:
        raise ServerFault(_without(grant, problem.why), problem.remedy, STEP) from problem
    except ConnectionRefusedError as problem:
        raise ServerFault(f"Nothing answers at {host}, port {port}.",
                          "Check the address of the token server.", STEP) from problem  # fmt: skip
    except ssl.SSLCertVerificationError as problem:
        raise ServerFault(
            f"The certificate of {host} does not hold: {problem.verify_message}.",
            "Have the server use one that was issued for this name.", STEP,
        ) from problem  # fmt: skip
    except TimeoutError as problem:
        raise ServerFault(f"{host} did not answer in time.", "It is tried again by itself.",
                          STEP) from problem  # fmt: skip
    except (OSError, HTTPException, UnicodeError, ValueError) as problem:
        said = " ".join(str(problem).split())[:_LONGEST] or type(problem).__name__
        raise ServerFault(_without(grant, f"{host} broke off: {said}"),
                          "It is tried again by itself.", STEP) from problem  # fmt: skip
    finally:
        connection.close()


def _without(grant: Grant, text: str) -> str:
    """Leave our secrets out of a server's words, should it repeat them."""
    for secret in filter(None, (grant.client_secret, grant.refresh_token)):
        text = text.replace(secret, "…")
    return text
