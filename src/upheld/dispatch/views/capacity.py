"""The pages of capacity: all groups by week, the rows behind a week, and a question."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from upheld.agreements.queries.proposals import visible_proposals
from upheld.dispatch.forms import QuestionForm
from upheld.dispatch.may import May
from upheld.dispatch.queries.answering import Outlook, bench_until, outlook
from upheld.dispatch.queries.bench import Bench
from upheld.dispatch.queries.capacity_page import capacity_page, url_of
from upheld.dispatch.queries.proposed import proposal_outlook
from upheld.dispatch.queries.week_rows import week_rows
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import show
from upheld.foundation.lists.export import harmless
from upheld.foundation.operation import find
from upheld.foundation.refusals import not_found
from upheld.foundation.values.effort import decimal_hours_rounded

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request

COLUMNS = (
    "of", "week_of", "available_hours", "promised_hours", "planned_otherwise_hours",
    "tickets_usually_hours", "tickets_low_hours", "tickets_high_hours", "weeks_of_tickets_seen",
    "carried_in_hours", "free_hours", "free_with_many_tickets_hours",
)  # fmt: skip
_LATEST = date(2199, 1, 1)


@screen(May.SEE_CAPACITY)
def index(request: Request) -> HttpResponse:
    """Show the next twelve weeks of all groups, one in full; answer a question if one is asked."""
    of = request.GET.get("of", "")[:120]
    page = capacity_page(Bench(request.at), of)
    answer, problems = _answer(request)
    return show(
        request, "dispatch/capacity.html", page=page, answer=answer, problems=problems,
        asked=request.GET, csv_url=_csv_url(of),
    )  # fmt: skip


@screen(May.SEE_CAPACITY)
def week(request: Request) -> HttpResponse:
    """Show the rows behind a week of a group."""
    of = request.GET.get("of", "")[:120]
    monday = request.GET.get("monday", "")
    rows = week_rows(request.at, _monday(monday) if monday else None, of)
    if rows is None:
        raise not_found("week")
    return show(request, "dispatch/capacity_week.html", page=rows, back_url=url_of(of))


@screen(May.SEE_CAPACITY)
def proposed(request: Request, number: int) -> HttpResponse:
    """Show what a proposal would do to the weeks ahead; alone where its page asks for it."""
    visible = visible_proposals(request.actor).select_related("company", "deal")
    proposal = find(visible, number=number)
    part = "#outlook" if request.headers.get("HX-Request") else ""
    found = proposal_outlook(proposal, request.at)
    return show(request, f"dispatch/proposed.html{part}", proposal=proposal, outlook=found)


@screen(May.SEE_CAPACITY)
def export(request: Request) -> HttpResponse:
    """Give all groups by week as CSV, in hours."""
    bench = Bench(request.at)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    wanted = request.GET.get("of")
    for group in bench.groups:
        if wanted is not None and group.key != wanted:
            continue
        for one in bench.hours_of(group).weeks:
            load = one.load
            amounts = (
                load.available, load.promised, load.planned, load.reactive.usual,
                load.reactive.low, load.reactive.high,
            )  # fmt: skip
            after = (one.carried_in, one.free, one.free_surely)
            lines.writerow([
                harmless(group.title), one.monday.isoformat(),
                *(decimal_hours_rounded(seconds) for seconds in amounts), load.reactive.n,
                *(decimal_hours_rounded(seconds) for seconds in after),
            ])  # fmt: skip
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="capacity.csv"'
    return response


def _answer(request: Request) -> tuple[Outlook | None, dict[str, str]]:
    """Answer what the address asks; say field by field what cannot be read of it."""
    if not (request.GET.get("hours") or request.GET.get("due")):
        return None, {}
    form = QuestionForm(request.GET)
    if not form.is_valid():
        return None, {name: str(errors[0]) for name, errors in form.errors.items()}
    due = form.cleaned_data["due"]
    if not _in_reach(due):
        return None, {"due": "Enter a day of this century or the next."}
    bench = bench_until(request.at, due)
    group = bench.group(form.cleaned_data["of"])
    return outlook(bench, group, form.cleaned_data["hours"], due), {}


def _in_reach(day: date) -> bool:
    return date(1900, 1, 1) <= day < _LATEST


def _monday(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise not_found("week") from error
    if not _in_reach(day):
        raise not_found("week")
    return day


def _csv_url(of: str) -> str:
    return reverse("capacity-export") + (f"?{urlencode({'of': of})}" if of else "")
