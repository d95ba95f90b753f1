"""The endpoints of runs: a procedure followed on a piece of work."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.operation import find
from upheld.playbook.api.procedures import procedure_asked
from upheld.playbook.api.reports import WorkIn, work_asked
from upheld.playbook.api.shapes import Number, ReasonIn
from upheld.playbook.lists import RUNS
from upheld.playbook.may import May
from upheld.playbook.models import Run, RunStep, StepState
from upheld.playbook.operations.runs import begin_run, break_off_run, settle_step
from upheld.playbook.queries.procedures import visible_runs
from upheld.playbook.queries.runs import run_page


class ProcedureStepOut(Schema):
    """One step of a run. `state`: open, done, skipped."""

    number: int
    words: str
    state: str
    note: str
    by: str
    at: datetime | None

    @classmethod
    def of(cls, step: RunStep) -> ProcedureStepOut:
        """Show a step."""
        names = set(cls.model_fields) - {"by"}
        said = {name: getattr(step, name) for name in names}
        return cls(by=step.by.name if step.by else "", **said)


class RunOut(Schema):
    """A run, pinned to the revision by which it was begun. `state`: going, done, broken_off."""

    number: int
    procedure: int
    revision: int
    on_kind: str
    on_title: str
    on_url: str
    state: str
    begun_by: str
    begun_at: datetime
    outdated_when_begun: bool
    ended_at: datetime | None
    why_ended: str
    steps: int
    steps_settled: int

    @classmethod
    def of(cls, run: Run) -> RunOut:
        """Show a run."""
        other = {"procedure", "revision", "begun_by"}
        said = {name: getattr(run, name) for name in set(cls.model_fields) - other}
        return cls(
            procedure=run.procedure.number, revision=run.revision.number,
            begun_by=run.begun_by.name if run.begun_by else "", **said,
        )  # fmt: skip


class RunDetail(RunOut):
    """A run with its steps, and whether its procedure is out of date or revised by now."""

    standing: str
    newer: bool
    checklist: list[ProcedureStepOut]


class RunIn(Schema):
    """Which procedure, on which piece of work; doubts that are knowingly set aside."""

    procedure: Number
    on: WorkIn
    setting_aside: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)] = []


class ProcedureStepIn(Schema):
    """How a step went; a skipped one needs a note that says why."""

    state: StepState
    note: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""


@endpoint(May.SEE, "GET", "procedure-runs", lists=RUNS)
def list_runs(request: Request) -> Paged[RunOut]:
    """List runs."""
    return paged(RUNS, visible_runs(request.actor), request, RunOut.of)


@endpoint(May.SEE, "GET", "procedure-runs/{number}")
def read_run(request: Request, number: Number) -> RunDetail:
    """Read a run with its steps."""
    return _detail(request, number)


@endpoint(May.RUN, "POST", "procedure-runs", status=201)
def begin(request: Request, body: RunIn) -> RunDetail:
    """Begin to follow a procedure, by the revision that holds now."""
    on = work_asked(request, body.on)
    run = begin_run(
        procedure=procedure_asked(request, body.procedure), on=on,
        setting_aside=frozenset(body.setting_aside), by=request.actor, at=request.at,
    )  # fmt: skip
    return _detail(request, run.number)


@endpoint(May.RUN, "PUT", "procedure-runs/{number}/steps/{step}")
def settle(request: Request, number: Number, step: Number, body: ProcedureStepIn) -> RunDetail:
    """Tick a step, skip it with a reason, or open it again."""
    run = find(visible_runs(request.actor), number=number)
    settle_step(run=run, number=step, state=body.state, note=body.note, by=request.actor,
                at=request.at)  # fmt: skip
    return _detail(request, number)


@endpoint(May.RUN, "POST", "procedure-runs/{number}/breaking-off")
def break_off(request: Request, number: Number, body: ReasonIn) -> RunDetail:
    """End a run before its last step."""
    run = find(visible_runs(request.actor), number=number)
    break_off_run(run=run, reason=body.reason, by=request.actor, at=request.at)
    return _detail(request, number)


def _detail(request: Request, number: int) -> RunDetail:
    run = find(visible_runs(request.actor), number=number)
    page = run_page(run, request.actor, request.at)
    return RunDetail(
        **RunOut.of(run).model_dump(), standing=page.stands.standing, newer=page.newer,
        checklist=[ProcedureStepOut.of(line.step) for line in page.lines],
    )  # fmt: skip
