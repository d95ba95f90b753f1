"""Putting periodic jobs into the queue when their turn comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.jobs.declaring import load_jobs
from upheld.foundation.jobs.queue import enqueue
from upheld.foundation.models.provider import Provider
from upheld.foundation.tenancy.scope import no_provider, open_provider

if TYPE_CHECKING:
    from datetime import datetime

NOBODY_WAITS = 10

_queued: dict[tuple[int, str], str] = {}
"""The last turn this process saw to, so that most looks ask the database nothing."""


def queue_whose_turn_it_is(at: datetime) -> int:
    """Queue each periodic job of each provider whose turn was not queued yet; return how many."""
    count = 0
    for provider in Provider.objects.only("zone"):
        for periodic in load_jobs():
            turn = periodic.when.turn(at, provider.zone)
            key = (provider.pk, periodic.code)
            if _queued.get(key) == turn:
                continue
            with no_provider(), open_provider(provider.pk):
                job = enqueue(periodic.code, run_at=at, once=turn, urgency=NOBODY_WAITS)
            _queued[key] = turn
            count += job is not None
    return count
