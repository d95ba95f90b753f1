"""Pages of reviews: the desk, the list, and one question with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.timeline import timeline_of
from upheld.people.models import Person
from upheld.people.rules.functions import function_said
from upheld.reviews.forms import AnswerForm, DelegateForm, WithdrawForm
from upheld.reviews.lists import REVIEWS
from upheld.reviews.may import May
from upheld.reviews.operations.answering import answer_review
from upheld.reviews.operations.asking import delegate_review, withdraw_review
from upheld.reviews.queries.reviews import desk_page, light_of, review_page, visible_reviews

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request
    from upheld.reviews.models import Review


@screen(May.ANSWER_REVIEWS)
def desk(request: Request) -> HttpResponse:
    """Show what waits for somebody's yes, to be answered in place."""
    page = desk_page(request.actor, request.at)
    return show(
        request, "reviews/desk.html", page=page, light_of=light_of, said_function=function_said
    )


@screen(May.SEE_REVIEWS)
def index(request: Request) -> HttpResponse:
    """List reviews."""
    rows = visible_reviews(request.actor).select_related("asked", "requested_by", "company")
    return show_list(request, REVIEWS, rows)


@screen(May.SEE_REVIEWS)
def detail(request: Request, number: int) -> HttpResponse:
    """Show a review: the question, who is asked and why, the answer, and what came before."""
    return _page(request, _review(request, number))


@screen(May.ANSWER_REVIEWS, methods=["GET", "POST"])
def answer(request: Request, number: int) -> HttpResponse:
    """Answer a review, from the desk or its own page."""
    review = _review(request, number)
    if request.method != "POST":
        return _page(request, review)
    values = AnswerForm.read(request)
    words = values.pop("alternative")
    offered = {"words": words} if words else None
    done = answer_review(
        review=review, alternative=offered, by=request.actor, at=request.at, **values
    )
    if request.headers.get("HX-Request"):
        return show(request, "reviews/desk.html#answered", review=_review(request, number))
    said = light_of(done, request.at)[0].lower()
    to = "desk" if request.POST.get("back") == "desk" else "review"
    place: dict[str, Any] = {} if to == "desk" else {"number": number}
    return go(request, to, notice=f"Answered: {said}.", **place)


@screen(May.ANSWER_REVIEWS, methods=["POST"])
def delegate(request: Request, number: int) -> HttpResponse:
    """Pass an open review on."""
    values = DelegateForm.read(request)
    person = find(Person.objects.filter(active=True), pk=values["person"])
    delegate_review(
        review=_review(request, number), to=person, reason=values["reason"],
        by=request.actor, at=request.at,
    )  # fmt: skip
    return go(request, "review", number=number, notice=f"{person.name} is asked now.")


@screen(May.ASK_REVIEWS, methods=["POST"])
def withdraw(request: Request, number: int) -> HttpResponse:
    """Take a question, or a yes, back."""
    reason = WithdrawForm.read(request)["reason"]
    withdraw_review(review=_review(request, number), reason=reason, by=request.actor, at=request.at)
    return go(request, "review", number=number, notice="The review is withdrawn.")


def _review(request: Request, number: int) -> Review:
    rows = visible_reviews(request.actor)
    return find(
        rows.select_related("asked", "requested_by", "answered_by", "company"), number=number
    )


def _page(request: Request, review: Review) -> HttpResponse:
    return show(
        request,
        "reviews/review.html",
        said_function=function_said,
        page=review_page(review, request.actor, request.at),
        panels=panels_of(review, request),
        timeline=timeline_of(review, request.actor),
    )
