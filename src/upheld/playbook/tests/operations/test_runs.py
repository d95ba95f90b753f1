"""A procedure is followed on a piece of work, by the revision that held when it was begun."""

from datetime import timedelta

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.refusals import Refused
from upheld.playbook.models import Run, RunStep
from upheld.playbook.operations.drafts import begin_procedure, write_draft
from upheld.playbook.operations.publishing import publish_draft, withdraw_procedure
from upheld.playbook.operations.runs import begin_run, break_off_run, settle_step
from upheld.playbook.queries.runs import followed_on, offered_for, run_page

LATER = OPENING + timedelta(hours=2)


def refusal_of(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value


@pytest.fixture
def run(world, procedure, on):
    return begin_run(procedure=procedure, on=on, by=world.dana, at=LATER)


def settle(run, number, by, state="done", note="", at=LATER):
    return settle_step(run=run, number=number, state=state, note=note, by=by, at=at)


def test_it_has_the_steps_of_its_revision_whatever_comes_later(world, procedure, run):
    draft = write_draft(procedure=procedure, title="Restore", text="1. All new.", why="New",
                        by=world.sam, at=LATER)  # fmt: skip
    publish_draft(draft=draft, by=world.sam, at=LATER)
    run = Run.objects.select_related("procedure", "revision").get()
    page = run_page(run, world.dana, LATER)

    assert page.lines[0].step.words.startswith("Look up")
    assert (run.steps, run.revision.number, page.newer) == (3, 1, True)


def test_steps_are_ticked_by_whom_and_when_and_the_last_one_ends_it(world, run):
    settle(run, 1, world.dana)
    settle(run, 2, world.theo, "skipped", "The console was open already")
    run = settle(run, 3, world.dana, note="Invoices of Monday are there")

    done = RunStep.objects.get(run=run, number=3)
    assert (done.by, done.at, done.note) == (world.people["dana"], LATER,
                                             "Invoices of Monday are there")  # fmt: skip
    assert (run.state, run.steps_settled, run.ended_at) == ("done", 3, LATER)


def test_a_step_ticked_by_a_slip_is_opened_again(world, run):
    for number in (1, 2, 3):
        settle(run, number, world.dana)
    run = settle(run, 2, world.dana, "open")

    assert (run.state, run.steps_settled, run.ended_at) == ("going", 2, None)


def test_whoever_comes_second_to_a_tick_changes_nothing(world, run):
    settle(run, 1, world.dana)
    settle(run, 1, world.theo, at=LATER + timedelta(minutes=1))

    assert RunStep.objects.get(run=run, number=1).by == world.people["dana"]


def test_a_step_is_skipped_only_with_a_reason(world, run):
    assert refusal_of(lambda: settle(run, 1, world.dana, "skipped")).fields.keys() == {"note"}
    assert refusal_of(lambda: settle(run, 9, world.dana)).code == "not_found"
    assert refusal_of(lambda: settle(run, 1, world.dana, "half")).code == "invalid_input"


def test_a_run_that_is_broken_off_says_why_and_rests(world, run):
    assert refusal_of(lambda: break_off_run(run=run, reason=" ", by=world.dana, at=LATER))
    broken = break_off_run(run=run, reason="The server came back", by=world.dana, at=LATER)

    assert (broken.state, broken.why_ended) == ("broken_off", "The server came back")
    assert refusal_of(lambda: settle(run, 1, world.dana)).code == "run_broken_off"
    again = refusal_of(lambda: break_off_run(run=run, reason="x", by=world.dana, at=LATER))
    assert again.code == "run_ended"


def test_beginning_twice_gives_the_run_that_is_under_way(world, procedure, on, run):
    assert begin_run(procedure=procedure, on=on, by=world.theo, at=LATER).pk == run.pk


def test_an_outdated_procedure_is_followed_only_knowingly(world, procedure, on):
    late = OPENING + timedelta(days=200)
    refused = refusal_of(lambda: begin_run(procedure=procedure, on=on, by=world.dana, at=late))
    assert [one.code for one in refused.cautions] == ["procedure_outdated"]

    run = begin_run(procedure=procedure, on=on, by=world.dana, at=late,
                    setting_aside=frozenset({"procedure_outdated"}))  # fmt: skip
    assert run.outdated_when_begun


def test_it_is_marked_where_it_was_used_once_it_is_out_of_date(world, on, run):
    late = OPENING + timedelta(days=200)

    assert not followed_on("ticket", on.id, world.dana, LATER)[0].stands.warns
    assert followed_on("ticket", on.id, world.dana, late)[0].stands.title == "Out of date"
    assert run_page(run, world.dana, late).stands.warns


def test_neither_a_draft_nor_a_withdrawn_one_is_followed(world, procedure, on):
    only = begin_procedure(title="Label", text="1. Print.", by=world.sam, at=OPENING)
    code = refusal_of(lambda: begin_run(procedure=only, on=on, by=world.dana, at=LATER)).code
    assert code == "nothing_published"

    withdraw_procedure(procedure=procedure, reason="Gone", by=world.sam, at=LATER)
    code = refusal_of(lambda: begin_run(procedure=procedure, on=on, by=world.dana, at=LATER)).code
    assert code == "procedure_withdrawn"


def test_what_the_work_speaks_of_is_offered_first(world, publish):
    publish("New starter", "1. Mailbox.")
    publish("Restore a server", "1. Console.")

    offered = offered_for("Restore the file server", world.dana, LATER)
    assert [(one.procedure.title, one.likely) for one in offered] == [
        ("Restore a server", True), ("New starter", False),
    ]  # fmt: skip
