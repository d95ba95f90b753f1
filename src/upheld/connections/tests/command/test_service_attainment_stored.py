"""Service levels against real tickets: counted by the product, and minute by minute from the file.

The reference knows nothing of our clocks, calendars or tables. It reads the rows of the file, walks
each ticket over the minutes at which the clocks on the walls of London show an open hour, one after
the other, and stops a ticket once its target is reached or it is solved for good. Over the 20,769
tickets that is twenty million steps: about six seconds of a processor, of which one goes into
finding the open minutes; the import and the product's own count take most of the test's minute.
"""

from __future__ import annotations

import csv
import gzip
import json
from bisect import bisect_left
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

pytestmark = [pytest.mark.data, pytest.mark.slow]

LOG = "tickets/servicenow-uci/incident_event_log_first120k_original_format.csv.gz"
READ_AT = datetime(2018, 1, 1, tzinfo=UTC)
HOUR = 60
# By priority, in minutes of opening hours: a policy of our own, which nobody agreed with them.
ANSWERED = {1: HOUR, 2: 2 * HOUR, 3: 8 * HOUR, 4: 16 * HOUR}
SOLVED = {1: 4 * HOUR, 2: 8 * HOUR, 3: 40 * HOUR, 4: 80 * HOUR}
BANK_HOLIDAYS = {
    date(2016, 1, 1), date(2016, 3, 25), date(2016, 3, 28), date(2016, 5, 2), date(2016, 5, 30),
    date(2016, 8, 29), date(2016, 12, 26), date(2016, 12, 27), date(2017, 1, 2),
    date(2017, 4, 14), date(2017, 4, 17), date(2017, 5, 1), date(2017, 5, 29), date(2017, 8, 28),
    date(2017, 12, 25), date(2017, 12, 26),
}  # fmt: skip

COUNT = """
import django; django.setup()
import json
from datetime import datetime, UTC
from upheld.desk.jobs.service_levels import hold_imported
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.queries.targets_due import RESOLUTION, RESPONSE
from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.values.period import Period
from upheld.measures.catalogue import Ask
from upheld.people.operations.working_time import set_schedule
at = datetime.fromisoformat("{at}")
england = Provider.objects.get()
england.country, england.subdivision = "GB", "ENG"
england.save()
with open_provider(england.pk) as scope:
    by = system(scope.provider_id)
    hours = {{str(day): [["08:00", "18:00"]] for day in range(5)}}
    desk = set_schedule(name="Desk", zone="Europe/London", hours=hours, is_default=True, by=by,
                        at=at)
    in_seconds = lambda table: {{key: minutes * 60 for key, minutes in table.items()}}
    level = set_service_level(name="Ours", schedule=desk, first_response=in_seconds({answered}),
                              resolution=in_seconds({solved}), by=by, at=at)
    said = hold_imported(by=by, at=at, policy_id=level.pk)
    everything = Ask(Period(datetime(2015, 1, 1, tzinfo=UTC), at), at)
    rows = Ticket.objects.values_list("source_id", "response_met", "resolution_met",
                                      "response_due_at", "resolution_due_at")
    print(json.dumps({{
        "said": said, "rows": list(rows), "first": RESPONSE.counted(everything),
        "solved": RESOLUTION.counted(everything),
        "told": TicketEntry.objects.filter(happened="policy_changed").count(),
        "escalating": Ticket.objects.filter(escalate_at__lt=at).count(),
    }}, default=lambda moment: moment.isoformat()))
"""


class Row(NamedTuple):
    """One line of the log, as far as clocks care: `at` in minutes since 1970."""

    at: int
    revision: int
    opened: int
    state: str
    priority: int


def minute_of(text: str) -> int:
    """Read "29/2/2016 01:16" as minutes since 1970."""
    return int(datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC).timestamp()) // 60


def histories(file: Path) -> dict[str, list[Row]]:
    """Read the file's rows by ticket, in the order of time and of the revision."""
    found: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            found[line["number"]].append(
                Row(
                    minute_of(line["sys_updated_at"]), int(line["sys_mod_count"]),
                    minute_of(line["opened_at"]), line["incident_state"], int(line["priority"][0]),
                )
            )  # fmt: skip
    for rows in found.values():
        rows.sort(key=lambda row: (row.at, row.revision))
    return found


def open_minutes() -> list[int]:
    """List the minutes of three years at which London's walls show an open hour."""
    london, minute = ZoneInfo("Europe/London"), datetime(2015, 6, 1, tzinfo=UTC)
    found = []
    while minute < READ_AT:
        wall = minute.astimezone(london)
        is_open = wall.weekday() < 5 and 8 <= wall.hour < 18 and wall.date() not in BANK_HOLIDAYS
        if is_open:
            found.append(int(minute.timestamp()) // 60)
        minute += timedelta(minutes=1)
    return found


class Walk:
    """One clock of one ticket, walked minute by minute."""

    steps = 0

    def __init__(self, rows: list[Row], minutes: list[int], targets: dict[int, int]) -> None:
        self.rows, self.minutes, self.targets = rows, minutes, targets
        self.used, self.due = 0, -1
        self.stopped = -1

    def met(self, *, first: bool) -> bool:
        """Walk the whole course; `first` asks for the answer, which a solution gives too."""
        here, state, priority = min(self.rows[0].opened, self.rows[0].at), "New", 0
        priority = self.rows[0].priority
        for row in self.rows:
            self.walk(here, row.at, state, priority, first=first)
            was_settled, is_settled = settled(state), settled(row.state)
            here, state, priority = row.at, row.state, row.priority
            if is_settled and not was_settled:
                self.stopped = row.at
                if first:
                    return self.in_time()
            if was_settled and not is_settled:
                self.stopped = -1
            # What is solved in the very minute in which it falls due has fallen due, and was met.
            was_going = not (was_settled and is_settled)
            if was_going and self.due < 0 and self.used >= self.targets[priority]:
                self.due = row.at
        self.walk(here, minute_at(READ_AT), state, priority, first=first)
        return self.in_time()

    def walk(self, start: int, end: int, state: str, priority: int, *, first: bool) -> None:
        """Count the open minutes of a stretch in which nothing happens, until it is due."""
        rests = settled(state) or (state == "Awaiting User Info" and not first)
        if rests or self.due >= 0:
            return
        wanted, place = self.targets[priority], bisect_left(self.minutes, start)
        while place < len(self.minutes) and self.minutes[place] < end:
            self.used += 1
            Walk.steps += 1
            if self.used >= wanted:
                self.due = self.minutes[place] + 1
                # Reached at the very end, what holds after the events there decides.
                self.due = -1 if self.due >= end else self.due
                if self.due >= 0:
                    return
            place += 1

    def in_time(self) -> bool:
        """Tell whether it was done by when it was due; what is open yet was missed long since."""
        if self.stopped < 0:
            return False
        return self.due < 0 or self.stopped <= self.due


def settled(state: str) -> bool:
    return state in {"Resolved", "Closed"}


def minute_at(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def test_attainment_of_20769_tickets_is_what_every_minute_says(
    installation, real_data: Path
) -> None:
    report = installation.imports("ticket-events", real_data / LOG)
    assert (report["rows"], report["created"]) == (119_998, 20_769)
    script = COUNT.format(at=READ_AT.isoformat(), answered=ANSWERED, solved=SOLVED)
    counted = json.loads(installation.said(script))
    product = {number: rest for number, *rest in counted["rows"]}

    minutes, answered, solved = open_minutes(), {}, {}
    for number, rows in histories(real_data / LOG).items():
        first = Walk(rows, minutes, ANSWERED)
        answered[number] = first.met(first=True), first.due
        whole = Walk(rows, minutes, SOLVED)
        solved[number] = whole.met(first=False), whole.due

    assert len(product) == len(answered) == 20_769
    differ = [
        (number, product[number], answered[number], solved[number])
        for number in answered
        if tuple(product[number][:2]) != (answered[number][0], solved[number][0])
    ]
    assert differ == []
    # Of every miss the moment at which it fell due is the same to the minute.
    for number, (met, due) in solved.items():
        if not met:
            assert minute_at(datetime.fromisoformat(product[number][3])) == due, number
    for number, (met, due) in answered.items():
        if not met:
            assert minute_at(datetime.fromisoformat(product[number][2])) == due, number
    assert counted["first"] == [sum(met for met, _ in answered.values()), 20_769]
    assert counted["solved"] == [sum(met for met, _ in solved.values()), 20_769]
    # Neither all nor none: a reference that could not tell them apart would show nothing.
    assert 0.2 < counted["first"][0] / 20_769 < 0.9
    assert 0.2 < counted["solved"][0] / 20_769 < 0.98
    assert counted["told"] == 20_769
    assert 1_000_000 < Walk.steps < 100_000_000
