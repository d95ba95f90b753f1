"""Real files taken into a database by the command, against totals of an independent parse."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.data, pytest.mark.slow]

MAVEN = ("accounts.csv", "sales_teams.csv", "products.csv", "sales_pipeline.csv")
LOG = "tickets/servicenow-uci/incident_event_log_first120k_original_format.csv.gz"
SAME_LOG = "tickets/servicenow-uci/incident_event_log_small_5998.csv.gz"


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    names = ("rows", "created", "updated", "unchanged", "refused")
    return tuple(report[name] for name in names)


def by_kind(report: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    return {part["kind"]: counts(part) for part in report["parts"]}


def noted(report: dict[str, Any]) -> dict[str, int]:
    return {note["code"]: note["count"] for note in report["notes"]}


def test_the_maven_pipeline(installation, real_data: Path) -> None:
    files = [real_data / "crm" / "maven" / name for name in MAVEN]
    expected = {
        "companies": (85, 85, 0, 0, 0),
        "people": (35, 35, 0, 0, 0),
        "products": (7, 7, 0, 0, 0),
        "deals": (8_800, 8_800, 0, 0, 0),
    }

    tried = installation.imports("deals", *files, "--dry-run")

    assert by_kind(tried) == expected
    assert "company_made_of_its_name: company" not in noted(tried)
    kept = ("Deal.objects.count()", "SourceRow.objects.count()", "ImportRun.objects.count()")
    assert installation.ask(*kept) == [0, 0, 0]

    done = installation.imports("deals", *reversed(files))

    assert by_kind(done) == expected
    assert counts(done) == (8_800, 8_800, 0, 0, 0)
    assert noted(done)["corrected: product"] == 1_480
    assert noted(done)["missing: account"] == 1_425
    assert installation.ask(
        'Deal.objects.filter(outcome="won").count()',
        'Deal.objects.filter(outcome="won").aggregate(s=Sum("one_off_minor"))["s"]',
        'Deal.objects.filter(company__name="Not named in maven").count()',
        'Deal.objects.filter(extra__product="GTX Pro").count()',
        "Deal.objects.filter(owner=None).count()",
        'Company.objects.filter(source_system="maven").count()',
        'Person.objects.filter(source_id__startswith="maven:").count()',
        "Company.objects.exclude(parent=None).count()",
        'Company.objects.filter(extra__annual_revenue="1100040000.00 USD").count()',
    ) == [4_238, 10_005_534_00, 1_425, 1_480, 0, 86, 35, 15, 1]

    again = installation.imports("deals", *files)

    assert {kind: one[1:3] for kind, one in by_kind(again).items()} == dict.fromkeys(
        expected, (0, 0)
    )
    assert counts(again) == (8_800, 0, 0, 8_800, 0)


def test_the_servicenow_log(installation, real_data: Path) -> None:
    first = installation.imports("ticket-events", real_data / LOG)
    seconds, kilobytes = installation.used

    assert counts(first) == (119_998, 20_769, 0, 0, 0)
    assert (first["events_new"], first["events_known"]) == (119_998, 0)
    # Processor time, so that a busy machine does not fail it; the database's own is not in it.
    assert 119_998 / seconds > 5_000
    assert kilobytes < 500_000
    entries = "TicketEntry.objects.count()"
    batches = 'RecordEntry.objects.filter(event="connections.import.rows_taken_in").count()'
    tickets, failed, created, told, count = installation.ask(
        "Ticket.objects.count()", "Ticket.objects.filter(resolution_met=False).count()",
        'TicketEntry.objects.filter(happened="created").count()', entries, batches,
    )  # fmt: skip
    assert (tickets, created) == (20_769, 20_769)
    assert round(failed / tickets, 3) == 0.394
    assert told >= 119_998
    assert 30 <= count <= 60

    second = installation.imports("ticket-events", real_data / SAME_LOG)

    assert counts(second) == (5_998, 0, 0, 890, 0)
    assert (second["events_new"], second["events_known"]) == (0, 5_998)
    assert installation.ask("Ticket.objects.count()", entries) == [20_769, told]


def test_tock(installation, real_data: Path) -> None:
    done = installation.imports("time", real_data / "effort/tock/tock_timecards_2015.json.gz")

    assert counts(done) == (11_047, 11_047, 0, 0, 0)
    assert by_kind(done)["people"][1] > 0
    total, billable, cards = installation.ask(
        'TimeEntry.objects.aggregate(s=Sum("seconds"))["s"]',
        'TimeEntry.objects.filter(billing="billable").aggregate(s=Sum("seconds"))["s"]',
        'len(set(TimeEntry.objects.values_list("extra__card", flat=True)))',
    )
    assert total * 100 == 171_624_72 * 3_600
    assert round(billable / total, 3) == 0.542
    assert cards == 4_348 - 24
    told = " ".join(note["text"] for note in done["notes"])
    assert "24 of 4,348 records of “card” have no row." in told


BRING = """
import django; django.setup()
import sys
from pathlib import Path
from upheld.connections.bringing import bring
from upheld.connections.operations.runs import start_import
from upheld.foundation import clock
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
with open_provider(Provider.objects.get().pk) as scope:
    by, at = system(scope.provider_id), clock.now()
    run = bring(pieces=[Path(sys.argv[1]).read_bytes()], file_name="helpdesk.csv.gz", system="",
                kind="ticket-events", mapping="", by=by, at=at)
    start_import(run=run, by=by, at=at, in_background=True)
"""
WATCH = """
import django; django.setup()
import time
from upheld.connections.models import ImportRun
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
pk, rows, ends = Provider.objects.get().pk, 0, time.monotonic() + 120
print("watching", flush=True)
while not rows and time.monotonic() < ends:
    time.sleep(0.02)
    with open_provider(pk):
        rows = ImportRun.objects.get().rows
print("begun" if 0 < rows < 21_348 else "missed", flush=True)
"""
STATE = 'list(ImportRun.objects.values_list("state", "rows", "created", "refused").get())'


def test_the_italian_help_desk_with_its_worker_killed_in_the_middle(
    installation, real_data: Path
) -> None:
    file = real_data / "tickets/italian-helpdesk/helpdesk.csv.gz"
    installation.said(BRING, str(file))
    jobs = [sys.executable, "-m", "django", "jobs"]

    watch = [sys.executable, "-c", WATCH]
    with subprocess.Popen(watch, env=installation.settings, stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline() == b"watching\n"
        with subprocess.Popen(jobs, env=installation.settings) as first:
            begun = watching.stdout.readline()
            first.kill()

    assert begun == b"begun\n"
    assert installation.ask(STATE)[0][0] == "running"
    with subprocess.Popen(jobs, env=installation.settings) as second:
        try:
            assert until(lambda: installation.ask(STATE)[0][0] == "done")
        finally:
            second.terminate()
    assert installation.ask(
        STATE, "Ticket.objects.count()",
        'TicketEntry.objects.filter(happened="created").count()',
        'list(ImportRefusal.objects.order_by("code").values_list("code", flat=True).distinct())',
        "ImportRefusal.objects.filter(row=6).count()", "ImportRefusal.objects.count()",
    ) == [["done", 21_348, 4_580, 127], 4_580, 4_580, ["duplicate_row"], 1, 127]  # fmt: skip
    again = installation.imports("ticket-events", file, status=3)
    assert counts(again) == (21_348, 0, 0, 4_580, 127)
    assert len(again["refusals"]) == 127


def until(true, seconds: float = 120) -> bool:
    ends = time.monotonic() + seconds
    while not true() and time.monotonic() < ends:
        time.sleep(0.2)
    return bool(true())
