"""What the story offers: a proposal with one of everything that may be asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.acme import MONDAY, pounds

from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import (
    draft_proposal,
    put_deliverable,
    put_line,
    word_term,
)
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.rules.pricing import LineKind
from upheld.foundation.values.money import Money

if TYPE_CHECKING:
    from tests.safety.story import Story

    from upheld.agreements.models import Proposal

NAME = "Vermilion"
"""In everything of the customer that only Northgate and that customer may read."""
COST = 123_457
"""What the line of every proposal costs us, in pence."""
ESTIMATE = (72_420, 112_380, 166_620)
"""Of every deliverable: seconds at best, most likely and at worst."""


@dataclass(frozen=True)
class Offer:
    """What is offered in a proposal of the story; the name stands before each title."""

    title: str
    months: int
    line: str
    work: str
    criterion: str
    term: str
    when: str


WORKPLACES = Offer(
    "workplaces", 24, "set-up", "mail moved",
    "All 20 mailboxes are open in the new system with their mail since 2020.",
    "weekends", "on weekends",
)  # fmt: skip


def draft_offer(story: Story, offer: Offer) -> Proposal:
    """Draft a proposal with a line, a deliverable, its estimate and a term, and ask about it."""
    world, rows = story.world, story.rows
    lena: dict[str, Any] = {"by": world.lena, "at": MONDAY}
    draft = draft_proposal(
        deal=rows["deal"], title=f"{NAME} {offer.title}", months=offer.months,
        starts_on=date(2026, 5, 1), valid_until=date(2026, 4, 15), signer=rows["carla"], **lena,
    )  # fmt: skip
    put_line(
        proposal=draft, kind=LineKind.ONE_OFF, title=f"{NAME} {offer.line}",
        list_price=pounds(4000), cost=Money(COST, "GBP"), **lena,
    )  # fmt: skip
    made = put_deliverable(
        proposal=draft, title=f"{NAME} {offer.work}", criterion=offer.criterion,
        evidence_kind="log", due_on=date(2026, 5, 29), price=pounds(1500), function="projects",
        **lena,
    )  # fmt: skip
    estimate_deliverable(
        deliverable=made, low_seconds=ESTIMATE[0], likely_seconds=ESTIMATE[1],
        high_seconds=ESTIMATE[2], by=world.dana, at=MONDAY,
    )  # fmt: skip
    word_term(
        proposal=draft, title=f"{NAME} {offer.term}", function="onsite",
        text=f"An engineer visits {NAME} within four hours {offer.when}, free of charge.", **lena,
    )  # fmt: skip
    draft = ask_capacity(proposal=draft, **lena)
    ask_what_is_needed(proposal=draft, **lena)
    return draft
