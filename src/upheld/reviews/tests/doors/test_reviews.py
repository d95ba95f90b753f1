"""Answering through both doors, the desk, and what each page costs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.entering import browser, program

from upheld.foundation import clock
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review
from upheld.wiring.waiting import waiting_for

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)

"""What a transaction costs on one database and not on the other."""


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


def post(client: Client, review: Review, **said: str):
    return client.post(reverse("review-answer", args=[review.number]), said)


def state_of(review: Review) -> str:
    return Review.objects.get(pk=review.pk).state


def test_is_answered_from_the_desk(world, review):
    answer = post(browser(world, "sam"), review, answer="approve", back="desk")
    assert answer.headers["Location"] == reverse("desk")
    assert state_of(review) == "approved"


def test_is_answered_in_place(world, review):
    answer = browser(world, "sam").post(
        reverse("review-answer", args=[review.number]), {"answer": "approve"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert f'id="desk-{review.number}"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_is_answered_by_program(world, review):
    body = {"answer": "offer_alternative", "alternative": "Eight hours", "unease": 1}
    answer = program(world, "sam").post(
        f"/api/v1/reviews/{review.number}/answer", body, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["alternative"] == "Eight hours"


def test_a_no_without_reason_comes_back_with_what_was_typed(world, review):
    answer = post(browser(world, "sam"), review, answer="decline", alternative="Six hours, perhaps")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Six hours, perhaps" in page
    assert "A no without its reason helps nobody." in page
    assert state_of(review) == "asked"


def test_the_second_is_told_who_answered_through_both_doors(world, review):
    post(browser(world, "sam"), review, answer="approve")
    second = post(browser(world, "dana"), review, answer="decline", reason="No")
    assert second.status_code == 409
    assert "Sam Okafor answered this review before you" in second.content.decode()
    third = program(world, "dana").post(
        f"/api/v1/reviews/{review.number}/answer", {"answer": "approve"},
        content_type="application/json",
    )  # fmt: skip
    assert third.status_code == 409
    assert third.json()["code"] == "review_already_answered"
    assert state_of(review) == "approved"


def test_a_double_click_answers_once(world, review):
    client = browser(world, "sam")
    said = {"answer": "approve", "idempotency_key": "k1"}
    first, second = post(client, review, **said), post(client, review, **said)
    assert first.status_code == second.status_code == 303


def test_whoever_asked_cannot_answer(world, review):
    answer = post(browser(world, "lena"), review, answer="approve")
    assert answer.status_code == 409
    assert "You asked for this review yourself." in answer.content.decode()


def test_a_stranger_finds_nothing(world, elsewhere, review):
    client = browser(elsewhere, "olga")
    assert client.get(reverse("review", args=[review.number])).status_code == 404
    assert post(client, review, answer="approve").status_code == 404
    assert state_of(review) == "asked"


class TestWaiting:
    def test_shows_both_holders_the_question_and_nobody_else(self, world, review):
        for who, count in {"sam": 1, "dana": 1, "lena": 0, "theo": 0}.items():
            actor = world.actors[who]
            fresh = actor if who not in {"sam", "dana"} else _with_function(actor)
            assert len(waiting_for(fresh, MONDAY)) == count, who

    def test_shows_the_asker_an_alternative(self, world, review):
        answer_review(
            review=review, answer="offer_alternative", alternative={"words": "Eight"},
            by=world.sam, at=MONDAY,
        )  # fmt: skip
        assert [one.kind for one in waiting_for(world.lena, MONDAY)] == ["Alternative offered"]
        assert waiting_for(_with_function(world.sam), MONDAY) == ()

    def test_asks_twice(self, world, review, django_assert_num_queries):
        with django_assert_num_queries(2):
            waiting_for(_with_function(world.sam), MONDAY)


def _with_function(actor):
    from dataclasses import replace

    return replace(actor, functions=frozenset({"onsite"}))


@pytest.mark.parametrize(
    ("route", "args", "most"),
    [("desk", [], 12), ("reviews", [], 10), ("review", [1], 18), ("waiting", [], 12)],
)
def test_what_a_page_costs(world, review, route, args, most, questions):
    client = browser(world, "sam")
    with questions() as asked:
        answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200
    assert len(asked) <= most, "\n".join(sql[:150] for sql in asked)
