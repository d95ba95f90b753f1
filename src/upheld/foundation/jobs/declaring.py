"""What can be done in the background, by stable codes, and what is done again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

Work = Callable[..., str | None]

LONGEST = 600
"""Seconds after which a job is taken to hang, unless it declares otherwise."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared job. `whole` ties its effect and its end into one transaction."""

    code: str
    work: Work
    title: str
    whole: bool
    longest: int
    opens: bool = False
    """It opens its provider itself, step by step, and no transaction is open in between."""


@dataclass(frozen=True, slots=True)
class Every:
    """Once in each stretch of so many minutes, counted from midnight UTC."""

    minutes: int

    def turn(self, at: datetime, zone: str) -> str:
        """Name the turn that a moment lies in."""
        del zone
        midnight = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
        passed = (at - midnight) // timedelta(minutes=self.minutes)
        return (midnight + passed * timedelta(minutes=self.minutes)).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, from a time of day in the provider's zone on."""

    hour: int
    minute: int = 0

    def turn(self, at: datetime, zone: str) -> str:
        """Name the turn that a moment lies in: the day, until its time yesterday's still."""
        local = at.astimezone(ZoneInfo(zone))
        day = local.date()
        if (local.hour, local.minute) < (self.hour, self.minute):
            day -= timedelta(days=1)
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that runs by itself for each provider; a turn that was missed is made up for once."""

    code: str
    when: Every | Daily
    title: str = ""


JOBS: dict[str, Declared] = {}


def job(
    code: str,
    *,
    title: str = "",
    whole: bool = False,
    longest: int = LONGEST,
    opens: bool = False,
) -> Callable[[Work], Work]:
    """Make a function a job: `work(*, by, at, **arguments)`, run with its provider open.

    `by` is the system, on behalf of whoever caused it; `at` the moment it runs. What it returns
    is shown as what came of it. A worker may be ended in the middle, and then the job runs again,
    so it calls operations that are harmless when repeated, or declares itself `whole`: then its
    effect and its end are one transaction, which suits short work only. `longest` is in seconds.
    Work that waits for others (a mail server) says `opens`: it runs with no provider open, and
    opens it for each of its steps, so that no transaction waits along.
    """

    def declare(work: Work) -> Work:
        name = title or code.rsplit(".", 1)[-1].replace("_", " ").capitalize()
        if code in JOBS and JOBS[code].work.__module__ != work.__module__:
            message = f"two jobs are called {code}"
            raise ValueError(message)
        JOBS[code] = Declared(code, work, name, whole, longest, opens)
        return work

    return declare


_PERIODIC: list[Periodic] = []
_load: list[Callable[[], Iterable[Periodic]]] = []


def arrange_jobs(load: Callable[[], Iterable[Periodic]]) -> None:
    """Say how every package's jobs are loaded; `load` returns what runs by itself."""
    _load[:] = [load]
    _PERIODIC.clear()


def load_jobs() -> tuple[Periodic, ...]:
    """Load every package's jobs, once, and give the table of what runs by itself."""
    if _load:
        _PERIODIC[:] = _load.pop()()
    for one in _PERIODIC:
        declared_job(one.code)
    return tuple(_PERIODIC)


def declared_job(code: str) -> Declared:
    """Give a declared job; raises LookupError for a code that no package declares any more."""
    if code not in JOBS and _load:
        load_jobs()
    try:
        return JOBS[code]
    except KeyError:
        message = f"no job is called {code}"
        raise LookupError(message) from None
