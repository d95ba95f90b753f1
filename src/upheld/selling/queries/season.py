"""My season: what a salesperson should do next, record by record, until the list is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Sum
from django.urls import reverse

from upheld.foundation.values.money import Money
from upheld.foundation.values.period import today
from upheld.selling.models import Deal, Gap
from upheld.selling.queries.deals import open_deals
from upheld.selling.queries.meetings import MyMeetings, my_meetings
from upheld.selling.rules.gaps import OurAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor

MOST_DEALS = 40


@dataclass(frozen=True, slots=True)
class NextAction:
    """One thing to do: what it is about, a sentence saying why, and one button."""

    title: str
    url: str
    why: str
    action: str
    action_url: str
    tone: str = "neutral"
    company: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Worth:
    """What open deals are worth in one currency, once and each month."""

    count: int
    one_off: Money
    monthly: Money


@dataclass(frozen=True, slots=True)
class Season:
    """A salesperson's first screen."""

    meetings: MyMeetings
    actions: tuple[NextAction, ...]
    worth: tuple[Worth, ...]
    more: int

    @property
    def count(self) -> int:
        """Count the open deals."""
        return sum(one.count for one in self.worth)


def my_season(actor: Actor, at: datetime) -> Season:
    """Read somebody's open deals and meetings, and what each needs: six queries.

    `more` counts the deals beyond those whose next action was looked at.
    """
    mine = open_deals(actor).filter(owner=actor.person_id)
    day = today(at, actor.zone)
    worth = worth_of(mine)
    deals = list(mine.select_related("company").order_by(
        F("next_step_on").asc(nulls_first=True), "number"
    )[:MOST_DEALS])  # fmt: skip
    actions = [
        *_debriefs(held := my_meetings(actor, at)),
        *_gaps(actor),
        *(action for deal in deals if (action := _of_deal(deal, day)) is not None),
    ]
    count = sum(one.count for one in worth)
    return Season(held, tuple(actions), worth, max(0, count - len(deals)))


def worth_of(deals: QuerySet[Deal]) -> tuple[Worth, ...]:
    """Add up deals by currency, the most frequent first: one query."""
    rows = deals.order_by().values("currency").annotate(
        count=Count("pk"), once=Sum("one_off_minor"), each_month=Sum("monthly_minor")
    )  # fmt: skip
    return tuple(
        Worth(row["count"], Money(row["once"], row["currency"]),
              Money(row["each_month"], row["currency"]))
        for row in rows.order_by("-count", "currency")
    )  # fmt: skip


def _debriefs(held: MyMeetings) -> Iterator[NextAction]:
    for line in held.to_debrief:
        meeting = line.meeting
        yield NextAction(
            title=meeting.title,
            url=reverse("meeting", args=[meeting.number]),
            why="It is over, and nobody has written down what came of it.",
            action="Debrief",
            action_url=reverse("meeting-debrief", args=[meeting.number]),
            tone=line.tone,
            company=meeting.deal.company.name,
        )


def _gaps(actor: Actor) -> Iterator[NextAction]:
    rows = Gap.objects.filter(
        deal__owner=actor.person_id, deal__outcome="open", disclosed_at=None
    ).exclude(answer=OurAnswer.MET.value)  # fmt: skip
    for gap in rows.select_related("deal__company").order_by("-is_killer", "found_at")[:MOST_DEALS]:
        killer = " It may kill the deal." if gap.is_killer else ""
        yield NextAction(
            title=gap.need,
            url=reverse("gap", args=[gap.number]),
            why=f"{gap.deal.company.name} does not know about this gap yet.{killer}",
            action="Disclose",
            action_url=reverse("gap-disclose", args=[gap.number]),
            tone="bad" if gap.is_killer else "warn",
            company=gap.deal.company.name,
        )


def _of_deal(deal: Deal, day: date) -> NextAction | None:
    """Name the one thing that an open deal needs today; nothing while its next step lies ahead."""
    if not deal.next_step:
        why, action, tone = "Nobody has agreed a next step.", "Set a next step", "warn"
    elif deal.next_step_on is not None and deal.next_step_on < day:
        late = (day - deal.next_step_on).days
        why = f"“{deal.next_step}” was due {late} day{'s' if late > 1 else ''} ago."
        action, tone = "Move it on", "bad"
    elif deal.next_step_on == day:
        why, action, tone = f"“{deal.next_step}” is due today.", "Do it", "info"
    elif deal.expected_on is not None and deal.expected_on < day:
        why, action, tone = "The day it was expected to close has passed.", "Look again", "warn"
    else:
        return None
    return NextAction(
        title=deal.title,
        url=reverse("deal", args=[deal.number]),
        why=why,
        action=action,
        action_url=reverse("deal-step", args=[deal.number]),
        tone=tone,
        company=deal.company.name,
        number=deal.number,
    )
