"""A kept file is what it was, or is not handed out; it stays exactly if its transaction does."""

from __future__ import annotations

import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from upheld.foundation.files import KeptFile, keep, path_of, read_kept, sweep
from upheld.foundation.refusals import Refused

CONTENT = b"20 of 20 mailboxes moved\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


class UndoneError(Exception):
    """What undoes a transaction here."""


def keep_and_undo() -> KeptFile:
    """Keep a file in a transaction of its own, which is rolled back."""
    kept = []
    with suppress(UndoneError), transaction.atomic():
        kept.append(keep("evidence", 7, CONTENT))
        assert path_of(kept[0].path).exists()
        raise UndoneError
    return kept[0]


@pytest.mark.django_db
class TestTransactions:
    def test_it_is_there_before_the_end(self):
        with transaction.atomic():
            kept = keep("evidence", 7, CONTENT)
            assert path_of(kept.path).read_bytes() == CONTENT

    def test_it_goes_with_a_rollback(self):
        assert not path_of(keep_and_undo().path).exists()

    def test_it_goes_with_the_savepoint_around_it(self):
        with transaction.atomic():
            stays = keep("evidence", 7, CONTENT)
            goes = keep_and_undo()
            assert (path_of(stays.path).exists(), path_of(goes.path).exists()) == (True, False)

    def test_it_stays_with_a_commit(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            kept = keep("evidence", 7, CONTENT)
        keep_and_undo()
        connection.run_on_commit.clear()
        assert path_of(kept.path).exists()

    def test_what_fails_after_a_commit_costs_no_file(self):
        def fails() -> None:
            raise UndoneError

        with transaction.atomic():
            transaction.on_commit(fails)
            kept = keep("evidence", 7, CONTENT)
            waiting = [one[1] for one in connection.run_on_commit]
            connection.run_on_commit = []
            with suppress(UndoneError):
                while waiting:
                    waiting.pop(0)()
        assert path_of(kept.path).exists()


@pytest.mark.django_db
class TestReading:
    def test_gives_what_was_kept(self):
        kept = keep("evidence", 7, CONTENT, ".log")
        assert read_kept(kept.path, kept.sha256) == CONTENT
        assert (kept.size, kept.path.startswith("evidence/7/")) == (len(CONTENT), True)
        assert stat.S_IMODE(path_of(kept.path).stat().st_mode) == 0o600

    def test_not_what_was_altered(self):
        kept = keep("evidence", 7, CONTENT)
        path_of(kept.path).write_bytes(CONTENT + b"!")
        with pytest.raises(Refused) as refused:
            read_kept(kept.path, kept.sha256)
        assert refused.value.code == "file_altered"

    def test_nor_what_is_gone(self):
        kept = keep("evidence", 7, CONTENT)
        path_of(kept.path).unlink()
        with pytest.raises(Refused) as refused:
            read_kept(kept.path, kept.sha256)
        assert refused.value.code == "file_missing"


@pytest.mark.django_db
class TestSweeping:
    def test_takes_old_strays_of_one_provider_alone(self):
        named, stray, other = (keep("evidence", number, CONTENT) for number in (7, 7, 8))
        now = datetime.now(UTC)
        assert sweep("evidence", 7, {named.path}, now) == 0
        assert sweep("evidence", 7, {named.path}, now + timedelta(days=2)) == 1
        found = [path_of(one.path).exists() for one in (named, stray, other)]
        assert found == [True, False, True]
