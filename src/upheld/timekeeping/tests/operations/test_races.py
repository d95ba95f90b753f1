"""Two connections at one time: the lock of days against what is entered, one timer stopped twice.

Real ones, each with its own transaction, in a process of their own: what waits for whom is the
database's to decide.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

BOTH = """
import json
import sys
import threading
import django
django.setup()
from datetime import UTC, date, datetime, timedelta
from django.db import connection
from upheld.demo.cast import found_company
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider, writing
from upheld.timekeeping.models import TimeEntry, TimeLock, Timer
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.time import log_time
from upheld.timekeeping.operations.timers import start_timer, stop_timer
from upheld.timekeeping.targets import own_work

NOW = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
DAY = date(2026, 3, 5)
company = found_company("Northgate", "northgate", owner=("ana", "Ana"))
told = []


def enter():
    log_time(target=own_work("internal"), seconds=600, worked_on=DAY, by=company.dana, at=NOW)


def settle():
    lock_time(through=DAY, by=company.felix, at=NOW)


def stop():
    timer = Timer.objects.get()
    stop_timer(timer=timer, by=company.dana, at=NOW + timedelta(hours=1))


def run(name, act, ready, go):
    try:
        with open_provider(company.provider.pk), writing():
            act()
            ready.set()
            go.wait(120)
            told.append(name)
    except Refused as refused:
        told.append(refused.code)
    finally:
        ready.set()
        connection.close()


def race(first, second):
    # The first has done its part and holds its transaction open while the second begins.
    ready, go, late = threading.Event(), threading.Event(), threading.Event()
    done = threading.Event()
    done.set()
    one = threading.Thread(target=run, args=(first.__name__, first, ready, go))
    two = threading.Thread(target=run, args=(second.__name__, second, late, done))
    one.start()
    ready.wait(120)
    two.start()
    # Whether it waits for the first: long enough for any that would not.
    waited = not late.wait(1.5)
    go.set()
    one.join(150)
    two.join(150)
    return waited


acts = {"enter": enter, "settle": settle, "stop": stop}
if "stop" in sys.argv:
    with open_provider(company.provider.pk), writing():
        start_timer(target=own_work("internal"), by=company.dana, at=NOW)
waited = race(acts[sys.argv[1]], acts[sys.argv[2]])
with open_provider(company.provider.pk):
    print(json.dumps({
        "told": told, "waited": waited, "entries": TimeEntry.objects.count(),
        "locks": TimeLock.objects.count(),
    }))
"""


def race(settings: dict[str, str], first: str, second: str) -> dict[str, object]:
    run = [sys.executable, "-c", BOTH, first, second]
    done = subprocess.run(
        run, env=settings, check=False, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_a_lock_waits_for_what_is_being_entered_and_settles_it_too(own_database):
    said = race(own_database.served, "enter", "settle")
    assert said == {"told": ["enter", "settle"], "waited": True, "entries": 1, "locks": 1}


def test_what_is_entered_while_a_day_is_being_locked_waits_and_is_refused(own_database):
    said = race(own_database.served, "settle", "enter")
    assert said == {"told": ["settle", "time_locked"], "waited": True, "entries": 0, "locks": 1}


def test_a_timer_stopped_on_two_devices_at_once_ends_in_one_entry(own_database):
    said = race(own_database.served, "stop", "stop")
    assert said == {"told": ["stop", "timer_ended"], "waited": True, "entries": 1, "locks": 0}
