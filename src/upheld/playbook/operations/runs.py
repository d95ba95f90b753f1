"""Procedures are followed on a piece of work: begun, ticked step by step, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Caution, Doubts, Refused, invalid, not_found
from upheld.foundation.values.period import today
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Procedure, Revision, Run, RunState, RunStep, StepState
from upheld.playbook.operations.drafts import require_not_withdrawn
from upheld.playbook.rules.standing import Standing
from upheld.timekeeping.targets import target_kind

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned
    from upheld.timekeeping.targets import Target

LONGEST_NOTE = 500


@operation(May.RUN)
def begin_run(
    *, procedure: Procedure, on: Target, by: Actor, at: datetime,
    setting_aside: frozenset[str] = frozenset(),
) -> Run:  # fmt: skip
    """Begin to follow a procedure on a piece of work, by the revision that holds now.

    Whoever begins what is under way there gets that run. Refuses with: procedure_withdrawn,
    nothing_published; cautions: procedure_outdated.
    """
    procedure = lock(procedure)
    require_not_withdrawn(procedure, "Not begun.")
    if procedure.revision == 0:
        raise Refused(
            "nothing_published", "It is a draft that nobody has published.", what="Not begun.",
            remedy=f"Ask {procedure.owner.name} to publish it.",
        )  # fmt: skip
    under_way: Run | None = Run.objects.filter(
        procedure=procedure, on_kind=on.kind, on_id=on.id, state=RunState.GOING
    ).first()
    if under_way is not None:
        return unchanged(under_way)
    outdated = procedure.standing(today(at, by.zone)) is Standing.OUTDATED
    doubts = Doubts(setting_aside)
    doubts.consider(_caution(procedure) if outdated else None)
    aside = doubts.settle()
    run = _made(procedure, on, by, at, outdated=outdated)
    record(
        Event.RUN_BEGUN, run, about=[procedure, on.row], set_aside=aside, number=run.number,
        procedure=procedure.pk, revision=procedure.revision, on=f"{on.kind}:{on.id}",
        private={"title": procedure.title},
    )  # fmt: skip
    return run


def _caution(procedure: Procedure) -> Caution:
    return Caution(
        "procedure_outdated",
        f"It should have been looked at again by {procedure.review_on:%-d %B %Y}.",
        f"Ask {procedure.owner.name} whether it still holds, or follow it with care.",
    )


def _made(procedure: Procedure, on: Target, by: Actor, at: datetime, *, outdated: bool) -> Run:
    revision = Revision.objects.get(procedure=procedure, number=procedure.revision)
    run = Run(
        number=next_number("run"), procedure=procedure, revision=revision, on_kind=on.kind,
        on_id=on.id, on_title=on.title[:200], on_url=on.url, begun_by_id=by.person_id,
        begun_at=at, outdated_when_begun=outdated, steps=len(revision.steps),
    )  # fmt: skip
    run.save()
    RunStep.objects.bulk_create(
        [RunStep(run=run, number=at, words=words) for at, words in enumerate(revision.steps, 1)]
    )
    return run


@operation(May.RUN)
def settle_step(
    *, run: Run, number: int, state: str, by: Actor, at: datetime, note: str = ""
) -> Run:
    """Tick a step, skip it with a reason, or open it again; the last one settled ends the run.

    Whoever comes second to a step that is settled that way changes nothing. Opening a step of a
    run that was ended by its last step lets it go on. Refuses with: invalid_input, not_found,
    run_broken_off.
    """
    run = lock(run)
    if run.state == RunState.BROKEN_OFF:
        raise Refused("run_broken_off", f"It was broken off: {run.why_ended}",
                      what="The step stays as it is.", remedy="Begin a new run.")  # fmt: skip
    found: RunStep | None = RunStep.objects.filter(run=run, number=number).first()
    if found is None:
        raise not_found("step")
    step = lock(found)
    _require_sound(state, note)
    if step.state == state and (not note.strip() or step.note == note.strip()):
        return unchanged(run)
    _settle(step, state, note, by, at)
    record(_EVENTS[state], run, reason=note.strip(), step=number, private={"words": step.words})
    _count(run, by, at)
    return run


_EVENTS = {
    StepState.DONE.value: Event.STEP_DONE,
    StepState.SKIPPED.value: Event.STEP_SKIPPED,
    StepState.OPEN.value: Event.STEP_OPENED,
}


def _require_sound(state: str, note: str) -> None:
    if state not in StepState.values:
        raise invalid(state="A step is done, skipped or open.")
    if state == StepState.SKIPPED and not note.strip():
        raise invalid(note="Say why the step is skipped.")
    if len(note) > LONGEST_NOTE:
        raise invalid(note=f"At most {LONGEST_NOTE} characters.")


def _settle(step: RunStep, state: str, note: str, by: Actor, at: datetime) -> None:
    is_open = state == StepState.OPEN
    step.change(
        state=state,
        note="" if is_open else note.strip(),
        by_id=None if is_open else by.person_id,
        at=None if is_open else at,
    )


def _count(run: Run, by: Actor, at: datetime) -> None:
    """Count what is settled, and end the run with its last step or let it go on."""
    settled = RunStep.objects.filter(run=run).exclude(state=StepState.OPEN).count()
    run.change(steps_settled=settled)
    if settled == run.steps and run.state == RunState.GOING:
        run.change(state=RunState.DONE, ended_by_id=by.person_id, ended_at=at)
        _record_end(run, by)
    elif settled < run.steps and run.state == RunState.DONE:
        run.change(state=RunState.GOING, ended_by_id=None, ended_at=None)
        record(Event.RUN_BEGUN, run, number=run.number, again=True, private=_titled(run))


@operation(May.RUN)
def break_off_run(*, run: Run, reason: str, by: Actor, at: datetime) -> Run:
    """End a run before its last step, saying why. Refuses with: invalid_input, run_ended."""
    if not reason.strip():
        raise invalid(reason="Say why it was not followed to its end.")
    run = lock(run)
    if run.state != RunState.GOING:
        raise Refused("run_ended", "It has ended before.", what="Nothing was changed.")
    run.change(
        state=RunState.BROKEN_OFF, ended_by_id=by.person_id, ended_at=at,
        why_ended=reason.strip()[:500],
    )  # fmt: skip
    _record_end(run, by, reason.strip())
    return run


def _record_end(run: Run, by: Actor, reason: str = "") -> None:
    record(
        Event.RUN_ENDED, run, about=[run.procedure, _work(run, by)], reason=reason,
        number=run.number, state=run.state, settled=run.steps_settled, steps=run.steps,
        private=_titled(run),
    )  # fmt: skip


def _titled(run: Run) -> dict[str, str]:
    return {"title": run.procedure.title}


def _work(run: Run, by: Actor) -> Owned | None:
    """Give the row that a run is on, where whoever ends it may see it."""
    kind = target_kind(run.on_kind)
    found = kind.by_id(by, run.on_id) if kind and run.on_id else None
    return found.row if found else None
