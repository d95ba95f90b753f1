"""Time to look at: what rules find odd, answered in one key, and explained by whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version
from upheld.foundation.operation import find
from upheld.timekeeping.forms.looks import ExplanationForm, QuestionForm
from upheld.timekeeping.may import May
from upheld.timekeeping.models import TimeLook
from upheld.timekeeping.operations.looking import ask_about_time, explain_time, pass_time
from upheld.timekeeping.queries.looking import looks_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.LOOK_OVER_TIME)
def page(request: Request) -> HttpResponse:
    """Show only what is odd, with why."""
    return show(request, "timekeeping/looks.html", page=looks_page())


@screen(May.LOOK_OVER_TIME, methods=["POST"])
def fine(request: Request, pk: int) -> HttpResponse:
    """Pass an odd entry."""
    look = find(TimeLook.objects.select_related("entry"), pk=pk)
    pass_time(look=look, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "time-looks", notice=f"{look.entry.on_title}: fine.")


@screen(May.LOOK_OVER_TIME, methods=["GET", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    """Send an odd entry back with a question."""
    look = find(TimeLook.objects.select_related("entry__person", "entry__company"), pk=pk)
    if request.method == "POST":
        question = QuestionForm.read(request)["question"]
        ask_about_time(
            look=look, question=question, seen=seen_version(request), by=request.actor,
            at=request.at,
        )  # fmt: skip
        return go(request, "time-looks", notice=f"{look.entry.person.name} is asked.")
    return show(request, "timekeeping/look_ask.html", look=look)


@screen(May.LOG_TIME, methods=["GET", "POST"])
def explain(request: Request, pk: int) -> HttpResponse:
    """Answer a question about one's own time."""
    own = TimeLook.objects.filter(person_id=request.actor.person_id or 0)
    look = find(own.select_related("entry__company", "asked_by"), pk=pk)
    if request.method == "POST":
        answer = ExplanationForm.read(request)["answer"]
        explain_time(
            look=look, answer=answer, seen=seen_version(request), by=request.actor, at=request.at
        )
        return go(request, "my-day", notice="Your answer is passed on.")
    return show(request, "timekeeping/look_explain.html", look=look)
