"""Procedures are written, published, read, looked at again and withdrawn."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry
from upheld.foundation.refusals import Refused
from upheld.playbook.models import Draft, Procedure, Reading, Revision
from upheld.playbook.operations.drafts import (
    Particulars,
    begin_procedure,
    discard_draft,
    submit_draft,
    write_draft,
)
from upheld.playbook.operations.publishing import (
    confirm_procedure,
    keep_procedure,
    publish_draft,
    withdraw_procedure,
)
from upheld.playbook.operations.readings import acknowledge, ask_to_read
from upheld.playbook.queries.procedures import listed_procedures, readings_waiting
from upheld.playbook.rules.standing import Standing
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.rules.answers import Answer

LATER = OPENING + timedelta(hours=2)


def refusal_of(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value


def revise(procedure, by, text, at=LATER, why="The console has moved."):
    draft = write_draft(
        procedure=procedure, title=procedure.title, text=text, why=why, by=by, at=at
    )
    revision = publish_draft(draft=draft, by=by, at=at)
    procedure.refresh_from_db()
    return revision


class TestPublishing:
    def test_a_draft_becomes_the_revision_that_holds_until_its_review_day(self, world, procedure):
        revision = Revision.objects.get(procedure=procedure)

        assert (procedure.revision, procedure.text) == (1, revision.text)
        assert revision.steps == [
            "Look up when the last good backup was taken.",
            "Start the restore in the console.",
            "Check a file of yesterday with the customer.",
        ]
        assert procedure.review_on == (OPENING + timedelta(days=180)).date()
        assert procedure.standing(OPENING.date()) is Standing.IN_USE
        assert not Draft.objects.filter(procedure=procedure).exists()

    def test_a_revision_is_never_changed_by_any_means(self, procedure):
        revision = Revision.objects.get(procedure=procedure)

        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "update playbook_revision set text = 'other' where id = %s", [revision.pk]
            )

    def test_the_next_one_leaves_the_first_as_it_was(self, world, procedure):
        before = procedure.text
        revise(procedure, world.sam, "1. All new.\n")

        assert procedure.revision == 2
        assert Revision.objects.get(procedure=procedure, number=1).text == before

    def test_the_record_holds_its_hash_and_not_its_text(self, world, procedure):
        entry = RecordEntry.objects.filter(event="playbook.procedure.published").last()

        assert entry is not None
        assert Revision.objects.get(procedure=procedure).sha256 in entry.body
        assert "last good backup" not in entry.body + str(entry.private)

    def test_a_technician_writes_and_the_owner_decides(self, world, procedure):
        draft = write_draft(procedure=procedure, title="Restore a server", text="1. New.",
                            why="Shorter", by=world.dana, at=LATER)  # fmt: skip

        code = refusal_of(lambda: publish_draft(draft=draft, by=world.dana, at=LATER)).code
        assert code == "not_its_owner"

    def test_whoever_owns_it_publishes_whatever_their_role(self, world):
        mine = begin_procedure(title="Label cables", text="1. Print.", by=world.dana, at=OPENING)
        draft = Draft.objects.get(procedure=mine)

        assert publish_draft(draft=draft, by=world.dana, at=OPENING).number == 1

    def test_the_owners_yes_publishes_what_was_said_to_be_ready(self, world, procedure):
        draft = write_draft(procedure=procedure, title="Restore a server", text="1. New.",
                            why="Shorter", by=world.dana, at=LATER)  # fmt: skip
        submit_draft(draft=draft, by=world.dana, at=LATER)
        review = Review.objects.get(kind="procedure")
        assert review.asked_id == world.people["sam"].pk

        answer_review(review=review, answer=Answer.APPROVE, by=world.sam, at=LATER)

        procedure.refresh_from_db()
        assert (procedure.revision, procedure.text) == (2, "1. New.\n")

    def test_an_old_yes_publishes_no_newer_words(self, world, procedure):
        draft = write_draft(procedure=procedure, title="Restore a server", text="1. New.",
                            why="Shorter", by=world.dana, at=LATER)  # fmt: skip
        submit_draft(draft=draft, by=world.dana, at=LATER)
        write_draft(procedure=procedure, title="Restore a server", text="1. Slipped in.",
                    why="Shorter", by=world.dana, at=LATER)  # fmt: skip
        answer_review(review=Review.objects.get(kind="procedure"), answer=Answer.APPROVE,
                      by=world.sam, at=LATER)  # fmt: skip

        procedure.refresh_from_db()
        assert procedure.revision == 1

    @pytest.mark.parametrize(
        ("text", "why", "code"),
        [
            ("1. New.", "", "invalid_input"),
            (None, "Nothing", "nothing_changed"),
        ],
    )
    def test_what_cannot_be_published(self, world, procedure, text, why, code):
        draft = write_draft(procedure=procedure, title=procedure.title, why=why,
                            text=text or procedure.text, by=world.sam, at=LATER)  # fmt: skip
        assert refusal_of(lambda: publish_draft(draft=draft, by=world.sam, at=LATER)).code == code

    def test_a_draft_that_somebody_else_saved_meanwhile_is_not_overwritten(self, world, procedure):
        first = write_draft(procedure=procedure, title="Restore", text="1. A.", why="",
                            by=world.dana, at=LATER)  # fmt: skip
        write_draft(procedure=procedure, title="Restore", text="1. B.", why="", by=world.sam,
                    at=LATER)  # fmt: skip
        late = refusal_of(lambda: write_draft(
            procedure=procedure, title="Restore", text="1. C.", why="", seen=first.version,
            by=world.dana, at=LATER))  # fmt: skip
        assert late.code == "changed_meanwhile"

    def test_a_draft_can_be_thrown_away_while_something_holds(self, world, procedure):
        draft = write_draft(procedure=procedure, title="Restore", text="1. A.", why="",
                            by=world.dana, at=LATER)  # fmt: skip
        discard_draft(draft=draft, by=world.dana, at=LATER)
        assert not Draft.objects.exists()

        only = begin_procedure(title="Label", text="1. Print.", by=world.dana, at=LATER)
        draft = Draft.objects.get(procedure=only)
        code = refusal_of(lambda: discard_draft(draft=draft, by=world.dana, at=LATER)).code
        assert code == "nothing_published"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": " "}, "title"),
            ({"title": "x" * 151}, "title"),
            ({"text": "\n"}, "text"),
            ({"text": "x" * 60_001}, "text"),
            ({"text": "a\x00"}, "text"),
            ({"particulars": Particulars(review_every_days=3)}, "review_every_days"),
            ({"particulars": Particulars(subject="x" * 61)}, "subject"),
        ],
    )
    def test_what_cannot_be_written(self, world, fields, field):
        usual = {"title": "Restore", "text": "1. A.", "by": world.sam, "at": OPENING}
        refused = refusal_of(lambda: begin_procedure(**{**usual, **fields}))
        assert (refused.code, list(refused.fields)) == ("invalid_input", [field])


class TestKeeping:
    def test_it_is_out_of_date_from_the_day_after_its_review(self, world, publish):
        short = publish("Restore", every=30)
        due = OPENING + timedelta(days=30)

        def outdated(at):
            rows: Any = listed_procedures(world.sam, at)
            return rows.get(pk=short.pk).is_outdated

        assert (outdated(due), outdated(due + timedelta(days=1))) == (False, True)

    def test_looking_at_it_again_makes_it_hold(self, world, publish):
        short = publish("Restore", every=30)
        late = OPENING + timedelta(days=60)
        confirm_procedure(procedure=short, by=world.sam, at=late)

        short.refresh_from_db()
        assert short.review_on == (late + timedelta(days=30)).date()
        assert short.revision == 1

    def test_how_often_it_is_looked_at_moves_the_day(self, world, procedure):
        said = Particulars("Storage", world.people["dana"], 30)
        kept = keep_procedure(procedure=procedure, particulars=said, by=world.sam, at=LATER)

        assert kept.review_on == (OPENING + timedelta(days=30)).date()
        assert (kept.subject, kept.owner) == ("Storage", world.people["dana"])

    def test_a_stranger_to_it_keeps_nothing(self, world, procedure):
        for attempt in (
            lambda: keep_procedure(procedure=procedure, particulars=Particulars(),
                                   by=world.dana, at=LATER),
            lambda: confirm_procedure(procedure=procedure, by=world.dana, at=LATER),
            lambda: withdraw_procedure(procedure=procedure, reason="x", by=world.dana, at=LATER),
            lambda: ask_to_read(procedure=procedure, people=[world.people["dana"]],
                                by=world.dana, at=LATER),
        ):  # fmt: skip
            assert refusal_of(attempt).code == "not_its_owner"

    def test_withdrawing_names_what_is_followed_instead(self, world, procedure, publish):
        other = publish("Fail over", "1. Switch.")
        withdraw_procedure(procedure=procedure, reason="The console is gone", instead=other,
                           by=world.sam, at=LATER)  # fmt: skip
        procedure.refresh_from_db()

        assert procedure.standing(date(2026, 1, 1)) is Standing.WITHDRAWN
        again = refusal_of(lambda: withdraw_procedure(
            procedure=other, reason="x", instead=procedure, by=world.sam, at=LATER))  # fmt: skip
        assert again.code == "instead_withdrawn"
        assert (
            refusal_of(lambda: revise(procedure, world.sam, "1. B.")).code == "procedure_withdrawn"
        )


class TestReading:
    def test_whoever_is_asked_sees_it_until_they_say_that_they_have(self, world, procedure):
        people = [world.people["dana"], world.people["theo"]]
        ask_to_read(procedure=procedure, people=people, by=world.sam, at=LATER)
        assert [one.procedure for one in readings_waiting(world.dana)] == [procedure]

        acknowledge(procedure=procedure, revision=1, by=world.dana, at=LATER)
        acknowledge(procedure=procedure, revision=1, by=world.dana, at=LATER)

        assert not readings_waiting(world.dana)
        assert Reading.objects.filter(read_at=None).get().person == world.people["theo"]

    def test_a_new_revision_asks_again(self, world, procedure):
        ask_to_read(procedure=procedure, people=[world.people["dana"]], by=world.sam, at=LATER)
        acknowledge(procedure=procedure, revision=1, by=world.dana, at=LATER)
        revise(procedure, world.sam, "1. All new.")

        assert [one.revision.number for one in readings_waiting(world.dana)] == [2]
        code = refusal_of(lambda: acknowledge(procedure=procedure, revision=1, by=world.dana,
                                              at=LATER)).code  # fmt: skip
        assert code == "revised_meanwhile"

    def test_one_may_read_unasked(self, world, procedure):
        reading = acknowledge(procedure=procedure, revision=1, by=world.lena, at=LATER)
        assert (reading.asked_at, reading.read_at) == (None, LATER)

    def test_a_draft_is_nothing_to_read(self, world):
        only = begin_procedure(title="Label", text="1. Print.", by=world.sam, at=OPENING)
        code = refusal_of(lambda: acknowledge(procedure=only, revision=1, by=world.dana,
                                              at=LATER)).code  # fmt: skip
        assert code == "nothing_published"


def test_the_next_one_gets_the_next_number(world, procedure, publish):
    assert publish("Another", "1. Go.").number == procedure.number + 1
    assert Procedure.objects.count() == 2
