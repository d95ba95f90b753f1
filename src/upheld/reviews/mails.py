"""Mails about reviews: to whoever is asked, and to whoever waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from upheld.foundation.news import send_news

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.people.models import Person
    from upheld.reviews.models import Review


def mail_question(review: Review, people: Iterable[Person], *, again: bool = False) -> int:
    """Tell people that their yes is waited for; return to how many a mail went."""
    lead = "Still waiting for your answer" if again else "Your answer is asked for"
    body = (
        f"{review.question}\n\n{review.subject_title}\n{review.why}\n\n"
        f"Asked by {review.requested_by or 'Upheld'}; due {review.due_at:%d %B %Y, %H:%M} UTC.\n"
        f"Approve, decline or offer an alternative:\n{_address(review)}\n"
    )
    return _send(f"{lead}: {review.question}", body, people)


def mail_answer(review: Review) -> int:
    """Tell whoever asked what was answered."""
    words = review.alternative.get("words") or review.answer_reason
    said = review.state.replace("_", " ")
    body = f"{review.question}\n\n{review.answered_by}: {said}.\n{words}\n\n{_address(review)}\n"
    asker = [review.requested_by] if review.requested_by is not None else []
    return _send(f"Answered, {said}: {review.question}", body, asker)


def _send(subject: str, body: str, people: Iterable[Person]) -> int:
    addresses = [person.email for person in people if person.email and person.active]
    for address in addresses:
        send_news(subject, body, address)
    return len(addresses)


def _address(review: Review) -> str:
    return str(settings.PUBLIC_URL) + reverse("review", args=[review.number])
