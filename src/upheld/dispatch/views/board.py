"""The pages of planned time: the week's board, a new block, a block."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from upheld.delivery.models import Deliverable
from upheld.delivery.queries.deliverables import KIND as DELIVERABLE
from upheld.delivery.queries.deliverables import with_actual
from upheld.dispatch.forms import BlockForm, DropForm, NewBlockForm
from upheld.dispatch.lists import BLOCKS
from upheld.dispatch.may import May
from upheld.dispatch.operations.blocks import drop_block, move_block, plan_block
from upheld.dispatch.queries.board import board
from upheld.dispatch.queries.board_shapes import board_url
from upheld.dispatch.queries.day_board import day_board, day_url
from upheld.dispatch.queries.groups import those_who_deliver
from upheld.dispatch.queries.planning import (
    by_the_wall,
    kinds_to_plan,
    person_called,
    place_at,
    place_on,
    read_column,
    same_clock,
    work_called,
)
from upheld.dispatch.queries.promised import taken_since
from upheld.dispatch.queries.taken import visible_blocks
from upheld.dispatch.rules.promised_hours import left_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version, setting_aside
from upheld.foundation.lists import show_list
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of
from upheld.foundation.ui.shell import Link
from upheld.foundation.values.period import today
from upheld.timekeeping.queries.entries import zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from upheld.dispatch.models import PlannedBlock
    from upheld.foundation.doors.request import Request
    from upheld.timekeeping.targets import Target

OFF_THE_PLAN = "unplanned"
"""The column of work that is not planned: a block that is put there leaves the plan."""
_FIRST, _LAST = date(1970, 1, 12), date(2900, 1, 1)


@screen(May.SEE_BOARD)
def index(request: Request) -> HttpResponse:
    """Show a week of everybody who delivers, or of those with a skill."""
    of = request.GET.get("of", "")[:120]
    found = board(request.actor, request.at, _day(request.GET.get("week", "")), of)
    return show(request, "dispatch/board.html", board=found)


@screen(May.SEE_BOARD)
def day(request: Request) -> HttpResponse:
    """Show a day of everybody who delivers by the hour."""
    on = _day(request.GET.get("day", ""))
    found = day_board(request.actor, request.at, on, request.GET.get("of", "")[:120])
    return show(request, "dispatch/day.html", page=found, board=found.board)


@screen(May.SEE_BOARD)
def blocks(request: Request) -> HttpResponse:
    """List planned time."""
    primary = Link("Plan time", reverse("block-new"), "plus")
    return show_list(request, BLOCKS, visible_blocks(request.actor), primary=primary)


@screen(May.PLAN, methods=["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Plan time by a form, or answer a card that was put on somebody's day."""
    if request.method == "POST":
        block = _dropped(request) if "column" in request.POST else _typed(request)
        return go(request, _back(request, block), notice=_notice(request, "It is planned."))
    person = request.GET.get("person", "")[:40]
    return show(
        request, "dispatch/block_new.html", kinds=kinds_to_plan(), people=_people(request),
        person=person, kind=request.GET.get("kind", "")[:20], on=request.GET.get("on", "")[:150],
        day=_day(request.GET.get("day", "")) or today(request.at, request.actor.zone),
    )  # fmt: skip


@screen(May.SEE_BOARD, methods=["GET", "POST"])
def detail(request: Request, number: int) -> HttpResponse:
    """Show a block; a post moves it, as the form says or where the card was put down."""
    block = find(visible_blocks(request.actor), number=number)
    if request.method == "POST":
        moved = _moved(request, block)
        return go(request, _back(request, moved), notice=_notice(request, "It is moved."))
    mine = block.person_id == request.actor.person_id
    may_move = request.actor.may(May.PLAN_FOR_OTHERS) or (mine and request.actor.may(May.PLAN))
    zone = ZoneInfo(zone_of(block.person, request.actor))
    return show(
        request, "dispatch/block.html", block=block, people=_people(request),
        may_move=may_move and block.stands, starts=block.starts_at.astimezone(zone),
        ends=block.ends_at.astimezone(zone), back_url=board_url(_local_day(block)),
        timeline=timeline_of(block, request.actor),
    )  # fmt: skip


@screen(May.PLAN, methods=["POST"])
def drop(request: Request, number: int) -> HttpResponse:
    """Take a block from the plan."""
    block = find(visible_blocks(request.actor), number=number)
    drop_block(block=block, seen=seen_version(request), by=request.actor, at=request.at)
    url = board_url(_local_day(block))
    return go(request, url, notice="It is taken from the plan.")


def _typed(request: Request) -> PlannedBlock:
    values = NewBlockForm.read(request)
    person = person_called(values["person"])
    return plan_block(
        person=person, on=work_called(request.actor, values["kind"], values["on"]),
        period=by_the_wall(person, values["day"], values["starts"], values["ends"]),
        title=values["title"], note=values["note"], setting_aside=setting_aside(request),
        by=request.actor, at=request.at,
    )  # fmt: skip


def _dropped(request: Request) -> PlannedBlock:
    """Plan what was put on a day: as much of it as is wanted, at that hour or in the first gap."""
    values = DropForm.read(request)
    person, day = read_column(values["column"])
    on = work_called(request.actor, values["kind"], values["on"])
    wanted = _wanted(on, request.at)
    at_hour = values["starts"]
    return plan_block(
        person=person, on=on,
        period=place_at(person, day, at_hour, wanted) if at_hour
        else place_on(person, day, wanted, request.at),
        setting_aside=setting_aside(request), by=request.actor, at=request.at,
    )  # fmt: skip


def _wanted(on: Target, at: datetime) -> int:
    """Give the seconds that are left to plan of a deliverable; 0 where nobody knows."""
    if on.kind != DELIVERABLE or on.id is None:
        return 0
    work: Any = with_actual(Deliverable.objects.filter(pk=on.id)).get()
    left = left_of(work.estimate_seconds, work.actual_seconds)
    return max(0, left - taken_since(at, on.id).get(on.id, 0))


def _moved(request: Request, block: PlannedBlock) -> PlannedBlock:
    seen, aside = seen_version(request), setting_aside(request)
    if request.POST.get("column") == OFF_THE_PLAN:
        return drop_block(block=block, seen=seen, by=request.actor, at=request.at)
    if "column" in request.POST:
        put = DropForm.read(request)
        person, day = read_column(put["column"])
        return move_block(
            block=block, person=person, period=same_clock(block, person, day, put["starts"]),
            seen=seen, setting_aside=aside, by=request.actor, at=request.at,
        )  # fmt: skip
    values = BlockForm.read(request)
    person = person_called(values["person"])
    return move_block(
        block=block, person=person, seen=seen, setting_aside=aside,
        period=by_the_wall(person, values["day"], values["starts"], values["ends"]),
        title=values["title"] or block.title, note=values["note"], by=request.actor,
        at=request.at,
    )  # fmt: skip


def _back(request: Request, block: PlannedBlock) -> str:
    """Give the board that it was planned from: its day or its week, and its group."""
    on = _day(request.POST.get("day", "")) if "column" in request.POST else None
    if on:
        return day_url(on, request.POST.get("of", "")[:120])
    week = _day(request.POST.get("week", "")) or _local_day(block)
    return board_url(week, request.POST.get("of", "")[:120])


def _notice(request: Request, said: str) -> str:
    """Say it, but on the board, where the card has moved before the eyes."""
    return "" if "column" in request.POST else said


def _local_day(block: PlannedBlock) -> date:
    return today(block.starts_at, zone_of(block.person))


def _people(request: Request) -> list[tuple[str, str]]:
    """Give whom one may plan for: oneself, or all who deliver."""
    if request.actor.may(May.PLAN_FOR_OTHERS):
        return [(one.handle, one.name) for one in those_who_deliver().values()]
    mine = those_who_deliver().get(request.actor.person_id or 0)
    return [(mine.handle, mine.name)] if mine else []


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Neighbouring weeks are linked, and the calendar ends.
    return day if _FIRST <= day <= _LAST else None
