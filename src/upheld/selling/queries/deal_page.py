"""A deal's page: how it stands, what shows it, what is missing, who is in it, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.customers.models import BuyingPart, Contact
from upheld.selling.models import Deal, DealContact, Gap, Meeting
from upheld.selling.queries.effort import presale_seconds
from upheld.selling.queries.evidence import evidence_now
from upheld.selling.queries.meetings import MeetingLine, meeting_lines
from upheld.selling.queries.walk_away import walk_away_of
from upheld.selling.rules.gaps import OurAnswer
from upheld.selling.rules.stage_words import EVIDENCE_TITLES, STAGE_TITLES
from upheld.selling.rules.stages import (
    BY_HAND,
    OPEN_STAGES,
    STAGE_NEEDS,
    Evidence,
    Stage,
    missing_for,
    missing_for_next,
    next_stage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.refusals import Reason
    from upheld.selling.queries.evidence import Shown
    from upheld.selling.rules.walk_away import WalkAwaySignal


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One condition of a stage: what shows that it holds, or what to do about it."""

    kind: str
    title: str
    shown: Shown | None
    missing: Reason | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage on the way: reached, the one worked at now, or still ahead."""

    key: str
    title: str
    reached: bool
    current: bool
    lines: tuple[EvidenceLine, ...]

    @property
    def held(self) -> int:
        """Count the conditions of this stage that hold."""
        return sum(line.shown is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class DealPage:
    """Everything that a deal's page shows of the deal itself."""

    deal: Deal
    stage_title: str
    next_stage_title: str
    missing: tuple[Reason, ...]
    steps: tuple[StageStep, ...]
    contacts: tuple[DealContact, ...]
    addable: tuple[Contact, ...]
    gaps: tuple[Gap, ...]
    meetings: tuple[MeetingLine, ...]
    seconds: int
    signal: WalkAwaySignal | None


def deal_page(deal: Deal, at: datetime) -> DealPage:
    """Read a deal's page: about ten queries. The deal's company must have been read with it."""
    contacts = tuple(DealContact.objects.filter(deal=deal).select_related("contact").order_by("pk"))
    gaps = tuple(_gaps(deal))
    shown = evidence_now(
        deal,
        deciders=[one.contact.name for one in contacts if one.part == BuyingPart.DECIDER],
        all_told=all(one.disclosed_at or one.answer == OurAnswer.MET.value for one in gaps),
    )
    holds = frozenset(shown)
    following = next_stage(Stage(deal.stage))
    known = {one.contact_id for one in contacts}
    people = Contact.objects.filter(company=deal.company_id, active=True).order_by("name")
    meetings = Meeting.objects.filter(deal=deal).order_by("-starts_at")
    seconds = presale_seconds(deal)
    return DealPage(
        deal=deal,
        stage_title=STAGE_TITLES[deal.stage],
        next_stage_title=STAGE_TITLES[following] if following else "",
        missing=missing_for_next(holds),
        steps=tuple(_step(stage, deal, shown) for stage in OPEN_STAGES[1:]),
        contacts=contacts,
        addable=tuple(one for one in people if one.pk not in known),
        gaps=gaps,
        meetings=meeting_lines(
            meetings[:20],
            at,
            said={deal.pk: {kind: one.words for kind, one in shown.items()}},
            gaps={deal.pk: [gap.need for gap in gaps]},
        ),
        seconds=seconds,
        signal=walk_away_of(deal, seconds),
    )


def _gaps(deal: Deal) -> list[Gap]:
    rows = Gap.objects.filter(deal=deal).select_related("disclosed_to", "found_by")
    return list(rows.order_by("number"))


def _step(stage: Stage, deal: Deal, shown: Mapping[Evidence, Shown]) -> StageStep:
    reasons = {reason.code: reason for reason in missing_for(stage, frozenset(shown))}
    path = [*OPEN_STAGES, Stage.WON]
    here = path.index(Stage(deal.stage)) if deal.stage in path else -1
    return StageStep(
        key=stage.value,
        title=STAGE_TITLES[stage],
        reached=path.index(stage) <= here,
        current=path.index(stage) == here + 1,
        lines=tuple(
            EvidenceLine(
                kind=need.value,
                title=EVIDENCE_TITLES[need],
                shown=shown.get(need),
                missing=reasons.get(need.value),
                by_hand=need in BY_HAND,
            )
            for need in STAGE_NEEDS[stage]
        ),
    )
