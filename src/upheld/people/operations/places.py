"""Zones, countries and currencies as people enter them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upheld.foundation.refusals import invalid
from upheld.foundation.values.currencies import PLACES
from upheld.people.queries.countries import countries, regions_of


def require_place(zone: str, country: str, subdivision: str, currency: str) -> None:
    """Refuse with `invalid_input` what is no place to do business in.

    No country and no region are fine: then there are no public holidays.
    """
    require_zone(zone)
    if currency not in PLACES:
        raise invalid(currency="Write the currency's code, such as GBP, EUR or USD.")
    if country and country not in countries():
        raise invalid(country="Write the country's code of two letters, such as GB or DE.")
    if subdivision and subdivision not in regions_of(country):
        known = ", ".join(regions_of(country)) or "none"
        raise invalid(subdivision=f"Regions with holidays of their own there: {known}.")


def require_zone(zone: str) -> None:
    """Refuse with `invalid_input` what is not the name of a time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid(zone="This is not a time zone; write it like Europe/London.") from None
