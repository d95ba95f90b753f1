"""What can be guessed of a new company from where it is: never more than a first suggestion."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_EURO = (
    "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK AX GF GP MQ "
    "RE YT"
)
_OWN = (
    "GB:GBP GG:GBP JE:GBP IM:GBP US:USD PR:USD EC:USD SV:USD CA:CAD AU:AUD NZ:NZD CH:CHF LI:CHF "
    "SE:SEK NO:NOK DK:DKK FO:DKK GL:DKK IS:ISK PL:PLN CZ:CZK HU:HUF RO:RON RS:RSD UA:UAH MD:MDL "
    "TR:TRY IL:ILS AE:AED SA:SAR QA:QAR KW:KWD BH:BHD OM:OMR EG:EGP MA:MAD TN:TND ZA:ZAR NG:NGN "
    "KE:KES GH:GHS IN:INR PK:PKR BD:BDT LK:LKR SG:SGD MY:MYR TH:THB VN:VND PH:PHP ID:IDR HK:HKD "
    "TW:TWD JP:JPY KR:KRW CN:CNY MX:MXN BR:BRL AR:ARS CL:CLP CO:COP PE:PEN UY:UYU"
)

CURRENCY_OF: Mapping[str, str] = {
    **dict.fromkeys(_EURO.split(), "EUR"),
    **dict(pair.split(":") for pair in _OWN.split()),
}
"""The usual currency of a country (ISO 3166 to ISO 4217); one that is not here is asked for."""

LONGEST_SLUG = 60
_ASIDE = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that do not come apart into one of a to z and a mark."""


def slug_of(name: str) -> str:
    """Make a short name of a company's name: letters a to z, digits and hyphens; "" for none."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_ASIDE))
    plain = apart.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def region_of(languages: str) -> str:
    """Give the first region that a browser's list of languages names: "GB" of "en-GB,en;q=0.9".

    Source of the form: RFC 9110, Accept-Language, with the regions of BCP 47.
    """
    found = re.search(r"(?:^|,)\s*[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})\b", languages)
    return found[1].upper() if found else ""


def rows_of(table: str) -> Iterator[list[str]]:
    """Read the rows of a table with tabs, as the time zone database keeps them; # is a comment."""
    for line in table.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
