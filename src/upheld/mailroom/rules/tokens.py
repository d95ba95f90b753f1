"""Signing in at mail servers by OAuth: what is asked of the token server, and how a token is shown.

RFC 6749 (sections 4.4 and 6) for the asking, RFC 7628 for OAUTHBEARER; XOAUTH2 is the older form
that Microsoft and Google speak.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

BEARER, XOAUTH2 = "OAUTHBEARER", "XOAUTH2"
END = {BEARER: "\x01", XOAUTH2: ""}
"""What ends a sign-in that the server has refused, so that it says so."""
USUAL_LIFE = timedelta(minutes=30)
"""Of a token whose server does not say how long it lets in."""
LONGEST_LIFE = timedelta(days=1)
LONGEST_TOKEN = 20_000
_ENDED = frozenset({"invalid_grant", "unauthorized_client", "invalid_client", "access_denied"})


@dataclass(frozen=True, slots=True)
class Grant:
    """What entitles us to tokens; no text made of it has its secrets."""

    url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = ""
    refresh_token: str = field(default="", repr=False)
    """Without one the application asks in its own name, by its secret."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a token server gave: a token for now, and perhaps another one for later."""

    access: str = field(repr=False)
    lasts: timedelta
    refresh: str = field(default="", repr=False)


class TokenProblem(Exception):  # noqa: N818  the word of this package
    """No token was given: why, and what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(f"{why} {remedy}")
        self.why = why
        self.remedy = remedy


def asked_with(grant: Grant) -> str:
    """Give the form that is sent to the token server."""
    if grant.refresh_token:
        said = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
    else:
        said = {"grant_type": "client_credentials"}
    more = {"client_id": grant.client_id, "client_secret": grant.client_secret,
            "scope": grant.scope}  # fmt: skip
    return urlencode(said | {name: value for name, value in more.items() if value})


def tokens_from(status: int, body: bytes, host: str) -> Tokens:
    """Read what the token server answered. Raises TokenProblem."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise TokenProblem(
            f"{host} answered {status} and nothing that can be read.", "Check its address."
        )
    access = said.get("access_token")
    if status != 200 or not isinstance(access, str) or not _is_token(access):  # noqa: PLR2004  the answer that says yes
        raise _refused(status, said, host)
    refresh = said.get("refresh_token")
    return Tokens(access, _life(said.get("expires_in")),
                  refresh if isinstance(refresh, str) and _is_token(refresh) else "")  # fmt: skip


def mechanism_of(offered: Iterable[str]) -> str:
    """Choose how a token is shown: by the standard where a server offers it, else as XOAUTH2.

    Some servers name what they offer only afterwards, so that XOAUTH2 is tried in any case.
    """
    return BEARER if BEARER in set(offered) else XOAUTH2


def shown_token(mechanism: str, user: str, token: str, host: str, port: int) -> str:
    """Give what is said to a server to be let in by a token."""
    if mechanism == BEARER:
        name = user.replace("=", "=3D").replace(",", "=2C")
        return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _is_token(text: str) -> bool:
    """Tell whether a text can be a token (RFC 6750): nothing that could end a line."""
    return 0 < len(text) <= LONGEST_TOKEN and text.isascii() and text.isprintable()


def _life(said: object) -> timedelta:
    """Read for how many seconds a token lets in; some servers send them as a text."""
    text = str(said)
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004  thirty years in seconds
        return USUAL_LIFE
    return min(timedelta(seconds=int(text)), LONGEST_LIFE)


def _refused(status: int, said: dict[str, object], host: str) -> TokenProblem:
    code = str(said.get("error") or "")[:60]
    words = " ".join(str(said.get("error_description") or "").split())[:200]
    why = f"{host} gave no token ({code or status})" + (f": {words}" if words else ".")
    if code in _ENDED:
        return TokenProblem(why, "Sign in there again, and enter what it gives you.")
    return TokenProblem(why, "Check the address, the client and the scope.")
