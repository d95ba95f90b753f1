"""Who may found the first company: whoever is at this machine, or has the code it printed."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from upheld.foundation.doors.request import Request

CODE = "UPHELD_FIRST_RUN_CODE"
LOCAL = "UPHELD_FIRST_RUN_LOCAL"
"""Set by `upheld serve` for its own workers, never by an operator."""

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4
_PASSED_ON = (
    "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP",
)  # fmt: skip
"""What tells that a proxy stands between, so that a local address proves nothing."""


def prepare(host: str, environment: MutableMapping[str, str] = os.environ) -> str:
    """Let the workers that start next admit a founder; gives the code to show to the operator.

    `host` is where the server listens. The code has about 79 bits of chance, so it is not counted.
    """
    code = "-".join(
        "".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)) for _group in range(_GROUPS)
    )
    environment[CODE] = code
    environment[LOCAL] = "1" if is_loopback(host) else ""
    return code


def needs_code(request: Request) -> bool:
    """Tell whether this request may come from somewhere else than this machine."""
    ours = [request.META.get("REMOTE_ADDR", ""), _hostname(request.get_host())]
    at_home = os.environ.get(LOCAL) == "1" and all(map(is_loopback, ours))
    return not at_home or bool(settings.PUBLIC_URL) or _any(request, _PASSED_ON)


def there_is_a_code() -> bool:
    """Tell whether a code was printed; without one, the command line is the way."""
    return bool(os.environ.get(CODE))


def admits(request: Request, typed: str) -> bool:
    """Tell whether this request may found the company, with what was typed as the code."""
    code = os.environ.get(CODE, "")
    said = "".join(typed.split()).lower()
    fits = bool(code) and secrets.compare_digest(said.encode(), code.encode())
    return fits or not needs_code(request)


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _hostname(host: str) -> str:
    """Give a host without its port: 127.0.0.1 of 127.0.0.1:8000."""
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def _any(request: Request, names: Iterable[str]) -> bool:
    return any(request.META.get(name) for name in names)
