"""A worker that is killed in the middle of a job: another does the job, and its effect is one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

WORKER = """
import sys, time
from pathlib import Path
import django
django.setup()
from upheld.foundation.jobs import declaring, job
from upheld.foundation.jobs.worker import Worker
from upheld.foundation.models import Provider
declaring.arrange_jobs(tuple)
flag = Path(sys.argv[1])

@job("test.slow", whole=True)
def slow(*, by, at):
    provider = Provider.objects.get(pk=by.provider_id)
    provider.name += "!"
    provider.save()
    if not flag.exists():
        flag.touch()
        time.sleep(60)
    return "done"

Worker(threads=1).run()
"""

ASK = """
import django
django.setup()
from datetime import UTC, datetime
from upheld.demo.cast import found_company
from upheld.foundation.jobs import declaring, enqueue, job
from upheld.foundation.tenancy.scope import open_provider, writing
job("test.slow")(lambda **_: None)
company = found_company("Northgate", "northgate", owner=("ana", "Ana"), cast=())
with open_provider(company.provider.pk), writing():
    enqueue("test.slow")
"""

LOOK = """
import django
django.setup()
from upheld.foundation.models import Job, Provider
from upheld.foundation.tenancy.scope import open_provider
provider = Provider.objects.get()
with open_provider(provider.pk):
    found = Job.objects.get()
    print(provider.name, found.state, found.attempts)
"""


def said(script: str, settings: dict[str, str]) -> str:
    run = [sys.executable, "-c", script]
    done = subprocess.run(run, env=settings, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def eventually(true, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.1)
    return bool(true())


def test_its_job_is_done_all_the_same_and_once(tmp_path: Path, own_database):
    settings = own_database.served
    said(ASK, settings)
    flag = tmp_path / "begun"
    command = [sys.executable, "-c", WORKER, str(flag)]
    with subprocess.Popen(command, env=settings) as first:
        begun = eventually(flag.exists, 30)
        first.kill()
    assert begun
    assert said(LOOK, settings).split() == ["Northgate", "running", "1"]

    with subprocess.Popen(command, env=settings) as second:
        killed_at = time.monotonic()
        try:
            assert eventually(lambda: "done" in said(LOOK, settings), 40)
            assert time.monotonic() - killed_at < 30
            assert said(LOOK, settings).split() == ["Northgate!", "done", "2"]
        finally:
            second.terminate()
            assert second.wait(20) == 0
