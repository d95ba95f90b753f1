"""The capture line's own answers: read while it is typed, save it, take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import back_url, environment, go, show
from upheld.foundation.forms import setting_aside
from upheld.foundation.operation import find
from upheld.foundation.values.effort import written_effort
from upheld.timekeeping.forms import CaptureForm
from upheld.timekeeping.may import May
from upheld.timekeeping.models import CaptureUndo
from upheld.timekeeping.operations.capture import Captured, capture, undo_capture
from upheld.timekeeping.queries.paying import Pays, who_pays
from upheld.timekeeping.queries.reading import Reading, cautions_of, read_capture
from upheld.timekeeping.queries.readying import ready_capture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.foundation.doors.request import Request
    from upheld.foundation.refusals import Caution
    from upheld.timekeeping.queries.readying import Ready

LONGEST_TYPED = 1000
UNUSABLE = 422


@screen(May.LOG_TIME)
def read(request: Request) -> HttpResponse:
    """Say what a line means so far; asked while it is typed, so it skips the page's frame."""
    typed = request.GET.get("line", "")[: LONGEST_TYPED + 1].replace("\0", " ")
    reading = read_capture(typed, request.actor, request.at)
    return _reading(reading, pays=who_pays(reading, request.at))


def _ready(request: Request) -> Ready:
    values = CaptureForm.read(request)
    return ready_capture(
        values["line"], request.actor, _said_at(request, values), request.at,
        with_timer=bool(values["start_timer"]),
    )  # fmt: skip


def _said_at(request: Request, values: Mapping[str, Any]) -> datetime:
    return request.at - timedelta(seconds=values["typed_ago"] or 0)


@screen(May.LOG_TIME, methods=["POST"], before=_ready)
def save(request: Request) -> HttpResponse:
    """Do what a line says; what is unclear is asked in place, and the line stays."""
    values = CaptureForm.read(request)
    reading = request.ready.reading
    aside = setting_aside(request)
    in_place = bool(request.headers.get("HX-Request"))
    if in_place and not reading.can_be_saved:
        return _reading(reading, status=UNUSABLE)
    doubts = [
        one for one in cautions_of(reading, request.actor, request.at) if one.code not in aside
    ]
    if doubts:
        return _reading(reading, doubts, status=UNUSABLE)
    done = capture(
        line=values["line"], ready=request.ready, start_timer=bool(values["start_timer"]),
        learned=_learned(request), setting_aside=aside, said_at=_said_at(request, values),
        by=request.actor, at=request.at,
    )  # fmt: skip
    said, undo = said_of(done), reverse("capture-undo", args=[done.undo.pk])
    if in_place:
        return show(request, "timekeeping/captured.html", said=said, done=done, undo_url=undo)
    return go(request, back_url(request), notice=said, undo=undo)


@screen(May.LOG_TIME, methods=["POST"])
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a line back; in place where it is asked so, since the person stays where they are."""
    kept = find(CaptureUndo.objects.filter(person_id=request.actor.person_id), pk=pk)
    undo_capture(undo=kept, by=request.actor, at=request.at)
    if request.headers.get("HX-Request"):
        return show(request, "timekeeping/taken_back.html")
    return go(request, back_url(request), notice="It is taken back.")


def said_of(done: Captured) -> str:
    """Say what a line did, in a sentence."""
    named = done.target.title
    number = getattr(done.target.row, "number", None)
    on = f"#{number} {named}" if done.target.kind == "ticket" and number else named
    if done.entry is not None:
        return f"{written_effort(done.entry.seconds)} on {on}"
    return f"Opened {on}" if done.opened else f"Changed {on}"


def _reading(
    reading: Reading,
    cautions: Sequence[Caution] = (),
    status: int = 200,
    pays: Pays | None = None,
) -> HttpResponse:
    template = environment().get_template("timekeeping/reading.html")
    problem = reading.problems[0] if reading.problems and reading.typed.strip() else None
    return HttpResponse(
        template.render(
            {"reading": reading, "problem": problem, "cautions": cautions, "pays": pays}
        ),
        status=status,
    )


def _learned(request: Request) -> dict[str, str]:
    """Give which name was chosen for which words, as the line's script notes it."""
    pairs = (text.partition("\t") for text in request.POST.getlist("meant")[:10])
    return {words: name for words, tab, name in pairs if tab}
