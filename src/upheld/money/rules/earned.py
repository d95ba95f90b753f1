"""What was booked at the signature, what acceptance earned, and what may be invoiced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from upheld.foundation.values.money import Money


@dataclass(frozen=True, slots=True)
class FeeShare:
    """A deliverable's part in a fixed fee: its weight, and when it was accepted if it was.

    `deemed` tells an acceptance by agreed silence apart; it earns the same. A deliverable that
    a change order took out is `dropped` and earns nothing; its share goes with the change order.
    """

    deliverable: str
    weight: int
    accepted_at: datetime | None = None
    deemed: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """What one deliverable is worth and whether that is earned."""

    deliverable: str
    worth: Money
    earned: Money
    deemed: bool


@dataclass(frozen=True, slots=True)
class Earned:
    """A fixed fee as it stands: `fee` = `earned` + `to_come` + `dropped`, to the cent."""

    fee: Money
    earned: Money
    to_come: Money
    dropped: Money
    lines: tuple[EarnedLine, ...]


def fee_shares(fee: Money, weights: Sequence[int]) -> list[Money]:
    """Share a fixed fee over deliverables by weight; evenly where no weight is above 0."""
    if not weights:
        return []
    if sum(weights) == 0:
        return fee.split(len(weights))
    return fee.allocate(weights)


def earned_fee(fee: Money, shares: Sequence[FeeShare], *, at: datetime) -> Earned:
    """Say how much of a fixed fee is earned at a moment: the shares accepted by then.

    Without deliverables nothing is earned, because nothing can be accepted.
    """
    worth = fee_shares(fee, [share.weight for share in shares])
    nothing = Money.zero(fee.currency)
    lines = []
    for share, amount in zip(shares, worth, strict=True):
        accepted = share.accepted_at is not None and share.accepted_at <= at and not share.dropped
        earned = amount if accepted else nothing
        lines.append(EarnedLine(share.deliverable, amount, earned, share.deemed and accepted))
    earned = Money.total((line.earned for line in lines), fee.currency)
    dropped = Money.total(
        (amount for share, amount in zip(shares, worth, strict=True) if share.dropped),
        fee.currency,
    )
    return Earned(fee, earned, fee - earned - dropped, dropped, tuple(lines))


@dataclass(frozen=True, slots=True)
class Booking:
    """What a signature was worth. `monthly` is one month; `value` covers the whole term."""

    one_off: Money
    hours: Money
    monthly: Money
    months: int

    @property
    def value(self) -> Money:
        """Give the signed value: one-off, hours and every month of the term."""
        return self.one_off + self.hours + self.monthly.times(self.months)

    @property
    def yearly_recurring(self) -> Money:
        """Give twelve months of the recurring part."""
        return self.monthly.times(12)


def lost_from_booking(booking: Booking, months_served: int) -> Money:
    """Give what an early leaver takes away from the booked value: the months not served."""
    return booking.monthly.times(max(0, booking.months - max(0, months_served)))


def to_invoice(earned: Money, invoiced: Money) -> Money:
    """Give what is earned and not yet invoiced; below zero where too much was invoiced."""
    return earned - invoiced
