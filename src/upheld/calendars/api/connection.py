"""The endpoints of one's own calendar server."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.calendars.may import May
from upheld.calendars.operations.accounts import (
    connect_calendar,
    disconnect_calendar,
    look_again,
)
from upheld.calendars.operations.choosing import choose_calendars, write_again
from upheld.calendars.operations.notices import read_notices
from upheld.calendars.queries.mine import connection_of
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request

Id = Annotated[int, Field(ge=1, le=2**53)]
Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class CalendarOut(Schema):
    """A calendar at one's server."""

    id: int
    name: str
    may_write: bool
    is_written: bool
    is_read: bool


class CalendarNoticeOut(Schema):
    """Something that was told about one's calendar."""

    words: str
    told_at: datetime


class ConnectionOut(Schema):
    """One's connection. `state`: ended, looking, choosing, on, refused, held.

    The password is shown to nobody.
    """

    state: str
    address: str
    user: str
    shows_titles: bool
    problem: str
    synced_at: datetime | None
    unreadable: int
    calendars: list[CalendarOut]
    notices: list[CalendarNoticeOut]


class ConnectionIn(Schema):
    """Where one's calendar is; without a password the one that is there stays."""

    address: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    user: Words
    password: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""


class ChoiceIn(Schema):
    """Which calendar is written to and which are read, by their ids."""

    written: Id | None = None
    read: Annotated[list[Id], Field(max_length=20)] = []
    shows_titles: bool = False


def _told(request: Request) -> ConnectionOut:
    found = connection_of(request.actor)
    account = found.account
    return ConnectionOut(
        state=account.state if account else "ended", address=account.address if account else "",
        user=account.user if account else "",
        shows_titles=account.shows_titles if account else False,
        problem=account.problem if account else "",
        synced_at=account.synced_at if account else None, unreadable=found.unreadable,
        calendars=[
            CalendarOut(id=one.pk, name=one.name, may_write=one.may_write,
                        is_written=one.is_written, is_read=one.is_read)
            for one in found.calendars
        ],
        notices=[CalendarNoticeOut(words=one.words, told_at=one.told_at) for one in found.notices],
    )  # fmt: skip


@endpoint(May.USE_CALENDAR, "GET", "my-calendar/connection")
def read_connection(request: Request) -> ConnectionOut:
    """Tell how one's own connection stands."""
    return _told(request)


@endpoint(May.USE_CALENDAR, "PUT", "my-calendar/connection")
def connect_mine(request: Request, body: ConnectionIn) -> ConnectionOut:
    """Connect one's own calendar server; its calendars are known once it has been asked."""
    connect_calendar(
        address=body.address, user=body.user, password=body.password, by=request.actor,
        at=request.at,
    )  # fmt: skip
    return _told(request)


@endpoint(May.USE_CALENDAR, "DELETE", "my-calendar/connection")
def disconnect_mine(request: Request) -> ConnectionOut:
    """End one's own connection; what was written there stays there."""
    disconnect_calendar(by=request.actor, at=request.at)
    return _told(request)


@endpoint(May.USE_CALENDAR, "POST", "my-calendar/connection/choice")
def choose_mine(request: Request, body: ChoiceIn) -> ConnectionOut:
    """Choose the calendar that the plan is written to, and those that are read as busy."""
    choose_calendars(
        written=body.written, read=body.read, shows_titles=body.shows_titles, by=request.actor,
        at=request.at,
    )  # fmt: skip
    return _told(request)


@endpoint(May.USE_CALENDAR, "POST", "my-calendar/connection/look")
def look_at_mine(request: Request) -> ConnectionOut:
    """Have one's own server asked now."""
    look_again(by=request.actor, at=request.at)
    return _told(request)


@endpoint(May.USE_CALENDAR, "POST", "my-calendar/connection/again")
def write_mine_again(request: Request) -> ConnectionOut:
    """Have the whole plan written to one's calendar again, where nothing of it is left there."""
    write_again(by=request.actor, at=request.at)
    return _told(request)


@endpoint(May.USE_CALENDAR, "POST", "my-calendar/notices")
def read_my_notices(request: Request) -> ConnectionOut:
    """Note that what was told about one's calendar has been read."""
    read_notices(by=request.actor, at=request.at)
    return _told(request)
