"""The lists of deals, meetings and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.customers.lists import by_customer
from upheld.foundation.lists import (
    ByChoice,
    ByDays,
    ByNumber,
    ByPerson,
    ByRow,
    ByText,
    ByYesNo,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.selling.models import Deal, Gap, Meeting, MeetingKind, Origin, Outcome
from upheld.selling.models.deal import STAGES
from upheld.selling.models.gap import ANSWERS
from upheld.selling.models.meeting import RESULTS
from upheld.selling.rules.gaps import OurAnswer
from upheld.selling.rules.stage_words import STAGE_TITLES
from upheld.selling.rules.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

STAGE_TONES: Mapping[str, str] = {Stage.WON: "good", Stage.LOST: "bad", Stage.DECIDED: "accent"}


def _deal_title(pk: int) -> str | None:
    deal = Deal.objects.filter(pk=pk).first()
    return deal.title if deal else None


def _gap_pill(gap: Gap) -> Pill:
    if gap.answer == OurAnswer.MET.value:
        return Pill("Met", "good")
    if gap.disclosed_at is not None:
        return Pill("Disclosed", "good")
    return Pill("Deal killer, not disclosed" if gap.is_killer else "Not disclosed", "bad")


DEALS: ListOf[Deal] = ListOf(
    key="deals",
    title="Deals",
    noun="deal",
    route="deals",
    url=lambda deal: reverse("deal", args=[deal.number]),
    order="-opened_at",
    opens_with="outcome=open",
    about="Everything that a company may buy, each where its evidence shows.",
    example="Acme, server refresh: £12,400 once and £900 a month; qualified.",
    columns=(
        ListColumn("number", "No.", lambda d: d.number, Kind.NUMBER, sort="number"),
        ListColumn(
            "title", "Deal", lambda d: d.title, sort="title", link=True,
            hint=lambda d: d.company.name,
        ),
        ListColumn(
            "stage", "Stage",
            lambda d: Pill(STAGE_TITLES[d.stage], STAGE_TONES.get(d.stage, "neutral")),
            Kind.STATUS,
        ),
        ListColumn("one_off", "Once", lambda d: d.one_off, Kind.MONEY, sort="one_off_minor"),
        ListColumn("monthly", "A month", lambda d: d.monthly, Kind.MONEY, sort="monthly_minor"),
        ListColumn(
            "next_step", "Next step", lambda d: d.next_step, wide_only=True
        ),
        ListColumn("next_on", "By", lambda d: d.next_step_on, Kind.DAY, sort="next_step_on"),
        ListColumn("owner", "Owner", lambda d: d.owner.name if d.owner else "", Kind.PERSON),
        ListColumn(
            "confidence", "Confidence", lambda d: d.confidence_ppm, Kind.PERCENT,
            sort="confidence_ppm", shown=False,
        ),
        ListColumn("origin", "Origin", lambda d: d.get_origin_display(), shown=False),
        ListColumn(
            "expected", "Expected", lambda d: d.expected_on, Kind.DAY, sort="expected_on",
            shown=False,
        ),
        ListColumn(
            "opened", "Opened", lambda d: d.opened_at, Kind.DAY, sort="opened_at", shown=False
        ),
        ListColumn(
            "closed", "Closed", lambda d: d.closed_at, Kind.DAY, sort="closed_at", shown=False
        ),
        ListColumn("lost_to", "Lost to", lambda d: d.lost_to, shown=False),
    ),
    filters=(
        ByText("title", "company__name"),
        ByChoice("outcome", "Outcome", "outcome", choices=Outcome.choices),
        ByChoice("stage", "Stage", "stage", choices=STAGES),
        ByPerson("owner", "Owner", "owner_id"),
        ByPerson("engineer", "Sales engineer", "engineer_id"),
        ByChoice("origin", "Origin", "origin", choices=Origin.choices),
        ByYesNo("step", "Has a next step", ~Q(next_step="")),
        ByDays("next", "Next step", "next_step_on"),
        ByDays("expected", "Expected", "expected_on"),
        ByDays("opened", "Opened", "opened_at"),
        ByDays("closed", "Closed", "closed_at"),
        ByNumber("one_off", "Once", "one_off_minor", Kind.MONEY),
        by_customer("company"),
    ),
)  # fmt: skip

MEETINGS: ListOf[Meeting] = ListOf(
    key="meetings",
    title="All meetings",
    noun="meeting",
    route="meeting-list",
    url=lambda meeting: reverse("meeting", args=[meeting.number]),
    order="-starts_at",
    about="Every meeting of every deal, with what was to be gained and what was.",
    example="Acme, discovery, Tuesday at ten: learn who decides.",
    columns=(
        ListColumn("starts", "Starts", lambda m: m.starts_at, Kind.MOMENT, sort="starts_at"),
        ListColumn(
            "title", "Meeting", lambda m: m.title, link=True, hint=lambda m: m.deal.company.name
        ),
        ListColumn("kind", "For", lambda m: m.get_kind_display()),
        ListColumn("goal", "Goal", lambda m: m.goal, wide_only=True),
        ListColumn("huddled", "Huddled", lambda m: m.huddled_at, Kind.MOMENT, shown=False),
        ListColumn("result", "Goal met", lambda m: m.get_result_display() if m.result else ""),
        ListColumn("debriefed", "Debriefed", lambda m: m.debriefed_at, Kind.DAY),
    ),
    filters=(
        ByText("title", "deal__title", "deal__company__name"),
        ByChoice("kind", "For", "kind", choices=MeetingKind.choices),
        ByDays("starts", "Starts", "starts_at"),
        ByChoice("result", "Goal met", "result", choices=RESULTS),
        ByYesNo("huddled", "Huddled", Q(huddled_at__isnull=False)),
        ByYesNo("debriefed", "Debriefed", Q(debriefed_at__isnull=False)),
        ByYesNo("cancelled", "Cancelled", Q(cancelled_at__isnull=False)),
        ByPerson("owner", "Seller", "deal__owner_id"),
        ByRow("deal", "Deal", "deal_id", name_of=_deal_title),
    ),
)  # fmt: skip

GAPS: ListOf[Gap] = ListOf(
    key="gaps",
    title="Gaps",
    noun="gap",
    route="gaps",
    url=lambda gap: reverse("gap", args=[gap.number]),
    order="-found_at",
    opens_with="disclosed=no",
    about="Needs that we cannot meet, and whether the customer knows.",
    example="No weekend on-site; a remote watch on Saturdays instead. Disclosed the same day.",
    columns=(
        ListColumn("need", "Need", lambda g: g.need, link=True, hint=lambda g: g.workaround),
        ListColumn("deal", "Deal", lambda g: g.deal.title, hint=lambda g: g.deal.company.name),
        ListColumn("answer", "Our answer", lambda g: g.get_answer_display()),
        ListColumn("standing", "Standing", _gap_pill, Kind.STATUS),
        ListColumn("found", "Found", lambda g: g.found_at, Kind.DAY, sort="found_at"),
        ListColumn(
            "disclosed", "Disclosed", lambda g: g.disclosed_at, Kind.DAY, sort="disclosed_at"
        ),
        ListColumn(
            "sunk", "Work until then", lambda g: g.sunk_seconds, Kind.EFFORT, sort="sunk_seconds"
        ),
        ListColumn(
            "found_by", "Found by", lambda g: g.found_by.name if g.found_by else "", Kind.PERSON,
            shown=False,
        ),
    ),
    filters=(
        ByText("need", "workaround", "deal__title", "deal__company__name"),
        ByChoice("answer", "Our answer", "answer", choices=ANSWERS),
        ByYesNo(
            "disclosed", "Disclosed or met", Q(disclosed_at__isnull=False) | Q(answer="met")
        ),
        ByYesNo("killer", "Deal killer", Q(is_killer=True)),
        ByDays("found", "Found", "found_at"),
        ByPerson("owner", "Seller", "deal__owner_id"),
    ),
)  # fmt: skip
