"""What a procedure's own page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.foundation.values.period import today
from upheld.playbook.models import (
    Draft,
    LikePair,
    Procedure,
    Reading,
    Report,
    ReportState,
    Revision,
    Run,
)
from upheld.playbook.queries.printing import ShownPart, shown_parts
from upheld.playbook.queries.procedures import may_decide, pairs_alike
from upheld.playbook.rules.differences import Passage, passages_between
from upheld.playbook.rules.standing import Standing, is_due_soon, should_warn

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.playbook.models import RunStep

TITLES = {
    Standing.DRAFT: "Draft",
    Standing.IN_USE: "In use",
    Standing.OUTDATED: "Out of date",
    Standing.WITHDRAWN: "Withdrawn",
}
TONES = {
    Standing.DRAFT: "neutral",
    Standing.IN_USE: "good",
    Standing.OUTDATED: "warn",
    Standing.WITHDRAWN: "bad",
}
MOST_REVISIONS, MOST_RUNS, MOST_READINGS = 30, 8, 60


@dataclass(frozen=True, slots=True)
class Stands:
    """How a procedure stands, in words."""

    standing: Standing
    title: str
    tone: str
    warns: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Another procedure that may be on the same subject."""

    pair: LikePair
    procedure: Procedure


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """Everything that a procedure's page shows; `revision` is the one that is read."""

    procedure: Procedure
    stands: Stands
    due_soon: bool
    revision: Revision | None
    parts: tuple[ShownPart, ...]
    is_current: bool
    draft: Draft | None
    revisions: tuple[Revision, ...]
    readings: tuple[Reading, ...]
    mine: Reading | None
    reports: tuple[Report, ...]
    runs: tuple[Run, ...]
    others: tuple[Other, ...]
    may_decide: bool

    @property
    def unread(self) -> int:
        """Count who was asked to read it and has not."""
        return sum(1 for one in self.readings if one.read_at is None)


def stands(procedure: Procedure, actor: Actor, at: datetime) -> Stands:
    """Say how a procedure stands for somebody, on their day."""
    found = procedure.standing(today(at, actor.zone))
    return Stands(found, TITLES[found], TONES[found], should_warn(found))


def procedure_page(
    procedure: Procedure, actor: Actor, at: datetime, number: int | None = None
) -> ProcedurePage:
    """Read a procedure's page, at the revision that holds or at an older one: six queries."""
    revisions = tuple(
        Revision.objects.filter(procedure=procedure)
        .select_related("written_by", "published_by")
        .defer("text")
        .order_by("-number")[:MOST_REVISIONS]
    )
    wanted = number or procedure.revision
    revision = next((one for one in revisions if one.number == wanted), None)
    if revision is None and wanted:
        revision = Revision.objects.filter(procedure=procedure, number=wanted).first()
    draft = Draft.objects.filter(procedure=procedure).select_related("written_by").first()
    readings = _readings(procedure)
    text = procedure.text if wanted == procedure.revision else revision.text if revision else ""
    return ProcedurePage(
        procedure=procedure,
        stands=stands(procedure, actor, at),
        due_soon=is_due_soon(today(at, actor.zone), procedure.review_on),
        revision=revision,
        parts=shown_parts(text or (draft.text if draft and not procedure.revision else "")),
        is_current=wanted == procedure.revision,
        draft=draft,
        revisions=revisions,
        readings=readings,
        mine=next((one for one in readings if one.person_id == actor.person_id), None),
        reports=_reports(procedure),
        runs=_runs(procedure),
        others=tuple(
            Other(pair, pair.second if pair.first_id == procedure.pk else pair.first)
            for pair in pairs_alike(procedure)
        ),
        may_decide=may_decide(procedure, actor),
    )


def _readings(procedure: Procedure) -> tuple[Reading, ...]:
    rows = Reading.objects.filter(procedure=procedure, revision__number=procedure.revision)
    ordered = rows.select_related("person").order_by("read_at", "person__name")
    return tuple(ordered[:MOST_READINGS])


def _reports(procedure: Procedure) -> tuple[Report, ...]:
    rows = Report.objects.filter(procedure=procedure, state=ReportState.OPEN)
    return tuple(rows.select_related("reported_by", "revision").order_by("-reported_at"))


def _runs(procedure: Procedure) -> tuple[Run, ...]:
    rows = Run.objects.filter(procedure=procedure).select_related("revision", "begun_by")
    return tuple(rows.order_by("-begun_at", "-pk")[:MOST_RUNS])


@dataclass(frozen=True, slots=True)
class Differences:
    """Two revisions laid side by side; `before` is missing where the first one was new."""

    procedure: Procedure
    before: Revision | None
    after: Revision | None
    passages: tuple[Passage, ...]
    title_changed: bool
    draft: Draft | None = None


def differences(procedure: Procedure, after: Revision, before: Revision | None) -> Differences:
    """Compare two revisions of a procedure."""
    return Differences(
        procedure, before, after, passages_between(before.text if before else "", after.text),
        before is not None and before.title != after.title,
    )  # fmt: skip


def draft_differences(draft: Draft) -> Differences:
    """Compare a draft with the revision that holds: two queries."""
    procedure = draft.procedure
    before = Revision.objects.filter(procedure=procedure, number=procedure.revision).first()
    return Differences(
        procedure, before, None, passages_between(before.text if before else "", draft.text),
        before is not None and before.title != draft.title, draft,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunLine:
    """One step of a run as its page shows it, with all that its revision says of it."""

    step: RunStep
    parts: tuple[ShownPart, ...]
    section: str
    """The heading above it, said once."""


@dataclass(frozen=True, slots=True)
class RunPage:
    """What a run's page shows."""

    run: Run
    stands: Stands
    newer: bool
    """Whether the procedure was revised after this run was begun."""
    lines: tuple[RunLine, ...]
