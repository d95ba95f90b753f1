"""Writers take turns, in one process and among several, and nobody waits for the dead."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from upheld.wiring.sqlite.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator

HOLDING = """
import sys, time
from upheld.wiring.sqlite.turns import Turns
assert Turns(sys.argv[1]).take(10)
print("mine", flush=True)
time.sleep(600)
"""

pytestmark = pytest.mark.once


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "upheld.sqlite3")


@pytest.fixture
def another_process(database: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has its turn and does not end."""
    command = [sys.executable, "-c", HOLDING, database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "mine\n"
        yield process
        process.kill()


class TestTurns:
    def test_lets_one_write_at_a_time(self, database):
        turns, inside, most, done = Turns(database), [], [], []

        def write() -> None:
            for _again in range(50):
                assert turns.take(10)
                inside.append(1)
                most.append(len(inside))
                inside.pop()
                turns.give_back()
            done.append(1)

        threads = [threading.Thread(target=write) for _one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == len(threads)
        assert set(most) == {1}

    def test_says_when_it_did_not_come(self, database):
        turns = Turns(database)
        assert turns.take(1)
        assert not turns.take(0.01)
        turns.give_back()
        assert turns.take(1)
        turns.give_back()

    def test_waits_for_other_processes(self, database, another_process):
        assert not Turns(database).take(0.05)

    def test_nobody_waits_for_the_dead(self, database, another_process):
        another_process.send_signal(signal.SIGKILL)
        another_process.wait()
        assert Turns(database).take(10)

    def test_a_turn_that_did_not_come_is_no_turn_held(self, database, another_process):
        turns = Turns(database)
        assert not turns.take(0.01)
        another_process.kill()
        another_process.wait()
        assert turns.take(10)


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_gives_its_turn_back_however_it_ends(self, tmp_path):
        from upheld.wiring.sqlite.base import DatabaseWrapper

        connection = DatabaseWrapper(_settings(tmp_path / "own.sqlite3"), "own")
        turns = Turns(str(tmp_path / "own.sqlite3"))
        for end in (connection.commit, connection.rollback, connection.close):
            connection.ensure_connection()
            connection._start_transaction_under_autocommit()
            assert not turns.take(0)
            end()
            assert turns.take(0)
            turns.give_back()
        connection.close()


def _settings(path: Path) -> dict[str, object]:
    from django.db import connections

    from upheld.wiring.databases import _sqlite

    settings = connections.configure_settings({"default": _sqlite(str(path))})
    return dict(settings["default"])
