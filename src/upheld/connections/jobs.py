"""Imports in the background, and files that nobody came back for."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from upheld.connections.models import ImportRun, RunState
from upheld.connections.operations.runs import (
    RUN_JOB,
    WEIGH_JOB,
    cancel_import,
    fail_import,
    note_trial,
)
from upheld.connections.rules.mapping import MappingFault, from_json
from upheld.connections.rules.unreadable import Unreadable
from upheld.connections.running import Trial, take_in, try_out
from upheld.connections.staging import FORGOTTEN_AFTER_DAYS, let_go, staged_path
from upheld.foundation import clock
from upheld.foundation.jobs import Daily, Periodic, job
from upheld.foundation.refusals import Refused
from upheld.foundation.tenancy.scope import open_provider

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LONGEST = 6 * 3600
TELL_EVERY = 2.0
"""Seconds between two notes of how far a trial has come."""

PERIODIC = (
    Periodic("connections.forget_files", Daily(4, 10), "Let go of files that wait for nobody"),
)


@job(RUN_JOB, title="Import a file", longest=LONGEST)
def run_import(*, by: Actor, at: datetime, run_id: int) -> str:
    """Take a staged file in; run again after a kill, it goes on where it stopped."""
    del at
    return _apart(lambda: _run(run_id, by))


@job(WEIGH_JOB, title="Try an import", longest=LONGEST)
def weigh_import(*, by: Actor, at: datetime, run_id: int) -> str:
    """Find out what an import would do."""
    del at
    return _apart(lambda: _weigh(run_id, by))


@job("connections.forget_files", title="Let go of files that wait for nobody")
def forget_files(*, by: Actor, at: datetime) -> str:
    """Cancel imports that were never started, or stopped, two weeks ago, and delete their files."""
    before = at - timedelta(days=FORGOTTEN_AFTER_DAYS)
    waiting = ImportRun.objects.filter(is_staged=True, begun_at__lt=before)
    gone = 0
    for run in waiting.filter(state__in=[RunState.STAGED, RunState.FAILED]):
        let_go(cancel_import(run=run, by=by, at=at))
        gone += 1
    return f"{gone} files let go."


def _apart(work: Callable[[], str]) -> str:
    """Run without a transaction around it: on PostgreSQL a job has one open, which would hold back
    every batch until the end. A thread has a connection of its own.
    """
    if not connection.in_atomic_block:
        return work()

    def alone() -> str:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1, thread_name_prefix="import") as pool:
        return pool.submit(alone).result()


def _run(run_id: int, by: Actor) -> str:
    with open_provider(by.provider_id):
        run: ImportRun = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.RUNNING:
        return "It was cancelled before it began."
    try:
        run = take_in(run, _path(run, by), by)
    except (Unreadable, MappingFault) as fault:
        return str(fault)
    except Refused as refused:
        return refused.why
    with open_provider(by.provider_id):
        let_go(run)
    return f"{run.rows:,} rows, {run.refused:,} refused."


def _weigh(run_id: int, by: Actor) -> str:
    with open_provider(by.provider_id):
        run: ImportRun = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.WEIGHING:
        return "The trial was ended before it began."
    told = time.monotonic()

    def heard(trial: Trial) -> None:
        nonlocal told
        if time.monotonic() - told > TELL_EVERY:
            _note(run, trial, by, is_whole=False)
            told = time.monotonic()

    try:
        trial = try_out(_path(run, by), from_json(run.mapping), by, heard=heard)
        _note(run, trial, by, is_whole=True)
    except (Unreadable, MappingFault) as fault:
        with open_provider(by.provider_id):
            fail_import(run=run, code=fault.code, why=str(fault), by=by, at=clock.now())
        return str(fault)
    except Refused as refused:
        return refused.why
    return f"{trial.rows:,} rows, {trial.refused:,} would be refused."


def _path(run: ImportRun, by: Actor) -> Path:
    with open_provider(by.provider_id):
        try:
            return staged_path(run)
        except Refused as gone:
            fail_import(run=run, code=gone.code, why=gone.why, by=by, at=clock.now())
            raise


def _note(run: ImportRun, trial: Trial, by: Actor, *, is_whole: bool) -> None:
    with open_provider(by.provider_id):
        note_trial(run=run, report=trial.told(), is_whole=is_whole, by=by, at=clock.now())
