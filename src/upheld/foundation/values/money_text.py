"""Reading amounts of money: as people type them, and as programs write them."""

from __future__ import annotations

import re

from upheld.foundation.values.currencies import PLACES, currencies_of
from upheld.foundation.values.money import Money, UnknownCurrency
from upheld.foundation.values.text import NotUnderstood

_LONGEST = 15
_SPACES = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"), " ")
_APOSTROPHES = dict.fromkeys(map(ord, "'\N{RIGHT SINGLE QUOTATION MARK}"), "'")
_MINUS = {ord("\N{MINUS SIGN}"): "-"}
_WORD = r"[^0-9.,' -]*"
_TYPED = re.compile(
    rf"(?P<before>{_WORD}) *"
    r"(?P<digits>[0-9.,' ]*[0-9]) *"
    r"(?P<thousand>[kK](?![^\W\d_]))? *"  # not the first letter of "kr"
    rf"(?P<after>{_WORD})"
)
_DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_GROUP = 3
_SHORT_GROUP = 2


def from_decimal(text: str, currency: str) -> Money:
    """Read a bare decimal number ("-1250.5") exactly; a decimal that does not fit is an error.

    For programs and files: dot as decimal mark, no grouping.
    Raises NotUnderstood: money_not_understood, money_too_fine, money_too_large.
    """
    read = _DECIMAL.fullmatch(text)
    if read is None:
        raise _not_understood(text)
    sign, whole, part = read.group(1), read.group(2), read.group(3) or ""
    return _exact(text, negative=sign == "-", whole=whole, part=part, currency=currency)


def read_money(text: str, currency: str) -> Money:
    """Read an amount as typed: "1,250.00", "1.250,00", "€ 12", "1 250", "(40.00)", "12k".

    The decimal mark is the last separator, unless what follows it can only be a group of three.
    For a currency of three places a lone dot is the decimal mark (as Upheld writes it) and a
    lone comma before three digits is refused. A sign or code must agree with `currency`.
    Raises NotUnderstood: money_not_understood, money_ambiguous, money_too_fine,
    money_too_large, money_other_currency.
    """
    if currency not in PLACES:
        raise UnknownCurrency(currency)
    bare, negative = _without_minus(text.translate(_SPACES | _APOSTROPHES | _MINUS).strip())
    typed = _TYPED.fullmatch(bare)
    if typed is None:
        raise _not_understood(text)
    _check_currency(text, (typed["before"], typed["after"]), currency)
    shift = _GROUP if typed["thousand"] else 0
    whole, part = _whole_and_part(text, typed["digits"], 0 if shift else PLACES[currency], shift)
    if shift:
        part = part.ljust(shift, "0")
        whole, part = whole + part[:shift], part[shift:]
    return _exact(text, negative=negative, whole=whole, part=part, currency=currency)


def _without_minus(typed: str) -> tuple[str, bool]:
    """Take off the minus: before or after the sign of the currency, behind, or as brackets."""
    if typed.startswith("(") and typed.endswith(")"):
        return typed[1:-1].strip(), True
    if typed.count("-") != 1:
        return typed, False
    head, _, tail = typed.partition("-")
    if not tail.strip() or not any(sign.isdigit() for sign in head):
        return (head + tail).strip(), True
    return typed, False


def _check_currency(text: str, labels: tuple[str, str], currency: str) -> None:
    """Check that the words around the digits, if any, mean the currency asked for."""
    for label in filter(None, labels):
        meant = currencies_of(label)
        if not meant:
            raise _not_understood(text)
        if currency not in meant:
            why = f"“{text}” names another currency; here amounts are in {currency}."
            remedy = f"Convert it, or write the amount in {currency}."
            raise NotUnderstood("money_other_currency", text, why, remedy)


def _whole_and_part(text: str, digits: str, places: int, shift: int) -> tuple[str, str]:
    """Tell the decimal mark from the grouping; give whole digits and decimal digits."""
    marks = [sign for sign in digits if sign in ".,"]
    if not marks:
        return _ungrouped(text, digits, ""), ""
    last = marks[-1]
    head, _, tail = digits.rpartition(last)
    if not _is_decimal_mark(text, marks, tail, places, shift):
        return _ungrouped(text, digits, last), ""
    grouping = marks[0] if len(marks) > 1 else ""
    if grouping == last or not tail.isdigit():
        raise _not_understood(text)
    return _ungrouped(text, head or "0", grouping), tail


def _is_decimal_mark(text: str, marks: list[str], tail: str, places: int, shift: int) -> bool:
    if len(set(marks)) > 1:
        return True
    if len(marks) > 1:
        return False
    if len(tail) != _GROUP:
        return True
    if shift or (places == _GROUP and marks[0] == ","):
        why = f"“{text}” can be read in two ways, because of the mark before the last three digits."
        remedy = "Write the amount in full, without grouping."
        raise NotUnderstood("money_ambiguous", text, why, remedy)
    return places == _GROUP


def _ungrouped(text: str, digits: str, mark: str) -> str:
    """Take the grouping out of whole digits, having checked that it is one."""
    separators = {sign for sign in digits if not sign.isdigit()}
    if not separators:
        return digits
    separator = separators.pop()
    if separators or (mark and separator != mark):
        raise _not_understood(text)
    first, *between, last = digits.split(separator)
    # India groups by two above the first thousand: 12,34,567.
    usual = all(len(group) == _GROUP for group in between) and 1 <= len(first) <= _GROUP
    indian = (
        all(len(group) == _SHORT_GROUP for group in between) and 1 <= len(first) <= _SHORT_GROUP
    )
    if len(last) != _GROUP or not (usual or indian) or first.startswith("0"):
        raise _not_understood(text)
    return "".join((first, *between, last))


def _exact(text: str, *, negative: bool, whole: str, part: str, currency: str) -> Money:
    if currency not in PLACES:
        raise UnknownCurrency(currency)
    places, part = PLACES[currency], part.rstrip("0")
    if len(part) > places:
        why = f"“{text}” has more decimal places than {currency} has ({places})."
        raise NotUnderstood("money_too_fine", text, why, "Round the amount first.")
    if len(whole.lstrip("0")) > _LONGEST:
        why = f"“{text}” is more than {_LONGEST} digits long."
        raise NotUnderstood("money_too_large", text, why, "Check the amount.")
    minor = int(whole + part.ljust(places, "0"))
    return Money(-minor if negative else minor, currency)


def _not_understood(text: str) -> NotUnderstood:
    why = f"“{text}” is not an amount of money."
    return NotUnderstood("money_not_understood", text, why, "Write it like 1,250.00.")
