"""Who must agree to a price before the customer may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.agreements.rules.pricing import ProposalPrice
from upheld.foundation.values.rate import Rate


class Consent(StrEnum):
    """A yes that a price may need."""

    DEAL_DESK = auto()
    FINANCE = auto()
    OWNER = auto()


@dataclass(frozen=True, slots=True)
class DiscountPolicy:
    """What a seller may grant alone, and below which margin others are asked.

    `whole_without_asking` holds for the proposal over its term, `line_without_asking` for any
    single line, so that one deep discount cannot hide behind a dear line beside it.
    """

    whole_without_asking: Rate
    line_without_asking: Rate
    owner_above: Rate
    lowest_margin: Rate


@dataclass(frozen=True, slots=True)
class ConsentNeeded:
    """One yes that is needed, and why."""

    consent: Consent
    why: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A yes that was given, for the price with this hash and no other."""

    consent: Consent
    price_hash: str
    withdrawn: bool = False


def consents_needed(price: ProposalPrice, policy: DiscountPolicy) -> tuple[ConsentNeeded, ...]:
    """Name everyone who must agree before the customer may see this price, each with a reason.

    A price whose cost is not known goes to finance: an unknown margin is not a good one.
    """
    needed: dict[Consent, list[str]] = {consent: [] for consent in Consent}
    if price.discount > policy.whole_without_asking:
        needed[Consent.DEAL_DESK].append(
            f"the discount of {price.discount.written(1)} is more than the "
            f"{policy.whole_without_asking} that a seller may give"
        )
    if price.deepest_line_discount > policy.line_without_asking:
        needed[Consent.DEAL_DESK].append(
            f"a line is discounted by {price.deepest_line_discount}, more than the "
            f"{policy.line_without_asking} that a seller may give on one line"
        )
    if max(price.discount, price.deepest_line_discount) > policy.owner_above:
        needed[Consent.OWNER].append(f"a discount is above {policy.owner_above}")
    needed[Consent.FINANCE].extend(_margin_doubts(price, policy))
    return tuple(
        ConsentNeeded(consent, _sentence(reasons)) for consent, reasons in needed.items() if reasons
    )


def consents_missing(
    needed: Iterable[ConsentNeeded], given: Iterable[ConsentGiven], price_hash: str
) -> tuple[ConsentNeeded, ...]:
    """Leave out what was agreed to for exactly this price and not withdrawn since."""
    standing = {one.consent for one in given if one.price_hash == price_hash and not one.withdrawn}
    return tuple(one for one in needed if one.consent not in standing)


def _margin_doubts(price: ProposalPrice, policy: DiscountPolicy) -> list[str]:
    if price.lines_without_cost:
        return [f"{price.lines_without_cost} of {len(price.lines)} lines have no cost"]
    if price.margin is not None and price.margin < policy.lowest_margin:
        # Whoever asks may not see the margin, so the figure itself is never in the words.
        return [f"the margin is below {policy.lowest_margin}"]
    if price.margin is None and not price.known_cost.is_zero:
        return ["it costs us something and brings nothing"]
    return []


def _sentence(reasons: list[str]) -> str:
    joined = ", and ".join(reasons)
    return f"{joined[0].upper()}{joined[1:]}."
