"""Money in whole minor units of one currency; nothing here loses or invents a cent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from upheld.foundation.values.currencies import PLACES, SIGNS
from upheld.foundation.values.rate import Rate


class CurrencyMismatch(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """Two amounts of different currencies met where only one makes sense."""

    code = "currency_mismatch"

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other} cannot be added or compared; convert one first.")


class UnknownCurrency(ValueError):  # noqa: N818
    """A currency code is not in the table of `currencies`."""

    code = "unknown_currency"

    def __init__(self, currency: object) -> None:
        super().__init__(f"{currency!r} is not a currency code that Upheld knows.")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `Money(125_000, "EUR")` is 1,250.00 euro.

    `minor` counts the currency's smallest units (cents; whole yen; a thousandth of a dinar).
    Arithmetic stays within one currency and raises CurrencyMismatch otherwise. There is no
    multiplication sign: `times` takes whole numbers, and what rounds has it in its name.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            msg = f"money takes whole minor units, not {self.minor!r}"
            raise TypeError(msg)
        if self.currency not in PLACES:
            raise UnknownCurrency(self.currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Give no money at all, in a currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, major: int, currency: str) -> Money:
        """Build from whole major units: `Money.of(12, "EUR")` is 12.00 euro."""
        if currency not in PLACES:
            raise UnknownCurrency(currency)
        return cls(major * 10 ** PLACES[currency], currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str) -> Money:
        """Add amounts of one currency; the currency is named so that no amounts make zero."""
        minor = 0
        for amount in amounts:
            if amount.currency != currency:
                raise CurrencyMismatch(currency, amount.currency)
            minor += amount.minor
        return cls(minor, currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.minor), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        # "if money:" could mean "is there a value" or "is it more than nothing"; neither is said.
        msg = "ask is_zero, or compare with None: money is neither true nor false"
        raise TypeError(msg)

    @property
    def is_zero(self) -> bool:
        """Tell whether it is no money at all."""
        return self.minor == 0

    @property
    def is_negative(self) -> bool:
        """Tell whether it is less than nothing."""
        return self.minor < 0

    def times(self, count: int) -> Money:
        """Multiply by a whole number."""
        if type(count) is not int:
            msg = f"times takes a whole number, not {count!r}"
            raise TypeError(msg)
        return Money(self.minor * count, self.currency)

    def at_rate_rounded(self, rate: Rate) -> Money:
        """Apply a rate (a discount, a tax), rounded to a minor unit, half to even."""
        return Money(rate.of_amount_rounded(self.minor), self.currency)

    def share_of_rounded(self, whole: Money) -> Rate:
        """Give this amount as a share of another, to a part per million, half to even.

        Raises ZeroDivisionError for a whole of zero.
        """
        return Rate.of_rounded(self.minor, self._same(whole))

    def split(self, parts: int) -> list[Money]:
        """Split into equal parts that add up exactly; the first ones carry what is left over.

        Splitting a credit mirrors splitting the same debit.
        """
        if parts < 1:
            msg = "money is split into at least one part"
            raise ValueError(msg)
        return self.allocate([1] * parts)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Share out by whole weights so that the shares add up exactly.

        Largest remainder: each gets its share rounded down, what is left goes one unit each to
        the largest remainders, earlier ones first. Weights are 0 or more, one at least above 0.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            msg = "weights are 0 or more, and at least one of them is above 0"
            raise ValueError(msg)
        size, sign = abs(self.minor), -1 if self.minor < 0 else 1
        shares = [size * weight // whole for weight in weights]
        remainders = [size * weight % whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda place: -remainders[place])
        for place in by_remainder[: size - sum(shares)]:
            shares[place] += 1
        return [Money(sign * share, self.currency) for share in shares]

    def plain(self) -> str:
        """Write the bare decimal number for programs: "-1250.00"."""
        places = PLACES[self.currency]
        whole, part = divmod(abs(self.minor), 10**places)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{whole}.{part:0{places}}" if places else f"{sign}{whole}"

    def written(self) -> str:
        """Write for people: "€1,250.00", or "CHF 1,250.00" where the currency has no own sign."""
        sign, digits = ("-", self.plain()[1:]) if self.minor < 0 else ("", self.plain())
        whole, mark, part = digits.partition(".")
        label = SIGNS.get(self.currency, f"{self.currency}\N{NO-BREAK SPACE}")
        return f"{sign}{label}{int(whole):,}{mark}{part}"

    def __str__(self) -> str:
        return f"{self.currency} {self.plain()}"
