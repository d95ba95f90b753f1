"""Rates (shares, discounts, tax) in whole parts per million."""

from __future__ import annotations

import re
from dataclasses import dataclass

from upheld.foundation.values.rounding import round_half_even
from upheld.foundation.values.text import NotUnderstood

WHOLE = 1_000_000
"""Parts per million in one hundred percent."""

_PER_PERCENT = WHOLE // 100
_PERCENT_PLACES = 4
_TYPED = re.compile(r"([+-]?)([0-9]{1,9})(?:[.,]([0-9]+))?")


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """A share in whole parts per million: `Rate(125_000)` is 12.5 %."""

    ppm: int

    def __post_init__(self) -> None:
        if type(self.ppm) is not int:
            msg = f"a rate takes whole parts per million, not {self.ppm!r}"
            raise TypeError(msg)

    @classmethod
    def percent(cls, percent: int) -> Rate:
        """Build from whole percent: `Rate.percent(15)` is 15 %."""
        return cls(percent * _PER_PERCENT)

    @classmethod
    def read(cls, text: str) -> Rate:
        """Read percent as typed, exactly: "12.5", "12,5 %", "-3%" (at most 4 decimal places).

        Raises NotUnderstood: rate_not_understood, rate_too_fine.
        """
        typed = _TYPED.fullmatch(text.strip().removesuffix("%").rstrip())
        if typed is None:
            why = f"“{text}” is not a percentage."
            raise NotUnderstood("rate_not_understood", text, why, "Write it like 12.5 %.")
        sign, whole, decimals = typed.group(1), typed.group(2), (typed.group(3) or "").rstrip("0")
        if len(decimals) > _PERCENT_PLACES:
            why = f"“{text}” has more than {_PERCENT_PLACES} decimal places."
            raise NotUnderstood("rate_too_fine", text, why, "Leave some of them off.")
        ppm = int(whole) * _PER_PERCENT + int(decimals.ljust(_PERCENT_PLACES, "0"))
        return cls(-ppm if sign == "-" else ppm)

    @classmethod
    def of_rounded(cls, part: int, whole: int) -> Rate:
        """Give `part` as a share of `whole`, to the nearest part per million, half to even.

        Raises ZeroDivisionError for a whole of 0: a share of nothing has no value.
        """
        return cls(round_half_even(part * WHOLE, whole))

    def rest(self) -> Rate:
        """Give what is left to one hundred percent."""
        return Rate(WHOLE - self.ppm)

    def __add__(self, other: Rate) -> Rate:
        if not isinstance(other, Rate):
            return NotImplemented
        return Rate(self.ppm + other.ppm)

    def __sub__(self, other: Rate) -> Rate:
        if not isinstance(other, Rate):
            return NotImplemented
        return Rate(self.ppm - other.ppm)

    def __neg__(self) -> Rate:
        return Rate(-self.ppm)

    def of_amount_rounded(self, amount: int) -> int:
        """Apply the rate to whole units (cents, seconds, pieces), rounding half to even."""
        return round_half_even(amount * self.ppm, WHOLE)

    def written(self, places: int | None = None) -> str:
        """Write as percent: exactly ("12.5 %"), or rounded half to even to `places` (0 to 4)."""
        if places is None:
            whole, part = divmod(abs(self.ppm), _PER_PERCENT)
            decimals = f"{part:0{_PERCENT_PLACES}}".rstrip("0")
        else:
            units = round_half_even(abs(self.ppm) * 10**places, _PER_PERCENT)
            whole, part = divmod(units, 10**places)
            decimals = f"{part:0{places}}" if places else ""
        sign = "-" if self.ppm < 0 and (whole or part) else ""
        return f"{sign}{whole}{'.' if decimals else ''}{decimals} %"

    def __str__(self) -> str:
        return self.written()
