"""Real files, against totals that an independent parse of them gave."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from upheld.connections.rules.kinds import TICKET_FIELDS
from upheld.connections.rules.normalise import Import
from upheld.connections.rules.outcome import Outcome, Refusal
from upheld.connections.rules.proposing import propose
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.records import TicketRecord
from upheld.connections.rules.shipped import recognise
from upheld.connections.rules.ticket_histories import ticket_histories

pytestmark = pytest.mark.data

LOG = "tickets/servicenow-uci/incident_event_log_first120k_original_format.csv.gz"
SAME_LOG = "tickets/servicenow-uci/incident_event_log_small_5998.csv.gz"


def imported(path: Path, kind: str | None = None) -> tuple[list[Any], list[Refusal], Outcome]:
    with open_table(path) as table:
        mapping = recognise(table.header, kind)
        assert mapping is not None
        importing = Import(table, mapping)
        logged = mapping.kind == "ticket-events"
        made = list(ticket_histories(importing) if logged else importing.records())
    records = [one for one in made if not isinstance(one, Refusal)]
    return records, [one for one in made if isinstance(one, Refusal)], importing.outcome


class TestMaven:
    def test_deals(self, real_data: Path) -> None:
        deals, refusals, outcome = imported(real_data / "crm/maven/sales_pipeline.csv")
        won = [deal for deal in deals if deal.outcome == "won"]
        assert (len(deals), refusals) == (8_800, [])
        assert (len(won), sum(deal.value for deal in won)) == (4_238, 10_005_534_00)
        assert outcome.notes == {
            "corrected: product": 1_480, "missing: account": 1_425, "missing: engage_date": 500,
        }  # fmt: skip
        assert sum(deal.product == "GTX Pro" for deal in deals) == 1_480
        assert sum(deal.company is None for deal in deals) == 1_425
        assert sum(deal.opened_on is None for deal in deals) == 500

    def test_companies_people_and_products(self, real_data: Path) -> None:
        companies, _, outcome = imported(real_data / "crm/maven/accounts.csv")
        sellers, _, _ = imported(real_data / "crm/maven/sales_teams.csv")
        products, _, _ = imported(real_data / "crm/maven/products.csv")
        assert (len(companies), len(sellers), len(products)) == (85, 35, 7)
        assert outcome.notes == {"corrected: sector": 12, "corrected: office_location": 1}
        assert companies[0].annual_revenue == 1_100_040_000_00
        deals, _, _ = imported(real_data / "crm/maven/sales_pipeline.csv")
        assert {deal.product for deal in deals} == {product.name for product in products}
        assert {deal.company for deal in deals} - {None} == {one.name for one in companies}
        assert {deal.owner for deal in deals} <= {seller.name for seller in sellers}


@pytest.fixture(scope="module")
def log(real_data: Path) -> tuple[list[TicketRecord], list[Refusal], Outcome]:
    return imported(real_data / LOG)


class TestServiceNow:
    def test_events_become_tickets(self, log) -> None:
        tickets, refusals, outcome = log
        assert (outcome.rows, len(tickets), refusals) == (119_998, 20_769, [])
        assert sum(len(ticket.history) for ticket in tickets) == 119_998
        failed = sum(ticket.met_service_level is False for ticket in tickets)
        assert round(failed / len(tickets), 3) == 0.394
        assert Counter(ticket.state for ticket in tickets) == {"closed": 20_768, "new": 1}

    def test_what_is_odd_is_told_with_its_rows(self, log) -> None:
        tickets, _, outcome = log
        assert outcome.notes == {
            "event_before_opening": 5, "unknown_choice: incident_state": 2, "history_ends_early": 1,
        }  # fmt: skip
        assert outcome.rows_by_code["history_ends_early"] == [119_999]
        [cut] = [one for one in tickets if any(n.code == "history_ends_early" for n in one.notes)]
        assert cut.source.key == "INC0029233"

    def test_histories_are_in_order_though_the_file_is_not(self, log) -> None:
        for ticket in log[0]:
            moments = [(event.at, event.revision) for event in ticket.history]
            assert moments == sorted(moments)

    def test_every_row_can_be_told_again_from_the_changes(self, log, real_data: Path) -> None:
        expected = self._plain_rows(real_data)
        told = {}
        for ticket in log[0]:
            now: dict[str, object] = {}
            for event in ticket.history:
                now |= event.changes | event.extra
                told[event.row] = (
                    ticket.source.key, now.get("requester"), now.get("group"),
                    now.get("assignee"), now.get("priority"), now.get("symptom"), event.by,
                    now.get("incident_state"), now.get("notify"), now.get("sys_created_by"),
                )  # fmt: skip
        assert told == expected

    def test_the_second_file_holds_the_same_tickets(self, log, real_data: Path) -> None:
        again, refusals, _ = imported(real_data / SAME_LOG)
        known = {self._without_rows(ticket).source.key: ticket for ticket in log[0]}
        assert (len(again), refusals) == (890, [])
        for ticket in again:
            assert self._without_rows(ticket) == self._without_rows(known[ticket.source.key])

    def test_every_field_that_the_log_holds_is_filled(self, log) -> None:
        unfilled = {
            name for name in TICKET_FIELDS if all(getattr(one, name) is None for one in log[0])
        }
        assert unfilled == {"subject", "description", "company", "first_answered_at"}

    @staticmethod
    def _plain_rows(real_data: Path) -> dict[int, tuple[object, ...]]:
        columns = [
            "number",
            "caller_id",
            "assignment_group",
            "assigned_to",
            "priority",
            "u_symptom",
            "sys_updated_by",
            "incident_state",
            "notify",
            "sys_created_by",
        ]
        with gzip.open(real_data / LOG, "rt", newline="") as text:
            return {
                number: tuple(None if row[name] == "?" else row[name] for name in columns)
                for number, row in enumerate(csv.DictReader(text), start=2)
            }

    @staticmethod
    def _without_rows(ticket: TicketRecord) -> TicketRecord:
        events = tuple(event._replace(row=0) for event in ticket.history)
        notes = tuple(replace(note, text="") for note in ticket.notes)
        return replace(ticket, row=0, history=events, notes=notes)


class TestSpeedAndMemory:
    """Measured in a process of its own, which holds nothing else and is watched by nobody."""

    BEGINNING = """
import re, sys, time
from upheld.connections.rules.normalise import Import
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.shipped import recognise
from upheld.connections.rules.ticket_histories import ticket_histories
with open_table(sys.argv[1]) as table:
    importing = Import(table, recognise(table.header))
"""

    def test_reading_and_parsing_60000_rows_a_second(self, real_data: Path) -> None:
        # Processor time, so that a busy machine does not fail it.
        rows, milliseconds = self._run(
            real_data,
            "    print(sum(1 for _ in importing.rows()))\n"
            "print(round(time.process_time() * 1000))\n",
        )
        assert rows == 119_998
        assert rows / milliseconds > 60

    def test_folding_stays_below_250_megabytes(self, real_data: Path) -> None:
        tickets, kilobytes = self._run(
            real_data,
            "    print(sum(1 for _ in ticket_histories(importing, 30_000)))\n"
            "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n",
        )
        assert tickets == 20_769
        assert kilobytes < 250_000

    def _run(self, real_data: Path, ending: str) -> list[int]:
        done = subprocess.run(
            [sys.executable, "-c", self.BEGINNING + ending, str(real_data / LOG)],
            capture_output=True,
            text=True,
            check=True,
        )
        return [int(word) for word in done.stdout.split()]


def test_the_italian_help_desk(real_data: Path) -> None:
    tickets, refusals, outcome = imported(real_data / "tickets/italian-helpdesk/helpdesk.csv.gz")
    assert (outcome.rows, len(tickets)) == (21_348, 4_580)
    assert outcome.refused == {"duplicate_row": 127}
    assert len(outcome.rows_by_code["duplicate_row"]) == 127
    assert outcome.rows_by_code["duplicate_row"] == [refusal.row for refusal in refusals]
    assert 6 in outcome.rows_by_code["duplicate_row"]
    assert sum(len(ticket.history) for ticket in tickets) == 21_348 - 127


def test_tock(real_data: Path) -> None:
    path = real_data / "effort/tock/tock_timecards_2015.json.gz"
    entries, refusals, outcome = imported(path, "time")
    people, _, _ = imported(path, "people")
    seconds = sum(entry.effort for entry in entries)
    billable = sum(entry.effort for entry in entries if entry.billable)
    assert (len(entries), refusals) == (11_047, [])
    assert seconds * 100 == 171_624_72 * 3_600
    assert round(billable / seconds, 3) == 0.542
    assert len({entry.card for entry in entries}) == 4_348 - 24
    assert "24 of 4,348 records of “card” have no row." in [n.text for n in outcome.about_file]
    assert {entry.person for entry in entries} <= {person.source.key for person in people}


@pytest.mark.parametrize(
    ("path", "rows", "encoding", "refused"),
    [
        ("revenue/gcloud-spend/G-Cloud-Total-Spend-13-12-13.csv", 4_699, "mac_roman", {}),
        ("effort/sip/Sip-task-info.csv", 12_299, "cp1252", {}),
        ("revenue/cfpb/complaints.csv", 2_068, "utf-8", {"cut_off": [2_069]}),
        ("effort/promise/UCP_Dataset.csv", 71, "utf-8", {}),
        ("tickets/rabobank-bpi2014/ITSM_data_sample.csv", 40, "utf-8", {}),
        ("tickets/ticket-text/all_tickets_processed_improved_v3.zip", 47_837, "utf-8", {}),
        ("reference/gsa_s70_labour_rates.csv", 4_157, "utf-8", {}),
    ],
)
def test_other_files_are_read_whole(
    real_data: Path, path: str, rows: int, encoding: str, refused: dict[str, list[int]]
) -> None:
    with open_table(real_data / path) as table:
        found = list(table.rows())
    problems: dict[str, list[int]] = {}
    for row in found:
        for problem in row.problems:
            problems.setdefault(problem.code, []).append(row.number)
    assert (len(found), table.encoding, problems) == (rows, encoding, refused)


@pytest.mark.parametrize("system", ["hubspot", "zendesk"])
def test_a_mapping_is_proposed_for_other_products(real_data: Path, system: str) -> None:
    with open_table(real_data / f"exports/{system}/ticket_data.csv") as table:
        sample = [row.cells for row in table.rows()]
        proposal = propose("tickets", table.header, sample, system=system)
        importing = Import(table, proposal.mapping)
        made = list(importing.records())
    assert proposal.missing == ()
    assert not [one for one in made if isinstance(one, Refusal)]
    assert len(made) == len(sample)
