"""Time zones as people enter them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upheld.foundation.refusals import invalid


def require_zone(zone: str) -> None:
    """Refuse with `invalid_input` what is not the name of a time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid(zone="This is not a time zone; write it like Europe/London.") from None
