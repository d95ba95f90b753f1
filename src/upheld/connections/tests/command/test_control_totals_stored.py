"""Real files taken into the database, against totals that an independent parse of them gave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.models import Count, Sum

from upheld.connections.call import Outcome, plan, run_parts
from upheld.connections.models import ImportRefusal, SourceRow
from upheld.customers.models import Company
from upheld.delivery.models import Ticket, TicketEntry
from upheld.foundation.models.record import RecordEntry
from upheld.people.models import Person
from upheld.selling.models import Deal
from upheld.timekeeping.models import TimeEntry

pytestmark = [pytest.mark.data, pytest.mark.slow]

MAVEN = ("accounts.csv", "sales_teams.csv", "products.csv", "sales_pipeline.csv")
LOG = "tickets/servicenow-uci/incident_event_log_first120k_original_format.csv.gz"
SAME_LOG = "tickets/servicenow-uci/incident_event_log_small_5998.csv.gz"

Call = Callable[..., dict[str, Outcome]]


@pytest.fixture
def call(world, real_data: Path) -> Call:
    def called(kind: str, *names: str, dry_run: bool = False) -> dict[str, Outcome]:
        parts = plan(kind, [real_data / name for name in names])
        done = run_parts(parts, world.provider, dry_run=dry_run, heard=lambda *_: None)
        return {one.part.mapping.kind: one for one in done}

    return called


def counts(outcome: Outcome) -> tuple[int, ...]:
    names = ("rows", "created", "updated", "unchanged", "refused")
    return tuple(outcome.counts[name] for name in names)


def note(outcome: Outcome, code: str) -> int:
    return {one["code"]: one["count"] for one in outcome.notes}[code]


def test_the_maven_pipeline(call: Call) -> None:
    files = [f"crm/maven/{name}" for name in MAVEN]
    tried = call("deals", *files, dry_run=True)
    assert {kind: counts(one) for kind, one in tried.items()} == {
        "companies": (85, 85, 0, 0, 0),
        "people": (35, 35, 0, 0, 0),
        "products": (7, 7, 0, 0, 0),
        "deals": (8_800, 8_800, 0, 0, 0),
    }
    assert not Deal.objects.exists()
    assert not SourceRow.objects.exists()

    done = call("deals", *files)

    assert {kind: counts(one) for kind, one in done.items()} == {
        kind: counts(one) for kind, one in tried.items()
    }
    won = Deal.objects.filter(outcome="won").aggregate(n=Count("pk"), worth=Sum("one_off_minor"))
    assert won == {"n": 4_238, "worth": 10_005_534_00}
    deals = done["deals"]
    assert note(deals, "corrected: product") == 1_480
    assert note(deals, "missing: account") == 1_425
    assert Deal.objects.filter(company__name="Not named in maven").count() == 1_425
    assert Deal.objects.filter(extra__product="GTX Pro").count() == 1_480
    assert Company.objects.filter(source_system="maven").count() == 85 + 1
    assert Person.objects.filter(source_id__startswith="maven:").count() == 35
    assert not Deal.objects.filter(owner=None).exists()
    assert Company.objects.exclude(parent=None).count() > 0

    again = call("deals", *files)

    assert counts(again["deals"]) == (8_800, 0, 0, 8_800, 0)
    assert counts(again["companies"]) == (85, 0, 0, 85, 0)


def test_the_servicenow_log(call: Call) -> None:
    [first] = call("ticket-events", LOG).values()
    assert counts(first) == (119_998, 20_769, 0, 0, 0)
    assert (first.counts["events_new"], first.counts["events_known"]) == (119_998, 0)
    assert Ticket.objects.count() == 20_769
    failed = Ticket.objects.filter(resolution_met=False).count()
    assert round(failed / 20_769, 3) == 0.394
    assert TicketEntry.objects.filter(happened="created").count() == 20_769
    entries = TicketEntry.objects.count()
    batches = RecordEntry.objects.filter(event="connections.import.rows_taken_in").count()
    assert 30 <= batches <= 60

    [second] = call("ticket-events", SAME_LOG).values()

    assert counts(second) == (5_998, 0, 0, 890, 0)
    assert (second.counts["events_new"], second.counts["events_known"]) == (0, 5_998)
    assert (Ticket.objects.count(), TicketEntry.objects.count()) == (20_769, entries)


def test_the_italian_help_desk(call: Call) -> None:
    [done] = call("ticket-events", "tickets/italian-helpdesk/helpdesk.csv.gz").values()
    assert counts(done) == (21_348, 4_580, 0, 0, 127)
    assert {refusal["row"] for refusal in done.refusals} >= {6}
    kept = ImportRefusal.objects.filter(run=done.run)
    assert set(kept.values_list("code", flat=True)) == {"duplicate_row"}
    assert kept.count() == 127
    assert all(cells for cells in kept.values_list("cells", flat=True))


def test_tock(call: Call) -> None:
    done = call("time", "effort/tock/tock_timecards_2015.json.gz")
    assert counts(done["time"]) == (11_047, 11_047, 0, 0, 0)
    total = TimeEntry.objects.aggregate(seconds=Sum("seconds"))["seconds"]
    billable = TimeEntry.objects.filter(billing="billable").aggregate(s=Sum("seconds"))["s"]
    assert total * 100 == 171_624_72 * 3_600
    assert round(billable / total, 3) == 0.542
    cards = {extra["card"] for extra in TimeEntry.objects.values_list("extra", flat=True)}
    assert len(cards) == 4_348 - 24
    told = " ".join(one["text"] for one in done["time"].notes)
    assert "24 of 4,348 records of “card” have no row." in told
    assert done["people"].counts["created"] > 0
