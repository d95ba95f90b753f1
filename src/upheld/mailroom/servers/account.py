"""Where a server is and how one signs in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """A server with a sign-in; the password is in no text that is made of it."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    token: str = field(default="", repr=False)
    """An OAuth access token, which is shown in the place of the password."""
