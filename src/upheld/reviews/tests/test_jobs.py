"""Reminders, getting round absence, and telling people, as the worker does them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.foundation import clock
from upheld.foundation.jobs.queue import take_next
from upheld.foundation.jobs.running import run_ticket
from upheld.foundation.models import Job, RecordEntry
from upheld.foundation.tenancy.scope import _tell_database, current_scope, no_provider
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.models import Leave
from upheld.reviews.jobs import pass_on, remind
from upheld.reviews.models import Review
from upheld.reviews.operations.answering import answer_review

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_monday():
    with clock.standing_at(MONDAY):
        yield


def work_off() -> list[str]:
    said = []
    while ticket := take_next("here:1:0", clock.now()):
        with no_provider():
            run_ticket(ticket)
        _tell_database(current_scope())
        said.append(Job.objects.get(pk=ticket.job_id).said)
    return said


def test_whoever_is_asked_gets_a_mail_and_so_does_whoever_asked(world, review, mailoutbox):
    assert work_off() == ["1 mailed."]
    answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)
    work_off()
    assert [(mail.to, mail.subject.split(":")[0]) for mail in mailoutbox] == [
        (["sam@northgate.example"], "Your answer is asked for"),
        (["lena@northgate.example"], "Answered, approved"),
    ]
    assert f"/reviews/{review.number}" in mailoutbox[0].body


def test_old_news_is_not_told(world, review):
    Job.objects.all()
    with clock.standing_at(MONDAY + timedelta(days=3)):
        before = Job.objects.count()
        answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)
        assert Job.objects.count() == before


def test_the_first_reminder_is_private_and_the_second_goes_to_all(world, review, mailoutbox):
    half, over = review.remind_at, review.due_at + HOUR
    assert remind(by=world.system, at=half - HOUR) == "0 mailed."
    assert remind(by=world.system, at=half) == "1 mailed."
    assert remind(by=world.system, at=half) == "0 mailed."
    assert [mail.to for mail in mailoutbox] == [["sam@northgate.example"]]
    assert remind(by=world.system, at=over) == "2 mailed."
    assert remind(by=world.system, at=over + HOUR) == "0 mailed."
    assert RecordEntry.objects.filter(event="reviews.review.reminded").count() == 2


def test_an_answered_review_is_not_remembered(world, review, mailoutbox):
    answer_review(review=review, answer="approve", by=world.sam, at=MONDAY)
    assert remind(by=world.system, at=review.due_at + HOUR) == "0 mailed."


def test_what_waits_for_somebody_away_finds_somebody_else(world, review):
    with bookkeeping():
        Leave(
            person=world.people["sam"], first_on=date(2026, 3, 10), last_on=date(2026, 3, 12)
        ).save()
    assert pass_on(by=world.system, at=MONDAY) == "0 passed on."
    tuesday = MONDAY + timedelta(days=1)
    assert pass_on(by=world.system, at=tuesday) == "1 passed on."
    assert Review.objects.get(pk=review.pk).asked == world.people["dana"]
    assert pass_on(by=world.system, at=tuesday) == "0 passed on."
