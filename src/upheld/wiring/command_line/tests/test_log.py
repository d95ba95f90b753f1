"""`upheld log`: the capture line from a terminal, as one person."""

from __future__ import annotations

import json

import pytest

from upheld.foundation import clock
from upheld.timekeeping.models import TimeEntry
from upheld.wiring.command_line import main


@pytest.fixture(autouse=True)
def on_a_monday():
    from datetime import UTC, datetime

    with clock.standing_at(datetime(2026, 3, 9, 10, 0, tzinfo=UTC)):
        yield


def test_logs_as_that_person_and_reports(world, capsys):
    assert main(["log", "internal 30m tuned alerts", "--person", "dana", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["on"], said["seconds"], said["opened"]) == ("internal", 1800, False)
    assert TimeEntry.objects.get().person == world.people["dana"]


def test_says_why_nothing_was_logged(world, capsys):
    assert main(["log", "zenith", "vpn", "25m", "--person", "dana"]) == 1
    assert "zenith" in capsys.readouterr().err
    assert not TimeEntry.objects.exists()


def test_needs_somebody_who_works_here(world, capsys):
    assert main(["log", "internal 30m", "--person", "nobody", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == "no_such_person"


def test_a_caution_is_set_aside_by_its_code(world, capsys):
    assert main(["log", "internal 9:00-9:30", "--person", "dana"]) == 0
    assert main(["log", "internal 9:10-9:40", "--person", "dana"]) == 1
    assert "--set-aside overlaps" in capsys.readouterr().err
    assert main(
        ["log", "internal 9:10-9:40", "--person", "dana", "--set-aside", "overlaps"]
    ) == 0  # fmt: skip
