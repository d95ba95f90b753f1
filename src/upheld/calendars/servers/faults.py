"""What went wrong with a calendar server, in words that say what to do about it."""

from __future__ import annotations


class DavFault(Exception):  # noqa: N818  the word of this package
    """A server could not be used: why, and what to do.

    `refused` says that it did not let us in, so that trying again by itself is of no use.
    """

    def __init__(self, why: str, remedy: str, *, refused: bool = False) -> None:
        super().__init__(f"{why} {remedy}")
        self.why = why
        self.remedy = remedy
        self.refused = refused


class TokenGone(DavFault):
    """The server no longer knows what it told us last: everything is asked for again."""


def nonsense(host: str, what: str) -> DavFault:
    """Say that a server answered what no calendar server answers."""
    return DavFault(
        f"{host} answered {what}.",
        "Check that the address is that of its calendars (CalDAV); it is tried again by itself.",
    )
