"""Who earns what on a signed deal, by rules that everyone can see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from upheld.foundation.refusals import Reason
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import WHOLE, Rate


class Part(StrEnum):
    """What somebody did for the deal. Each part has rules of its own and takes from no other."""

    SELLER = auto()
    ENGINEER = auto()
    FINDER = auto()


class Base(StrEnum):
    """What a rule counts from."""

    ONE_OFF = auto()
    HOURS = auto()
    MONTHLY = auto()
    CONTRACT_VALUE = auto()
    FLAT = auto()


@dataclass(frozen=True, slots=True)
class CommissionRule:
    """One rule in force from a day on.

    `rate` is the share of the base; for MONTHLY the base is `months` months of recurring
    revenue, at most those of the term. FLAT pays `flat` and no share.
    """

    key: str
    part: Part
    base: Base
    from_day: date
    rate: Rate = Rate(0)  # noqa: RUF009  frozen, so sharing it is safe
    months: int = 0
    flat: Money | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody's share in a part, as a whole weight: two people with 1 and 1 share evenly."""

    person: str
    part: Part
    weight: int = 1


@dataclass(frozen=True, slots=True)
class SignedDeal:
    """What was signed, without tax; `monthly` is one month, for `months` months."""

    one_off: Money
    hours: Money
    monthly: Money
    months: int

    @property
    def contract_value(self) -> Money:
        """Give the value over the whole term."""
        return self.one_off + self.hours + self.monthly.times(self.months)


@dataclass(frozen=True, slots=True)
class Accrual:
    """What one person earns by one rule, and how it came about in words."""

    person: str
    rule: str
    part: Part
    amount: Money
    words: str


@dataclass(frozen=True, slots=True)
class Accruals:
    """All that is earned on a deal. `uncredited` names rules that pay because of nobody."""

    paid: tuple[Accrual, ...]
    uncredited: tuple[str, ...]


def accruals(
    deal: SignedDeal, rules: Iterable[CommissionRule], credits_: Sequence[Credit], *, on: date
) -> Accruals:
    """Work out who earns what on a deal signed on a day.

    Of several versions of a rule (one key), the one in force that day counts. Each rule's amount
    is rounded once, half to even, then shared by weight so that no cent is lost or made. A rule
    for a part in which nobody is credited pays nothing and is named.
    """
    paid: list[Accrual] = []
    uncredited: list[str] = []
    for rule in _in_force(rules, on):
        sharing = [credit for credit in credits_ if credit.part is rule.part and credit.weight > 0]
        if not sharing:
            uncredited.append(rule.key)
            continue
        pool, words = _pool(rule, deal)
        shares = pool.allocate([credit.weight for credit in sharing])
        whole = sum(credit.weight for credit in sharing)
        paid += [
            Accrual(
                credit.person,
                rule.key,
                rule.part,
                share,
                words if len(sharing) == 1 else f"{words}, {credit.weight} of {whole} shares",
            )
            for credit, share in zip(sharing, shares, strict=True)
        ]
    return Accruals(tuple(paid), tuple(uncredited))


def rule_faults(rule: CommissionRule) -> tuple[Reason, ...]:
    """Name what makes a rule unusable. Codes: flat_missing, flat_unused, rate_out_of_range,
    months_missing.
    """
    is_flat = rule.base is Base.FLAT
    checks = (
        (is_flat and rule.flat is None, "flat_missing", "pays a flat sum that is not given"),
        (not is_flat and rule.flat is not None, "flat_unused", "gives a flat sum it never pays"),
        (not 0 <= rule.rate.ppm <= WHOLE, "rate_out_of_range", "has a share outside 0 % to 100 %"),
        (
            rule.base is Base.MONTHLY and rule.months < 1,
            "months_missing",
            "counts months of recurring revenue without saying how many",
        ),
    )
    return tuple(
        Reason(code, f"The rule “{rule.key}” {why}.", "Correct the rule.")
        for wrong, code, why in checks
        if wrong
    )


def _in_force(rules: Iterable[CommissionRule], on: date) -> list[CommissionRule]:
    newest: dict[str, CommissionRule] = {}
    for rule in rules:
        if rule.from_day <= on and (
            rule.key not in newest or rule.from_day >= newest[rule.key].from_day
        ):
            newest[rule.key] = rule
    return list(newest.values())


def _pool(rule: CommissionRule, deal: SignedDeal) -> tuple[Money, str]:
    if rule.base is Base.FLAT:
        flat = Money.zero(deal.one_off.currency) if rule.flat is None else rule.flat
        return flat, f"{flat.written()} flat"
    months = min(rule.months, deal.months)
    said = "one month" if months == 1 else f"{months} months"
    base, named = {
        Base.ONE_OFF: (deal.one_off, "the one-off part"),
        Base.HOURS: (deal.hours, "the hours"),
        Base.CONTRACT_VALUE: (deal.contract_value, "the contract value"),
        Base.MONTHLY: (deal.monthly.times(months), f"{said} of recurring revenue"),
    }[rule.base]
    return base.at_rate_rounded(rule.rate), f"{rule.rate} of {named} ({base.written()})"
