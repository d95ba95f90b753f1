from __future__ import annotations

import csv
import io
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from upheld.connections.rules.mapping import MappingFault, from_json, to_json
from upheld.connections.rules.normalise import Import
from upheld.connections.rules.ordering import DiskSort, Placed
from upheld.connections.rules.outcome import Outcome, Refusal
from upheld.connections.rules.readers import open_table
from upheld.connections.rules.records import TicketRecord
from upheld.connections.rules.ticket_histories import ticket_histories

MAPPING = from_json(
    {
        "name": "log", "title": "Log", "kind": "ticket-events", "system": "desk",
        "identity": ["ticket", "at", "revision"],
        "uses": [
            {"field": "ticket", "column": "id"},
            {"field": "at", "column": "when"},
            {"field": "revision", "column": "rev"},
            {"field": "by", "column": "by"},
            {"field": "state", "column": "state"},
            {"field": "assignee", "column": "who"},
        ],
    }
)  # fmt: skip
HEADER = ["id", "when", "rev", "by", "state", "who", "mood"]
EVENTS = [
    ["T1", "2016-01-01 10:00", "0", "ana", "new", "", "calm"],
    ["T1", "2016-01-01 11:00", "1", "bo", "in progress", "bo", "calm"],
    ["T1", "2016-01-01 11:00", "2", "bo", "in progress", "", "cross"],
    ["T1", "2016-01-02 09:00", "3", "bo", "closed", "", "cross"],
    ["T2", "2016-01-01 10:30", "0", "ana", "new", "", ""],
]


def folded(
    events: list[list[str]], rows_held: int = 1000
) -> tuple[list[TicketRecord], list[Refusal], Outcome]:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *events])
    with open_table(io.BytesIO(text.getvalue().encode())) as table:
        importing = Import(table, MAPPING)
        made = list(ticket_histories(importing, rows_held))
    tickets = [one for one in made if isinstance(one, TicketRecord)]
    return tickets, [one for one in made if isinstance(one, Refusal)], importing.outcome


def test_a_log_becomes_tickets_with_what_changed() -> None:
    [first, second], refusals, outcome = folded(EVENTS)
    assert not refusals
    assert (outcome.rows, outcome.records) == (5, 2)
    assert (first.source.key, first.state, first.assignee) == ("T1", "closed", None)
    assert [event.changes for event in first.history] == [
        {"state": "new"}, {"state": "in_progress", "assignee": "bo"}, {"assignee": None},
        {"state": "closed"},
    ]  # fmt: skip
    assert [event.extra for event in first.history] == [
        {"state": "new", "mood": "calm"}, {"state": "in progress"}, {"mood": "cross"},
        {"state": "closed"},
    ]  # fmt: skip
    assert [event.by for event in first.history] == ["ana", "bo", "bo", "bo"]
    assert first.extra == {"state": "closed", "mood": "cross"}
    assert second.state == "new"


def test_the_moments_of_a_history_date_the_ticket_where_no_column_does() -> None:
    [first, second], _, _ = folded(EVENTS)
    assert first.opened_at == datetime(2016, 1, 1, 10, tzinfo=UTC)
    assert first.closed_at == datetime(2016, 1, 2, 9, tzinfo=UTC)
    assert second.closed_at is None


def test_a_repeated_event_is_left_out_and_told() -> None:
    [first, _], [refusal], _ = folded([*EVENTS, EVENTS[1]])
    assert len(first.history) == 4
    assert (refusal.row, refusal.problems[0].code) == (7, "duplicate_row")
    assert "row 3" in refusal.problems[0].reason


def test_two_events_of_one_identity_are_both_kept_and_told() -> None:
    other = [*EVENTS[1][:5], "cy", "calm"]
    [first, _], refusals, outcome = folded([*EVENTS, other, other])
    assert [(one.row, one.problems[0].code) for one in refusals] == [(8, "duplicate_row")]
    assert len({event.key for event in first.history}) == 5
    assert outcome.notes == {"same_moment": 1}


def test_a_log_without_a_column_for_the_ticket_is_refused() -> None:
    data = to_json(MAPPING)
    data["uses"] = [one for one in data["uses"] if one["field"] != "ticket"]
    data["constants"] = {"ticket": "T1"}
    with open_table(io.BytesIO(",".join(HEADER).encode() + b"\n")) as table:
        importing = Import(table, from_json(data))
        with pytest.raises(MappingFault) as caught:
            list(ticket_histories(importing))
    assert caught.value.code == "field_missing"


def shape(tickets: list[TicketRecord]) -> list[object]:
    return [
        (one.source.key, one.state, one.extra, [event._replace(row=0) for event in one.history])
        for one in tickets
    ]


@settings(max_examples=60, deadline=None)
@given(some.permutations(EVENTS), some.integers(1, 6))
def test_the_order_of_the_file_and_the_memory_allowed_change_nothing(events, held) -> None:
    tickets, _, _ = folded(list(events), rows_held=held)
    assert shape(tickets) == shape(folded(EVENTS)[0])


class TestSortingOnDisk:
    def test_hands_out_a_hundred_thousand_rows_in_order_from_many_runs(self) -> None:
        chance = random.Random(7)
        rows = [
            Placed(
                f"T{chance.randrange(500)}", chance.randrange(10**6), -1, number, number, ["é\n"]
            )
            for number in range(100_000)
        ]
        with DiskSort(rows_held=7_000) as ordered:
            for row in rows:
                ordered.add(row)
            assert ordered.runs_on_disk == 14
            assert list(ordered) == sorted(rows, key=lambda row: row[:4])

    def test_spills_by_weight_as_well(self) -> None:
        with DiskSort(text_held=1_000) as ordered:
            for number in range(50):
                ordered.add(Placed("T", number, 0, number, number, [f"{number}" * 60]))
            assert ordered.runs_on_disk > 1
            assert [row.number for row in ordered] == list(range(50))


def test_a_row_that_cannot_be_read_is_refused_and_the_ticket_goes_on() -> None:
    broken = ["T1", "then", "9", "bo", "closed", "", ""]
    [first, _], [refusal], outcome = folded([EVENTS[0], broken, *EVENTS[1:]])
    assert len(first.history) == 4
    assert (refusal.row, refusal.problems[0].code) == (3, "not_a_moment")
    assert outcome.rows == 6


def test_without_identity_an_event_is_named_by_what_it_says() -> None:
    data = to_json(MAPPING)
    del data["identity"]
    text = ",".join(HEADER) + "\n" + "".join(",".join(row) + "\n" for row in EVENTS)
    keys = []
    for slashes in (False, True):
        other = text.replace("2016-01-01", "1/1/2016").replace("2016-01-02", "13/1/2016")
        shown = other if slashes else text.replace("2016-01-02", "2016-01-13")
        with open_table(io.BytesIO(shown.encode())) as table:
            tickets = list(ticket_histories(Import(table, from_json(data))))
        histories = [one.history for one in tickets if isinstance(one, TicketRecord)]
        keys.append([event.key for history in histories for event in history])
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 5
