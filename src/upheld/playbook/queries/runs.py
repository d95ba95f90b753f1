"""What a run's page and the panels of work show of the procedures that were followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.foundation.values.period import today
from upheld.playbook.models import Procedure, Report, Run, RunStep
from upheld.playbook.queries.page import RunLine, RunPage, Stands, stands
from upheld.playbook.queries.printing import shown_parts
from upheld.playbook.queries.procedures import visible_procedures, visible_runs
from upheld.playbook.rules.document import steps_of
from upheld.playbook.rules.likeness import stems
from upheld.playbook.rules.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.foundation.actor import Actor

MOST_LIKELY = 3
_MOST_SHOWN = 20


def run_page(run: Run, actor: Actor, at: datetime) -> RunPage:
    """Read a run's page: one query."""
    texts = {one.number: one for one in steps_of(run.revision.text, run.revision.title)}
    rows = RunStep.objects.filter(run=run).select_related("by").order_by("number")
    lines: list[RunLine] = []
    said = ""
    for step in rows:
        written = texts[step.number]
        section = "" if written.section == said else written.section
        said = written.section
        lines.append(RunLine(step, shown_parts(written.text), section))
    newer = run.procedure.revision > run.revision.number
    return RunPage(run, stands(run.procedure, actor, at), newer, tuple(lines))


@dataclass(frozen=True, slots=True)
class Followed:
    """One run in a panel: how far it is, and how its procedure stands today."""

    run: Run
    stands: Stands
    newer: bool


def followed_on(kind: str, pk: int, actor: Actor, at: datetime) -> tuple[Followed, ...]:
    """Give the procedures that were followed on a piece of work, newest first: one query."""
    rows = visible_runs(actor).filter(on_kind=kind, on_id=pk).order_by("-begun_at", "-pk")
    return tuple(
        Followed(
            run, stands(run.procedure, actor, at), run.procedure.revision > run.revision.number
        )
        for run in rows[:_MOST_SHOWN]
    )


def reported_on(kind: str, pk: int) -> int:
    """Count the reports that were made from a piece of work: one query."""
    count: int = Report.objects.filter(on_kind=kind, on_id=pk).count()
    return count


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure that may be followed; `likely` where its title shares words with the work's."""

    procedure: Procedure
    likely: bool
    warns: bool


def offered_for(title: str, actor: Actor, at: datetime) -> tuple[Offered, ...]:
    """Give what can be followed on a piece of work, what its title speaks of first: one query."""
    rows = visible_procedures(actor).filter(revision__gt=0, withdrawn_at=None)
    rows = rows.defer("text", "step_runs")
    words = set(stems(title))
    ranked = sorted(rows, key=lambda one: (-_shared(words, one), one.title.casefold(), one.pk))
    day = today(at, actor.zone)
    return tuple(
        Offered(one, bool(_shared(words, one)) and place < MOST_LIKELY,
                one.standing(day) is Standing.OUTDATED)
        for place, one in enumerate(ranked)
    )  # fmt: skip


def _shared(words: set[str], procedure: Procedure) -> int:
    named: Sequence[str] = procedure.title_stems
    return len(words.intersection(named))
