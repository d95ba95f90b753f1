"""Pages of time: the list, logging by a form, and correcting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version, setting_aside
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.panels import panels_of
from upheld.foundation.ui.shell import Link
from upheld.timekeeping.forms import CorrectionForm, VoidForm, WorkForm, stretch_of
from upheld.timekeeping.lists import TIME
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.time import correct_time, void_time
from upheld.timekeeping.queries.entries import visible_time, zone_of
from upheld.timekeeping.queries.entry_page import entry_page
from upheld.timekeeping.rules.capture_printing import written_duration

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.LOG_TIME)
def index(request: Request) -> HttpResponse:
    """List time: one's own, or everybody's with that right."""
    rows = visible_time(request.actor).select_related("person", "company")
    return show_list(request, TIME, rows, primary=Link("Log time", reverse("time-new"), "plus"),
                     template="timekeeping/time.html")  # fmt: skip


@screen(May.LOG_TIME, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Log time by a form: the same words as in the line, with day and hours beside them."""
    if request.method == "POST":
        done = capture(line=_line(request), setting_aside=setting_aside(request),
                       by=request.actor, at=request.at)  # fmt: skip
        return go(request, "my-day", notice=f"Logged on {done.target.title}.")
    asked = {name: request.GET.get(name, "")[:20] for name in ("day", "begins", "ends", "what")}
    return show(request, "timekeeping/time_new.html", asked=asked)


def _line(request: Request) -> str:
    """Write the form as a line, so that there is one way in which words become work."""
    values: dict[str, Any] = WorkForm.read(request)
    parts = [values["what"]]
    if values["day"]:
        parts.append(values["day"].isoformat())
    if values["begins"] and values["ends"]:
        parts.append(f"{values['begins']:%H:%M}-{values['ends']:%H:%M}")
    elif values["seconds"]:
        parts += [f"{values['begins']:%H:%M}"] if values["begins"] else []
        parts.append(written_duration(values["seconds"]))
    return " ".join(parts)


@screen(May.LOG_TIME, methods=["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """Put another entry in the place of one."""
    entry = find(visible_time(request.actor).select_related("person", "company"), pk=pk)
    zone = zone_of(entry.person, request.actor)
    if request.method == "POST":
        values = CorrectionForm.read(request)
        stretch = stretch_of(values, zone, entry.worked_on)
        correct_time(
            entry=entry, note=values["note"], setting_aside=setting_aside(request),
            seen=seen_version(request), by=request.actor, at=request.at, **stretch,
        )  # fmt: skip
        return go(request, "time", notice="The entry is corrected; the old one is kept.")
    return show(
        request, "timekeeping/time_form.html", worked=entry, page=entry_page(entry),
        panels=panels_of(entry, request),
    )  # fmt: skip


@screen(May.LOG_TIME, methods=["POST"])
def void(request: Request, pk: int) -> HttpResponse:
    """Let an entry count no more."""
    entry = find(visible_time(request.actor), pk=pk)
    reason = VoidForm.read(request)["reason"]
    void_time(entry=entry, reason=reason, seen=seen_version(request), by=request.actor,
              at=request.at)  # fmt: skip
    return go(request, "time", notice="The entry counts no more.")
