"""What is found wrong waits with the procedure's owner until they answer it."""

from datetime import timedelta

import pytest

from upheld.demo.cast import OPENING
from upheld.foundation.refusals import Refused
from upheld.people.operations.functions import give_function
from upheld.playbook.models import Report, Revision
from upheld.playbook.operations.drafts import write_draft
from upheld.playbook.operations.publishing import publish_draft
from upheld.playbook.operations.reports import (
    Finding,
    correct_report,
    decline_report,
    report_finding,
)
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.queries.reviews import waiting_reviews
from upheld.reviews.rules.answers import Answer

LATER = OPENING + timedelta(hours=2)


def refusal_of(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value


@pytest.fixture
def report(world, procedure, on):
    finding = Finding("wrong", "The console is gone", step=2, on=on)
    return report_finding(finding=finding, procedure=procedure, by=world.dana, at=LATER)


def revise(procedure, by, at=LATER):
    draft = write_draft(procedure=procedure, title=procedure.title, text="1. All new.",
                        why="The console has moved", by=by, at=at)  # fmt: skip
    return publish_draft(draft=draft, by=by, at=at)


def test_it_says_from_where_by_whom_on_which_revision(world, procedure, on, report):
    assert report.revision == Revision.objects.get(procedure=procedure, number=1)
    assert (report.on_kind, report.on_id, report.on_title) == ("ticket", on.id, "Server is gone")
    assert (report.reported_by, report.step) == (world.people["dana"], 2)


def test_its_owner_sees_it_waiting(world, report):
    waiting = waiting_reviews(world.sam, LATER)

    assert [one.question for one in waiting] == ["Wrong: The console is gone"]
    assert not list(waiting_reviews(world.dana, LATER))


def test_nobody_is_asked_about_what_they_found_themselves(world, procedure):
    report_finding(finding=Finding("wrong", "Mine"), procedure=procedure, by=world.sam, at=LATER)
    assert not Review.objects.exists()


def test_a_later_revision_answers_it(world, procedure, report):
    revision = revise(procedure, world.sam)
    answered = correct_report(report=report, revision=revision, by=world.sam, at=LATER)

    assert (answered.state, answered.corrected_in) == ("corrected", revision)
    assert Review.objects.get().state == "withdrawn"
    again = refusal_of(lambda: decline_report(report=report, reason="x", by=world.sam, at=LATER))
    assert again.code == "report_answered"


def test_an_older_revision_or_anothers_answers_nothing(world, procedure, publish, report):
    old = Revision.objects.get(procedure=procedure, number=1)
    other = Revision.objects.get(procedure=publish("Other", "1. Go.", at=LATER))

    for revision in (old, other):
        refused = refusal_of(lambda revision=revision: correct_report(
            report=report, revision=revision, by=world.sam, at=LATER))  # fmt: skip
        assert refused.code == "not_a_correction"


def test_a_reason_answers_it(world, report):
    assert refusal_of(lambda: decline_report(report=report, reason="", by=world.sam, at=LATER))
    code = refusal_of(lambda: decline_report(report=report, reason="x", by=world.theo,
                                             at=LATER)).code  # fmt: skip
    assert code == "not_its_owner"
    declined = decline_report(report=report, reason="It is there", by=world.sam, at=LATER)
    assert (declined.state, declined.answer) == ("declined", "It is there")


def test_the_owners_no_at_the_desk_answers_it_and_their_yes_leaves_it_waiting(
    world, procedure, report
):
    second = report_finding(finding=Finding("unclear", "Which console?"), procedure=procedure,
                            by=world.dana, at=LATER)  # fmt: skip
    no, yes = (Review.objects.get(subject_id=one.pk) for one in (report, second))
    answer_review(review=no, answer=Answer.DECLINE, reason="It is there", by=world.sam, at=LATER)
    answer_review(review=yes, answer=Answer.APPROVE, by=world.sam, at=LATER)

    states = dict(Report.objects.values_list("pk", "state"))
    assert states == {report.pk: "declined", second.pk: "open"}


def test_a_missing_procedure_waits_with_the_desk_and_is_answered_by_one(world, publish, on):
    give_function(person=world.people["sam"], function="service_desk", by=world.ana, at=OPENING)
    missing = report_finding(finding=Finding("missing", "Moving a number", on=on), by=world.dana,
                             at=LATER)  # fmt: skip
    assert [one.question for one in waiting_reviews(world.sam, LATER)] == [
        "Missing: Moving a number"
    ]
    revision = Revision.objects.get(procedure=publish("Move a number", "1. Ring.", at=LATER))
    assert correct_report(report=missing, revision=revision, by=world.sam, at=LATER).corrected_in


def test_without_anybody_to_ask_it_is_kept_all_the_same(world):
    finding = Finding("missing", "Moving a number")
    asked = report_finding(finding=finding, by=world.dana, at=LATER)
    alone = report_finding(finding=finding, by=world.ana, at=LATER)

    assert Review.objects.get().asked == world.people["ana"]
    assert (asked.state, alone.state) == ("open", "open")


@pytest.mark.parametrize(
    ("finding", "field"),
    [
        (Finding("odd", "x"), "kind"),
        (Finding("wrong", " "), "words"),
        (Finding("wrong", "x" * 1_001), "words"),
        (Finding("wrong", "x", step=4), "step"),
    ],
)
def test_what_cannot_be_reported(world, procedure, finding, field):
    refused = refusal_of(lambda: report_finding(finding=finding, procedure=procedure,
                                                by=world.dana, at=LATER))  # fmt: skip
    assert list(refused.fields) == [field]


def test_without_a_procedure_it_can_only_be_missing(world):
    refused = refusal_of(lambda: report_finding(finding=Finding("wrong", "x"), by=world.dana,
                                                at=LATER))  # fmt: skip
    assert list(refused.fields) == ["kind"]
