"""Numbers, money and effort as people write them in exports.

Whether 1.234 is one and a bit or more than a thousand is, like the order of a date, a property of
the column: all values are looked at before one is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from upheld.connections.rules.unparsable import Unparsable, shortened
from upheld.foundation.values.currencies import PLACES, currencies_of

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_WRITTEN = re.compile(
    r"(?P<open>\()?(?P<sign>[-+\u2212])?(?P<before>[^\d\s.,()+\u2212-]{0,4})(?P<minus>[-+\u2212])?"
    r"(?P<number>[\d.,]*\d)(?P<after>[^\d\s.,()+\u2212-]{0,4})(?P<behind>-)?(?P<close>\))?",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_UNITS = re.compile(r"(?:(\d+(?:[.,]\d+)?)h(?:ours?|rs?)?)?(?:(\d+)m(?:in(?:ute)?s?)?)?", re.ASCII)
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1, "days of 8 hours": 28800}
_GROUP = 3
_MOST_DIGITS = 15


@dataclass(slots=True)
class MarkEvidence:
    """What a column's values prove about its decimal mark."""

    proof: dict[str, str] = field(default_factory=dict)
    undecided: str = ""

    def add(self, text: str) -> None:
        found = _WRITTEN.fullmatch(_SPACES.sub("", text))
        if found is None:
            return
        mark = _proven_mark(found["number"])
        if mark is None:
            self.undecided = self.undecided or text
        elif mark:
            self.proof.setdefault(mark, text)

    def mark(self) -> str | None:
        """Name the decimal mark, or None while both fit; refuses with: marks_mixed."""
        if len(self.proof) > 1:
            shown = ", ".join(shortened(text) for text in self.proof.values())
            raise Unparsable(
                "marks_mixed",
                f"The column mixes decimal points and decimal commas ({shown}).",
                "Write all of them alike, or set the decimal mark in the mapping, so that only the "
                "rows that differ are refused.",
            )
        if self.proof:
            return next(iter(self.proof))
        return None if self.undecided else "."


def _proven_mark(number: str) -> str | None:
    """Answer the decimal mark that a number proves, "" if it has none to show, None if unclear."""
    comma, point = number.rfind(","), number.rfind(".")
    if comma < 0 and point < 0:
        return ""
    last, other = (",", ".") if comma > point else (".", ",")
    if other in number:
        return last
    if number.count(last) > 1:
        return other
    whole, _, part = number.partition(last)
    if len(part) != _GROUP or len(whole) > _GROUP or whole in ("", "0"):
        return last
    return None


@dataclass(slots=True)
class AmountReader:
    """Reads numbers of one column, whose decimal mark is `mark`."""

    mark: str

    def number(self, text: str) -> Decimal:
        """Answer the number exactly. Refuses with: not_a_number."""
        return self._read(text, "")[0]

    def whole(self, text: str) -> int:
        """Answer a whole number. Refuses with: not_a_number, not_whole."""
        number = self.number(text)
        if number != number.to_integral_value():
            raise Unparsable(
                "not_whole", f"{shortened(text)} is not a whole number.", "Correct it."
            )
        return int(number)

    def money(self, text: str, currency: str, times: int = 1) -> int:
        """Answer minor units of `currency`. Refuses with: not_a_number, other_currency,
        too_fine.
        """
        number, sign = self._read(text, currency)
        if sign and currency not in currencies_of(sign):
            raise Unparsable(
                "other_currency",
                f"{shortened(text)} is not in {currency}.",
                "Import the amounts of each currency on their own.",
            )
        minor = number * times * 10 ** PLACES[currency]
        if minor != minor.to_integral_value():
            raise Unparsable(
                "too_fine",
                f"{shortened(text)} is finer than the smallest coin of {currency}.",
                "Round it in the source.",
            )
        return int(minor)

    def seconds(self, text: str, unit: str) -> tuple[int, str | None]:
        """Answer whole seconds; `unit` is what a bare number counts, a key of `SECONDS`.

        Refuses with: not_an_effort, negative_effort. Doubt: rounded_to_second (half to even).
        """
        packed = _SPACES.sub("", text).lower()
        if clock := _CLOCK.fullmatch(packed):
            hours, minutes, rest = (int(part or 0) for part in clock.groups())
            return hours * 3600 + minutes * 60 + rest, None
        exact = self._effort(packed, text, unit)
        if exact < 0:
            raise Unparsable(
                "negative_effort",
                f"{shortened(text)} is less than nothing.",
                "Take the correction into the entry that it corrects.",
            )
        rounded = exact.to_integral_value(ROUND_HALF_EVEN)
        return int(rounded), None if rounded == exact else "rounded_to_second"

    def _effort(self, packed: str, text: str, unit: str) -> Decimal:
        named = _UNITS.fullmatch(packed)
        if named and any(named.groups()):
            hours, minutes = (Decimal((part or "0").replace(",", ".")) for part in named.groups())
            return hours * 3600 + minutes * 60
        try:
            return self.number(text) * SECONDS[unit]
        except Unparsable:
            raise Unparsable(
                "not_an_effort", f"{shortened(text)} is no amount of time.", "Correct it."
            ) from None

    def _read(self, text: str, currency: str) -> tuple[Decimal, str]:
        found = _WRITTEN.fullmatch(_SPACES.sub("", text))
        if found is None or bool(found["open"]) != bool(found["close"]):
            raise _not_a_number(text)
        sign = found["before"] or found["after"]
        if sign and (not currency or (found["before"] and found["after"])):
            raise _not_a_number(text)
        if sign and not currencies_of(sign):
            raise _not_a_number(text)
        number = Decimal(self._plain(found["number"], text))
        signs = (found["sign"], found["minus"], found["behind"], found["open"])
        if sum(one is not None for one in signs) > 1:
            raise _not_a_number(text)
        negative = any(one is not None and one != "+" for one in signs)
        return -number if negative else number, sign

    def _plain(self, number: str, text: str) -> str:
        grouping = "," if self.mark == "." else "."
        whole, _, part = number.partition(self.mark)
        groups = whole.split(grouping)
        well_grouped = all(len(group) == _GROUP for group in groups[1:])
        if self.mark in part or grouping in part or not well_grouped:
            raise _not_a_number(text)
        if len(groups) > 1 and not 1 <= len(groups[0]) <= _GROUP:
            raise _not_a_number(text)
        if len(number) > _MOST_DIGITS + len(groups):
            raise _not_a_number(text)
        return f"{''.join(groups) or '0'}.{part or '0'}"


def _not_a_number(text: str) -> Unparsable:
    return Unparsable(
        "not_a_number",
        f"{shortened(text)} is not a number in the way this column writes them.",
        "Correct it in the source, or choose another decimal mark for the column.",
    )
