"""What the mailroom does by itself: mail is fetched, sent, and its files looked after."""

from upheld.mailroom.jobs import fetching, sending

__all__ = ["PERIODIC", "fetching", "sending"]

PERIODIC = (*fetching.PERIODIC, *sending.PERIODIC)
"""Read by `wiring`."""
