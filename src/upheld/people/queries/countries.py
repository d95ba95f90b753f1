"""Countries with their regions, zones and public holidays, as a form offers and guesses them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import holidays as public
from holidays.registry import COUNTRIES

from upheld.people.rules.beginnings import CURRENCY_OF, region_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_MACHINE = (Path("/etc/timezone"), Path("/etc/localtime"))


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Give the names of the countries whose public holidays are known, by ISO 3166 code."""
    # From the library's own register, because its list of regions loads every country there is.
    known = {entry[1] for entry in COUNTRIES.values()}
    named = {code: name for code, name, *_ in rows_of(_table("iso3166.tab"))}
    found = {code: name for code, name in named.items() if code in known}
    found["GB"] = "United Kingdom"
    return dict(sorted(found.items(), key=lambda one: one[1]))


def regions_of(country: str) -> tuple[str, ...]:
    """Give the codes of a country's regions that have holidays of their own; none is fine."""
    try:
        return tuple(public.country_holidays(country).subdivisions)
    except NotImplementedError:
        return ()


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Give the names of time zones that are somewhere, and UTC."""
    return (*sorted(row[2] for row in rows_of(_table("zone.tab"))), "UTC")


def zone_of_machine() -> str:
    """Give the zone that this machine's clock is set to; "" where it does not say, or is UTC."""
    name, link = _MACHINE
    said = name.read_text().strip() if name.is_file() else ""
    if not said and link.is_symlink():
        said = str(link.readlink()).partition("zoneinfo/")[2]
    return said if said in available_timezones() and said in _country_of_zone() else ""


def guessed(languages: str, zone: str) -> dict[str, str]:
    """Guess zone, country and currency from a browser's languages and a zone, if one is known.

    The zone decides where it is known, for languages say less; what cannot be guessed is "".
    """
    country = _country_of_zone().get(zone, "") or region_of(languages)
    country = country if country in countries() else ""
    return {
        "zone": zone or next((z for z, at in _country_of_zone().items() if at == country), ""),
        "country": country,
        "currency": CURRENCY_OF.get(country, ""),
    }


@lru_cache(maxsize=1)
def _country_of_zone() -> Mapping[str, str]:
    return {row[2]: row[0] for row in rows_of(_table("zone.tab"))}


def _table(name: str) -> str:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
