"""Visit every page as several roles inside one process and measure; one JSON object at the end.

    python -m tests.benchmarks.visiting PAGES.json VISITS CAPTURES

Time is what the server needs from the request to the last byte, with all its middleware, and
without the network. The first visit of each is not counted: it loads templates. Beside the clock's
time stands the processor's, ours and that of the database's server: on a machine that others use,
the clock says more of them than of us.
"""

from __future__ import annotations

import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.budgets.counting import asked  # noqa: E402
from tests.safety.story import NOW  # noqa: E402

import upheld.wiring.wsgi  # noqa: E402, F401  sets a process up as the server's worker
from upheld.foundation.clock import standing_at  # noqa: E402
from upheld.people.models import User  # noqa: E402

SEEN_BY = {
    "staff": ("ana", "lena", "sam", "dana", "felix"),
    "signed_in": ("ana",),
    "customer": ("carla",),
}
ADDRESSES = {"carla": "carla@acme.example"}
SHOWN = 200


def visit(known: dict[str, dict[str, str]], visits: int) -> dict[str, dict[str, Any]]:
    """Visit each page as each role; give the figures of the role for which it is slowest."""
    clients = {who: _client(who) for roles in SEEN_BY.values() for who in roles}
    found: dict[str, dict[str, Any]] = {}
    for name, page in known.items():
        for who in SEEN_BY[page["audience"]]:
            figures = _figures(clients[who], page["url"], visits)
            if figures and figures["median"] > found.get(name, {"median": -1})["median"]:
                found[name] = {**figures, "who": who}
    return found


def _figures(client: Client, url: str, visits: int) -> dict[str, Any] | None:
    status, _first = asked(client, url)
    if status != SHOWN:
        return None
    _status, queries = asked(client, url)
    server = _database_server()
    spent = [_timed(lambda: client.get(url), server) for _ in range(visits)]
    return {"queries": len(queries), **_told(spent)}


def captures(count: int) -> dict[str, dict[str, float]]:
    """Type lines: one that opens a ticket with its time, one that adds time to a ticket."""
    client = _client("dana")
    lines = {"ticket and time": "Ochre Legal vpn drops again 1m", "time on a ticket": "#1 1m"}
    found = {}
    for kind, line in lines.items():
        _capture(client, line)
        server = _database_server()
        found[kind] = _told([_timed(partial(_capture, client, line), server) for _ in range(count)])
    return found


def _capture(client: Client, line: str) -> None:
    answer = client.post(reverse("capture"), {"line": line})
    if answer.status_code != 303:
        raise SystemExit(f"Not measured: “{line}” was answered with {answer.status_code}.")


def _client(who: str) -> Client:
    client = Client(raise_request_exception=False)
    email = ADDRESSES.get(who, f"{who}@northgate.example")
    client.force_login(User.objects.get(email=email))
    return client


@dataclass(frozen=True, slots=True)
class Spent:
    """What something took in milliseconds: by the clock, and of the processor."""

    clock: float
    processor: float


def _timed(work: Callable[[], object], server: Path | None) -> Spent:
    begun, worked, served = time.perf_counter(), time.process_time(), _served(server)
    work()
    processor = time.process_time() - worked + _served(server) - served
    return Spent((time.perf_counter() - begun) * 1000, processor * 1000)


def _database_server() -> Path | None:
    """Say where the kernel counts the time of our connection's server; none beside SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def _served(server: Path | None) -> float:
    """Give the seconds of the processor that the database's server has had for us."""
    return int(server.read_text(encoding="ascii").split()[0]) / 1e9 if server else 0.0


def _told(spent: Sequence[Spent]) -> dict[str, float]:
    clock = sorted(one.clock for one in spent)
    processor = sorted(one.processor for one in spent)
    return {
        "median": statistics.median(clock),
        "p95": _p95(clock),
        "processor": statistics.median(processor),
        "processor_p95": _p95(processor),
    }


def _p95(times: list[float]) -> float:
    return times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]


def resident() -> int:
    """Give the memory that this process holds now, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    # Who may not see a page is not told apart from a fault, were each refusal printed.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    pages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with standing_at(NOW):
        visited = visit(pages, int(sys.argv[2]))
        held = resident()
        captured = captures(int(sys.argv[3]))
    told = {"pages": visited, "captures": captured, "resident": held}
    sys.stdout.write(json.dumps(told) + "\n")
