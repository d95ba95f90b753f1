"""Reviews from the question to the answer, through absence, delegation and change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.customers.operations.companies import add_company
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.models import Leave
from upheld.people.operations.functions import give_function
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review, take_alternative
from upheld.reviews.operations.asking import ask_review, delegate_review, withdraw_review
from upheld.reviews.queries.standing import review_standing

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def acme(world):
    return add_company(name="Acme", by=world.ana, at=MONDAY)


@pytest.fixture
def ask(world, acme):
    give_function(person=world.people["sam"], function="onsite", by=world.ana, at=MONDAY)

    def ask(**changes):
        given = {
            "kind": "term",
            "subject": acme,
            "subject_title": "Weekend on-site",
            "subject_url": "/customers/1",
            "question": "May we promise four hours on weekends?",
            "why": "It departs from the standard term.",
            "content_hash": "a" * 64,
            "function": "onsite",
            "requested_by": world.people["lena"],
            "company": acme,
            "by": world.lena,
            "at": MONDAY,
        }
        return ask_review(**{**given, **changes})

    return ask


def away(person, first: date, last: date) -> None:
    with bookkeeping():
        Leave(person=person, first_on=first, last_on=last).save()


class TestAsking:
    def test_goes_to_the_holder_and_is_due_in_their_hours(self, world, ask):
        review = ask()
        assert review.asked == world.people["sam"]
        # Eight of the eight and a half hours from Monday nine o'clock.
        assert review.due_at == datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
        assert review.remind_at == datetime(2026, 3, 9, 13, 0, tzinfo=UTC)

    def test_asked_late_on_friday_it_is_due_on_monday(self, ask):
        review = ask(at=datetime(2026, 3, 13, 17, 0, tzinfo=UTC))
        assert review.due_at == datetime(2026, 3, 16, 16, 30, tzinfo=UTC)

    def test_the_same_text_is_not_asked_about_twice(self, world, ask):
        first = ask()
        assert ask(at=MONDAY + HOUR).pk == first.pk
        answer_review(review=first, answer="approve", by=world.sam, at=MONDAY + HOUR)
        assert ask(at=MONDAY + HOUR).pk == first.pk

    def test_a_changed_text_is_asked_about_anew(self, ask):
        first = ask()
        second = ask(content_hash="b" * 64, at=MONDAY + HOUR)
        assert second.pk != first.pk
        assert Review.objects.get(pk=first.pk).state == "withdrawn"

    def test_goes_to_whoever_is_there(self, world, ask):
        give_function(
            person=world.people["dana"], function="onsite", rank=1, by=world.ana, at=MONDAY
        )
        away(world.people["sam"], date(2026, 3, 9), date(2026, 3, 20))
        assert ask().asked == world.people["dana"]

    def test_goes_to_whom_somebody_away_reports_to(self, world, ask):
        away(world.people["sam"], date(2026, 3, 9), date(2026, 3, 20))
        assert ask().asked == world.people["ana"]

    def test_owners_answer_for_a_function_that_nobody_holds(self, world, ask):
        assert ask(function="legal").asked == world.people["ana"]

    def test_refuses_when_only_who_asks_could_answer(self, world, ask):
        with pytest.raises(Refused, match="nobody_may_answer"):
            ask(requested_by=world.people["sam"])

    def test_passes_over_who_would_gain(self, world, ask):
        with pytest.raises(Refused, match="nobody_may_answer"):
            ask(beneficiary=world.people["sam"])


class TestAnswering:
    def test_yes_counts_and_its_time_is_measured(self, world, ask):
        review = answer_review(review=ask(), answer="approve", by=world.sam, at=MONDAY + 2 * HOUR)
        assert (review.state, review.is_yes) == ("approved", True)
        assert review.turnaround_seconds == 2 * 3600

    def test_a_night_does_not_count(self, world, ask):
        at = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
        review = answer_review(review=ask(), answer="approve", by=world.sam, at=at)
        assert review.turnaround_seconds == int(8.5 * 3600) + 3600

    def test_no_needs_a_reason(self, world, ask):
        with pytest.raises(Refused, match="reason_missing"):
            answer_review(review=ask(), answer="decline", by=world.sam, at=MONDAY)

    def test_an_alternative_is_offered_and_taken(self, world, ask, acme):
        review = answer_review(
            review=ask(), answer="offer_alternative", alternative={"words": "Eight hours"},
            unease=2, by=world.sam, at=MONDAY + HOUR,
        )  # fmt: skip
        assert (review.is_yes, review.unease) == (False, 2)
        taken = take_alternative(review=review, by=world.lena, at=MONDAY + HOUR)
        assert taken.is_yes
        assert review_standing(acme, "term", "a" * 64) == taken

    @pytest.mark.parametrize(("who", "code"), [("lena", "own_request"), ("theo", "not_asked")])
    def test_only_who_was_asked(self, world, ask, who, code):
        with pytest.raises(Refused, match=code):
            answer_review(review=ask(), answer="approve", by=world.actors[who], at=MONDAY)

    def test_nobody_whose_gain_it_is(self, world, ask):
        review = ask(person=world.people["dana"], beneficiaries=[world.people["sam"]])
        with pytest.raises(Refused, match="own_benefit"):
            answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)

    def test_the_second_is_told_who_answered(self, world, ask):
        give_function(
            person=world.people["dana"], function="onsite", rank=1, by=world.ana, at=MONDAY
        )
        review = ask()
        answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)
        with pytest.raises(Refused) as refused:
            answer_review(review=review, answer="decline", reason="No", by=world.dana, at=MONDAY)
        assert refused.value.code == "review_already_answered"
        assert "Sam Okafor" in refused.value.why

    def test_is_passed_on(self, world, ask):
        review = delegate_review(review=ask(), to=world.people["theo"], by=world.sam, at=MONDAY)
        answered = answer_review(review=review, answer="approve", by=world.theo, at=MONDAY)
        assert answered.answered_by == world.people["theo"]

    def test_is_not_passed_on_to_who_asked(self, world, ask):
        with pytest.raises(Refused, match="nobody_may_answer"):
            delegate_review(review=ask(), to=world.people["lena"], by=world.sam, at=MONDAY)

    def test_a_yes_can_be_withdrawn_and_then_counts_no_more(self, world, ask, acme):
        review = answer_review(review=ask(), answer="approve", by=world.sam, at=MONDAY)
        withdraw_review(review=review, reason="New figures", by=world.sam, at=MONDAY + HOUR)
        assert review_standing(acme, "term", "a" * 64) is None

    def test_refuses_an_answer_to_a_withdrawn_question(self, world, ask):
        review = withdraw_review(review=ask(), reason="Not needed", by=world.lena, at=MONDAY)
        with pytest.raises(Refused, match="review_withdrawn"):
            answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)


@pytest.mark.parametrize("statement", [
    "update reviews_review set question = 'other' where id = %s",
    "delete from reviews_review where id = %s",
    "update reviews_review set state = 'approved' where id = %s",
])  # fmt: skip
def test_the_database_refuses_what_an_operation_would_never_do(ask, statement):
    review = ask()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [review.pk])
    assert Review.objects.get(pk=review.pk).state == "asked"
