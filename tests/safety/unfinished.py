"""The story a second time, stopped half-way: what can still be changed, asked, sent and signed.

Most forms are open only before something is settled; the story of `story.py` has settled all of it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.acme import HOUR, MONDAY, pounds, say_yes
from tests.safety.offering import NAME, Offer, draft_offer

from upheld.agreements.models import ProposalDeliverable, ProposalLine, ProposalTerm
from upheld.agreements.operations.questions import ask_question
from upheld.agreements.operations.sending import send_proposal
from upheld.delivery.operations.change_orders import write_change_order
from upheld.promises.models import Promise
from upheld.reviews.models import Review
from upheld.selling.operations.deals import open_deal
from upheld.timekeeping.operations.capture import capture

if TYPE_CHECKING:
    from tests.safety.story import Story

TELEPHONES = Offer(
    "telephones", 12, "cables", "calls answered",
    "All 20 telephones ring when their number is called from outside.", "nights", "at night",
)  # fmt: skip


def leave_open(story: Story) -> Story:
    """Put unfinished rows in the places of the finished ones."""
    world, rows = story.world, story.rows
    rows["deal"] = open_deal(
        company=rows["company"], title=f"{NAME} telephones", owner=world.people["lena"],
        engineer=world.people["marek"], one_off_minor=400_000, by=world.lena, at=MONDAY,
    )  # fmt: skip
    offered = draft_offer(story, TELEPHONES)
    say_yes(world)
    rows["sent"] = send_proposal(proposal=offered, by=world.lena, at=MONDAY)
    offered.refresh_from_db()
    rows["offered"] = offered
    assert story.buyer is not None
    rows["question"] = ask_question(
        proposal=offered, words="Is it quiet?", by=story.buyer, at=MONDAY
    )
    rows["proposal"] = draft_offer(story, TELEPHONES)
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
        due_on=date(2026, 6, 30), price=pounds(200), cost_seconds=4 * HOUR,
    )  # fmt: skip
    line = f"#{rows['ticket'].number} vpn again 25m"
    mine = capture(line=line, start_timer=True, by=world.ana, at=MONDAY)
    rows["entry"], rows["timer"], rows["undo"] = mine.entry, mine.timer, mine.undo
    rows["promise"] = Promise.objects.order_by("pk").last()
    return story
