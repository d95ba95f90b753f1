"""The one way out: sockets that were checked when they were opened.

Addresses that a provider types lead wherever they like, also to what stands inside the house. A
name is resolved here, each address is judged, and the very address that was judged is connected
to: nobody can answer differently in between. What is inside is reached only where the operator
said so (`UPHELD_INSIDE_NETWORKS`).
"""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

from upheld.foundation.refusals import Refused

if TYPE_CHECKING:
    from ipaddress import IPv4Address

TIMEOUT = 20.0
"""Seconds for a connection, and for each answer on it."""


def connect(host: str, port: int, timeout: float | None = TIMEOUT) -> socket.socket:
    """Open a TCP connection to a host outside, or to one inside that the operator allows.

    Raises OSError where nobody answers. Refuses with: host_unknown, host_inside.
    """
    last: OSError | None = None
    for address in addresses_of(host, port):
        try:
            return socket.create_connection((str(address), port), timeout)
        except OSError as problem:
            last = problem
    raise last or OSError(f"{host} has no address")


def addresses_of(host: str, port: int) -> list[IPv4Address | IPv6Address]:
    """Resolve a host and judge each of its addresses. Refuses with: host_unknown, host_inside."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(
            "host_unknown", f"There is no host called {host}.", what="Not connected.",
            remedy="Check how its name is written.",
        ) from None  # fmt: skip
    addresses = [ip_address(str(one[4][0]).split("%")[0]) for one in found]
    if not all(map(may_be_reached, addresses)):
        raise Refused(
            "host_inside", f"{host} is not on the public network.", what="Not connected.",
            remedy="Whoever runs Upheld can allow its network in UPHELD_INSIDE_NETWORKS.",
        )  # fmt: skip
    return list(dict.fromkeys(addresses))


def may_be_reached(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is public, or inside a network that the operator allows."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_global and not address.is_multicast:
        return True
    return any(
        address.version == network.version and address in network
        for network in map(ip_network, settings.INSIDE_NETWORKS)
    )
