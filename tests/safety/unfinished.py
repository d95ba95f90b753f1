"""The story a second time, stopped half-way: what can still be changed, asked, sent and signed.

Most forms are open only before something is settled; the story of `story.py` has settled all of it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.safety.story import COST, ESTIMATE, HOUR, MONDAY, NAME, _say_yes

from upheld.agreements.models import ProposalDeliverable, ProposalLine, ProposalTerm
from upheld.agreements.operations.asking import ask_what_is_needed
from upheld.agreements.operations.drafting import (
    draft_proposal,
    put_deliverable,
    put_line,
    word_term,
)
from upheld.agreements.operations.estimating import ask_capacity, estimate_deliverable
from upheld.agreements.operations.questions import ask_question
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.delivery.operations.change_orders import write_change_order
from upheld.foundation.values.money import Money
from upheld.promises.models import Promise
from upheld.reviews.models import Review
from upheld.selling.operations.deals import open_deal
from upheld.timekeeping.operations.capture import capture

if TYPE_CHECKING:
    from tests.safety.story import Story

    from upheld.agreements.models import Proposal


def leave_open(story: Story) -> Story:
    """Put unfinished rows in the places of the finished ones."""
    world, rows = story.world, story.rows
    rows["deal"] = open_deal(
        company=rows["company"], title=f"{NAME} telephones", owner=world.people["lena"],
        engineer=world.people["marek"], one_off_minor=400_000, by=world.lena, at=MONDAY,
    )  # fmt: skip
    offered = _draft(story)
    _say_yes(story)
    rows["sent"] = send_proposal(proposal=offered, by=world.lena, at=MONDAY)
    offered.refresh_from_db()
    rows["offered"] = offered
    assert story.buyer is not None
    rows["question"] = ask_question(
        proposal=offered, words="Is it quiet?", by=story.buyer, at=MONDAY
    )
    rows["proposal"] = _draft(story)
    rows["review"] = Review.objects.filter(state="asked").order_by("pk").first()
    for name, model in (
        ("line", ProposalLine),
        ("work", ProposalDeliverable),
        ("term", ProposalTerm),
    ):
        rows[name] = model.objects.filter(proposal=rows["proposal"]).first()
    rows["order"] = write_change_order(
        sow=rows["sow"], title=f"{NAME} scanners too", by=world.marek, at=MONDAY,
        criterion="Each of the 4 scanners sends a page to the accounts office.",
        due_on=date(2026, 6, 30), price=Money.of(200, "GBP"), cost_seconds=4 * HOUR,
    )  # fmt: skip
    line = f"#{rows['ticket'].number} vpn again 25m"
    mine = capture(line=line, start_timer=True, by=world.ana, at=MONDAY)
    rows["entry"], rows["timer"], rows["undo"] = mine.entry, mine.timer, mine.undo
    rows["promise"] = Promise.objects.order_by("pk").last()
    return story


def _draft(story: Story) -> Proposal:
    world, rows = story.world, story.rows
    lena: dict[str, Any] = {"by": world.lena, "at": MONDAY}
    draft = draft_proposal(
        deal=rows["deal"], title=f"{NAME} telephones", months=12, starts_on=date(2026, 5, 1),
        valid_until=date(2026, 4, 15), signer=rows["carla"], **lena,
    )  # fmt: skip
    put_line(
        proposal=draft, kind=LineKind.ONE_OFF, title=f"{NAME} cables",
        list_price=Money.of(4000, "GBP"), cost=Money(COST, "GBP"), **lena,
    )  # fmt: skip
    made = put_deliverable(
        proposal=draft, title=f"{NAME} calls answered",
        criterion="All 20 telephones ring when their number is called from outside.",
        evidence_kind="log", due_on=date(2026, 5, 29), price=Money.of(1500, "GBP"),
        function="projects", **lena,
    )  # fmt: skip
    estimate_deliverable(
        deliverable=made, low_seconds=ESTIMATE[0], likely_seconds=ESTIMATE[1],
        high_seconds=ESTIMATE[2], by=world.dana, at=MONDAY,
    )  # fmt: skip
    word_term(
        proposal=draft, title=f"{NAME} nights", function="onsite",
        text=f"An engineer visits {NAME} within four hours at night, free of charge.", **lena,
    )  # fmt: skip
    draft = ask_capacity(proposal=draft, **lena)
    ask_what_is_needed(proposal=draft, **lena)
    return draft
