"""Many people capture at once: how many lines a second are saved, and how long each waits.

    python -m tests.benchmarks.crowd PEOPLE SECONDS

Starts the server as `upheld serve` does, gives so many technicians a key each, and lets each type
one line after the other over a connection of their own; one JSON object at the end. What types is
this process, on the same machine. Lines go to all customers in turn, as a desk's do.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from urllib.error import URLError
from urllib.request import urlopen

import django

django.setup()

from upheld.customers.models import Company  # noqa: E402
from upheld.foundation.actor import system  # noqa: E402
from upheld.foundation.models import Provider  # noqa: E402
from upheld.foundation.tenancy.scope import open_provider  # noqa: E402
from upheld.people.models import Person  # noqa: E402
from upheld.people.operations.people import add_person  # noqa: E402
from upheld.people.operations.returning import invite_person  # noqa: E402
from upheld.people.operations.tokens import issue_token  # noqa: E402
from upheld.people.roles import Role  # noqa: E402

CREATED = 201
STARTS_WITHIN = 60.0
WARM_UP = 1.5


@dataclass
class Told:
    """What the crowd met: seconds of each line that was saved, and whatever else was answered."""

    waited: list[float] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)


def keys(people: int) -> list[str]:
    """Let in so many technicians with a key each; give the keys."""
    provider = Provider.objects.get(slug="northgate")
    now = datetime.now(UTC)
    with open_provider(provider.pk):
        by = system(provider.pk, name="Crowd")
        found = []
        for index in range(people):
            handle = f"crowd{index}-{os.getpid()}"
            person: Person = add_person(
                name=f"Crowd {index}", email=f"{handle}@northgate.example", role=Role.TECHNICIAN,
                handle=handle, by=by, at=now,
            )  # fmt: skip
            invite_person(person=person, by=by, at=now)
            _token, secret = issue_token(person=person, name="Crowd", by=by, at=now)
            found.append(secret)
    return found


def customers() -> list[str]:
    """Give how each customer is written in a line, by its number, so that none is ambiguous."""
    with open_provider(Provider.objects.get(slug="northgate").pk):
        return [f"c{number}" for number in Company.objects.values_list("number", flat=True)]


@contextmanager
def serving() -> Iterator[int]:
    """Start the server and give its port; it is stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "upheld.wiring.command_line",
        "serve",
        "--port",
        str(port),
        "--no-jobs",
    ]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(port)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("Not measured: the server did not start.")


async def crowd(port: int, secrets: list[str], names: list[str], seconds: float) -> Told:
    """Let everybody type for so long; the first lines are not counted, they warm the server up."""
    told, turns = Told(), count()
    begun = time.perf_counter()
    until = begun + WARM_UP + seconds
    await asyncio.gather(
        *(_type(port, secret, names, turns, begun + WARM_UP, until, told) for secret in secrets)
    )
    return told


async def _type(
    port: int,
    secret: str,
    names: list[str],
    turns: Iterator[int],
    counted_from: float,
    until: float,
    told: Told,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (sent := time.perf_counter()) < until:
        turn = next(turns)
        line = f"{names[turn % len(names)]} vpn drops again 1m"
        body = json.dumps({"line": line, "setting_aside": ["overlaps", "not_over_yet"]})
        writer.write(
            f"POST /api/v1/capture HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Authorization: Bearer {secret}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        status, said = await _answer(reader)
        if sent < counted_from:
            continue
        if status == CREATED:
            told.waited.append(time.perf_counter() - sent)
        else:
            key = f"{status} {said[:160]}"
            told.refused[key] = told.refused.get(key, 0) + 1
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lengths = [
        line.partition(":")[2]
        for line in head.split("\r\n")
        if line.lower().startswith("content-length:")
    ]
    body = await reader.readexactly(int(lengths[0])) if lengths else b""
    return int(head.split(" ", 2)[1]), body.decode("utf-8", "replace")


def main(people: int, seconds: float) -> dict[str, object]:
    """Measure and tell: lines a second, median and p95 in milliseconds."""
    secrets, names = keys(people), customers()
    with serving() as port:
        told = asyncio.run(crowd(port, secrets, names, seconds))
    waited = sorted(told.waited) or [0.0]
    return {
        "people": people,
        "saved": len(told.waited),
        "a_second": len(told.waited) / seconds,
        "median": statistics.median(waited) * 1000,
        "p95": waited[min(len(waited) - 1, round(0.95 * (len(waited) - 1)))] * 1000,
        "refused": told.refused,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))) + "\n")
