"""The page of locked time: where the line stands, moving it forth and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import setting_aside
from upheld.foundation.refusals import not_allowed
from upheld.timekeeping.forms.locks import LockForm, UnlockForm
from upheld.timekeeping.may import May
from upheld.timekeeping.operations.locking import lock_time, unlock_time
from upheld.timekeeping.queries.locks import locks_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_TIME, methods=["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """Show up to which day time is settled; lock it up to another."""
    if request.method == "POST":
        if not request.actor.may(May.LOCK_TIME):
            raise not_allowed(May.LOCK_TIME)
        through = LockForm.read(request)["through"]
        aside = setting_aside(request)
        lock_time(through=through, setting_aside=aside, by=request.actor, at=request.at)
        return go(request, "time-locks", notice=f"Time is locked up to {through:%-d %B %Y}.")
    return show(request, "timekeeping/locks.html", page=locks_page(request.actor, request.at))


@screen(May.UNLOCK_TIME, methods=["GET", "POST"])
def unlock(request: Request) -> HttpResponse:
    """Open settled days again, with a reason."""
    if request.method == "POST":
        unlock_time(**UnlockForm.read(request), by=request.actor, at=request.at)
        return go(request, "time-locks", notice="The days are open again.")
    return show(request, "timekeeping/unlock.html", page=locks_page(request.actor, request.at))
