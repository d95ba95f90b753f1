"""The board of open deals: a column for each stage, with what the deals in it are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Sum
from django.urls import reverse

from upheld.foundation.refusals import Reason, Refused, invalid
from upheld.foundation.ui.filters import money
from upheld.foundation.ui.shapes import BoardColumn, Card
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import today
from upheld.selling.models import Deal
from upheld.selling.queries.deals import open_deals
from upheld.selling.queries.evidence import evidence_now
from upheld.selling.rules.stage_words import STAGE_TITLES
from upheld.selling.rules.stages import OPEN_STAGES, STAGE_NEEDS, Stage, missing_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

MOST_IN_COLUMN = 40
HINTS: Mapping[Stage, str] = {
    Stage.LEAD: "Somebody may want something",
    Stage.QUALIFIED: "Problem, decider, money and date are known",
    Stage.SOLUTION_AGREED: "Discovered, disclosed, confirmed, estimated",
    Stage.PROPOSED: "A proposal they can sign lies with them",
    Stage.DECIDED: "Who decides has said yes",
}


@dataclass(frozen=True, slots=True)
class Board:
    """The board, of one seller or of everybody."""

    columns: tuple[BoardColumn, ...]
    everybody: bool


def deal_board(actor: Actor, at: datetime, *, everybody: bool) -> Board:
    """Read the board: one query for the sums and one for the cards of each stage.

    A column shows its forty deals that need something soonest; its count and total are of all.
    """
    rows = open_deals(actor)
    if not everybody:
        rows = rows.filter(owner=actor.person_id)
    sums = _sums(rows)
    day = today(at, actor.zone)
    may_move = actor.may("selling:deal:edit")
    columns = tuple(
        BoardColumn(
            key=stage.value,
            title=STAGE_TITLES[stage],
            cards=_cards(rows, stage, day, may_move=may_move) if stage in sums else (),
            count=sum(count for count, _, _ in sums.get(stage, ())),
            hint=_total(sums.get(stage, ())) or HINTS[stage],
        )
        for stage in OPEN_STAGES
    )
    return Board(columns, everybody)


def refuse_move(deal: Deal, column: str) -> None:
    """Say why a card cannot be put into another column: its stage is what the evidence shows.

    Refuses with: stage_follows_evidence (forward: what is missing; back: what holds),
    invalid_input.
    """
    if column not in [stage.value for stage in OPEN_STAGES]:
        raise invalid(column="There is no such column.")
    wanted, here = Stage(column), Stage(deal.stage)
    shown = evidence_now(deal)
    missing = missing_for(wanted, frozenset(shown))
    forward = OPEN_STAGES.index(wanted) > OPEN_STAGES.index(here)
    url = reverse("deal", args=[deal.number]) + "#evidence"
    raise Refused(
        "stage_follows_evidence",
        f"A deal stands where its evidence shows: {STAGE_TITLES[here].lower()}.",
        what=f"“{deal.title}” was not moved.",
        remedy="Add what is missing, and it moves by itself." if forward else
        "Withdraw what no longer holds, and it falls back by itself.",
        reasons=(
            [Reason(one.code, one.why, "Add it", one.who, url) for one in missing]
            if forward else _holding(here, wanted, url)
        ),
    )  # fmt: skip


def _holding(here: Stage, wanted: Stage, url: str) -> list[Reason]:
    """Name what holds a deal above the stage that it was dropped on."""
    first, last = OPEN_STAGES.index(wanted) + 1, OPEN_STAGES.index(here) + 1
    return [
        Reason(
            "evidence_holds",
            f"It is shown that it is {STAGE_TITLES[stage].lower()}.",
            "See what shows it",
            url=url,
        )
        for stage in OPEN_STAGES[first:last]
        if STAGE_NEEDS[stage]
    ]


def _sums(rows: QuerySet[Deal]) -> dict[Stage, list[tuple[int, Money, Money]]]:
    found: dict[Stage, list[tuple[int, Money, Money]]] = {}
    sums = rows.order_by().values("stage", "currency").annotate(
        count=Count("pk"), once=Sum("one_off_minor"), each_month=Sum("monthly_minor")
    )  # fmt: skip
    for row in sums.order_by("-count", "currency"):
        worth = (
            row["count"],
            Money(row["once"], row["currency"]),
            Money(row["each_month"], row["currency"]),
        )
        found.setdefault(Stage(row["stage"]), []).append(worth)
    return found


def _total(sums: Iterable[tuple[int, Money, Money]]) -> str:
    return "; ".join(_worth(one_off, monthly) for _, one_off, monthly in sums)


def _worth(one_off: Money, monthly: Money) -> str:
    parts = [
        money(one_off, cents=False) if one_off.minor else "",
        f"{money(monthly, cents=False)} a month" if monthly.minor else "",
    ]
    return " + ".join(part for part in parts if part) or "No value yet"


def _cards(rows: QuerySet[Deal], stage: Stage, day: date, *, may_move: bool) -> tuple[Card, ...]:
    deals = rows.filter(stage=stage).select_related("company", "owner")
    soonest = deals.order_by(F("next_step_on").asc(nulls_first=True), "number")
    return tuple(_card(deal, day, may_move=may_move) for deal in soonest[:MOST_IN_COLUMN])


def _card(deal: Deal, day: date, *, may_move: bool) -> Card:
    status, tone = _standing(deal, day)
    return Card(
        id=str(deal.number),
        title=deal.title,
        url=reverse("deal", args=[deal.number]),
        subtitle=deal.company.name,
        figure=_worth(deal.one_off, deal.monthly),
        status=status,
        tone=tone,
        who=deal.owner.name if deal.owner else "",
        foot=deal.next_step,
        move_url=reverse("deal-move", args=[deal.number]) if may_move else "",
    )


def _standing(deal: Deal, day: date) -> tuple[str, str]:
    """Say about a card only what needs somebody: no next step, or one that is late or due."""
    if not deal.next_step:
        return "No next step", "warn"
    if deal.next_step_on is not None and deal.next_step_on < day:
        return "Next step late", "bad"
    if deal.next_step_on == day:
        return "Due today", "info"
    return "", "neutral"
