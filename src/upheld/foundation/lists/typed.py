"""Figures in filters, as people type them: whole numbers, money, shares, effort."""

from __future__ import annotations

from upheld.foundation.lists.given import LARGEST, Given, Unusable
from upheld.foundation.lists.kinds import Kind
from upheld.foundation.models.provider import Provider
from upheld.foundation.values.effort import HOUR, read_effort
from upheld.foundation.values.money_text import read_money
from upheld.foundation.values.rate import Rate
from upheld.foundation.values.text import NotUnderstood


def read_amount(given: Given, name: str, kind: Kind) -> int | None:
    """Read a figure into whole units: minor units, parts per million, seconds or pieces.

    Money is in the provider's currency; a bare effort counts hours. Raises `Unusable`.
    """
    text = given.one(name)
    if not text:
        return None
    if kind is Kind.NUMBER:
        return given.whole(name)
    try:
        amount = _read(text, kind, given.actor.provider_id)
    except NotUnderstood as unclear:
        raise Unusable(name, str(unclear)) from unclear
    if abs(amount) > LARGEST:
        raise Unusable(name, f"“{text}” is too large.")
    return amount


def _read(text: str, kind: Kind, provider_id: int) -> int:
    if kind is Kind.MONEY:
        return read_money(text, _currency_of(provider_id)).minor
    if kind is Kind.PERCENT:
        return Rate.read(text).ppm
    if kind is Kind.EFFORT:
        return read_effort(text, bare_unit=HOUR)
    raise TypeError(f"a filter cannot compare figures of kind {kind}")


def _currency_of(provider_id: int) -> str:
    return Provider.objects.only("currency").get(pk=provider_id).currency


def written_amount(text: str, kind: Kind) -> str:
    """Say on a chip what was typed, with its unit where that is not typed along."""
    return f"{text.removesuffix('%').strip()} %" if kind is Kind.PERCENT else text
