"""Currencies: how many places they have and how they are written (ISO 4217, common ones)."""

from __future__ import annotations

_TWO_PLACES = (
    "AED ALL AMD ANG AOA ARS AUD AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BWP BYN BZD CAD CHF CNY "
    "COP CRC CZK DKK DOP DZD EGP ETB EUR FJD GBP GEL GHS GTQ HKD HNL HUF IDR ILS INR JMD KES KGS "
    "KHR KZT LBP LKR MAD MDL MKD MMK MNT MOP MUR MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PHP "
    "PKR PLN QAR RON RSD RUB SAR SCR SEK SGD THB TRY TTD TWD TZS UAH USD UYU UZS XCD ZAR ZMW"
)
_NO_PLACES = "CLP ISK JPY KRW PYG RWF UGX VND XAF XOF XPF"
_THREE_PLACES = "BHD IQD JOD KWD LYD OMR TND"
_DOLLARS_AND_PESOS = "USD AUD CAD NZD SGD HKD MXN TWD ARS CLP COP BBD BMD BSD BZD FJD JMD"

PLACES: dict[str, int] = {
    **dict.fromkeys(_TWO_PLACES.split(), 2),
    **dict.fromkeys(_NO_PLACES.split(), 0),
    **dict.fromkeys(_THREE_PLACES.split(), 3),
}
"""Digits after the decimal mark, by currency code."""

SIGNS: dict[str, str] = {
    "EUR": "€",
    "GBP": "£",
    "USD": "$",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "UAH": "₴",
    "VND": "₫",
    "TRY": "₺",
    "NGN": "₦",
    "PHP": "₱",
}
"""The sign written before an amount, for currencies that have one of their own."""

SHARED_SIGNS: dict[str, frozenset[str]] = {
    "$": frozenset(_DOLLARS_AND_PESOS.split()),
    "£": frozenset({"GBP", "EGP", "LBP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "Fr.": frozenset({"CHF"}),
    "zł": frozenset({"PLN"}),
    "Kč": frozenset({"CZK"}),
    "R": frozenset({"ZAR"}),
    "R$": frozenset({"BRL"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "US$": frozenset({"USD"}),
    "NZ$": frozenset({"NZD"}),
}
"""Signs that people type for more than one currency, or instead of its own one."""


def currencies_of(sign: str) -> frozenset[str]:
    """Name the currencies that a sign or code, as typed, can mean; empty if it means none."""
    if sign.upper() in PLACES:
        return frozenset({sign.upper()})
    own = frozenset(code for code, own_sign in SIGNS.items() if own_sign == sign)
    return own | SHARED_SIGNS.get(sign, frozenset())
