"""What went wrong with a mail server, in words that say what to do about it."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.mailroom.servers.account import Account

_LONGEST = 200


class ServerFault(Exception):  # noqa: N818  the word of this package
    """A server could not be used: why, what to do, and at which step."""

    def __init__(self, why: str, remedy: str, step: str = "") -> None:
        super().__init__(f"{why} {remedy}")
        self.step = step
        self.why = why
        self.remedy = remedy


def fault_of(problem: BaseException, step: str, account: Account, protocol: str) -> ServerFault:
    """Say what was wrong at which step: connect, sign_in, folder, read, send."""
    where = f"{account.host}, port {account.port}"
    found = _of_connection(problem, where)
    if found is not None:
        return found
    said = _words(problem, account)
    why, remedy = {
        "sign_in": (
            f"{account.host} did not let {account.user} in: {said}",
            "Check the user, and that the server lets this application in by IMAP and SMTP."
            if account.token
            else "Check user and password; some providers want an app password.",
        ),
        "folder": (f"The folder could not be opened: {said}", "Check the folder's name."),
        "connect": (
            f"No {protocol} connection to {where}: {said}", "Check host, port and security."
        ),
    }.get(step, (f"{account.host} broke off: {said}", "It is tried again by itself."))  # fmt: skip
    return ServerFault(why, remedy, step)


def _of_connection(problem: BaseException, where: str) -> ServerFault | None:
    """Name the faults of a connection that have one cause."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return ServerFault(
            f"The certificate of {where} does not hold: {problem.verify_message}.",
            "Have the server use one that was issued for this name.",
        )
    known: tuple[tuple[type[BaseException], str, str], ...] = (
        (ssl.SSLError, f"{where} does not speak TLS as chosen.",
         "Try the other kind of security, or the other port."),
        (TimeoutError, f"{where} did not answer in time.",
         "Check the port; a firewall may be in between."),
        (ConnectionRefusedError, f"Nothing answers at {where}.",
         "Check host and port, and that the server runs."),
    )  # fmt: skip
    return next((ServerFault(why, remedy) for kind, why, remedy in known
                 if isinstance(problem, kind)), None)  # fmt: skip


def _words(problem: BaseException, account: Account) -> str:
    """Give the server's own words, and never password or token, should it repeat them."""
    text = " ".join(str(problem).split()) or type(problem).__name__
    for secret in filter(None, (account.password, account.token)):
        text = text.replace(secret, "…")
    return text[:_LONGEST]
