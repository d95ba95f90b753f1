from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from upheld.wiring.command_line.backups.archive import Unsound, unpack

pytestmark = pytest.mark.once

UPHELD = [sys.executable, "-m", "upheld.wiring.command_line"]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}


class Place:
    """An installation of its own: a data folder and the settings that name it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.settings = {**PLAIN, "UPHELD_DATA_DIR": str(folder), **settings}

    def run(self, *words: object, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*UPHELD, *map(str, words)],
            env={**self.settings, **settings},
            capture_output=True,
            text=True,
            check=False,
        )

    def migrate(self) -> None:
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "-v0", "--settings=upheld.wiring.settings"],
            env={**self.settings, "UPHELD_AS_OWNER": "1"},
            check=True,
        )


def sessions_in(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        rows = opened.execute("SELECT session_key FROM django_session ORDER BY 1")
        return [row[0] for row in rows]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory) -> Place:
    place = Place(tmp_path_factory.mktemp("furnished"))
    place.migrate()
    with closing(sqlite3.connect(place.folder / "upheld.sqlite3")) as opened:
        opened.execute("INSERT INTO django_session VALUES ('kept', 'x', '2030-01-01')")
        opened.commit()
    evidence = place.folder / "files" / "ab" / "evidence.bin"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(bytes(range(256)) * 9000)
    (place.folder / "cache").mkdir(exist_ok=True)
    (place.folder / "cache" / "stale").write_text("made anew")
    return place


@pytest.fixture(scope="module")
def plain_backup(furnished, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("plain") / "a.tar.gz"
    assert furnished.run("backup", file).returncode == 0
    return file


def test_everything_comes_back_from_nothing(furnished, plain_backup, tmp_path):
    place = Place(tmp_path / "new")

    done = place.run("restore", plain_backup)

    assert done.returncode == 0, done.stderr
    assert sessions_in(place.folder / "upheld.sqlite3") == ["kept"]
    for kept in ("files/ab/evidence.bin", "secret-key"):
        assert (place.folder / kept).read_bytes() == (furnished.folder / kept).read_bytes()
    assert not (place.folder / "cache" / "stale").exists()
    assert not list(place.folder.glob(".restore-*"))


def test_a_backup_is_whole_while_others_write(furnished, tmp_path):
    database = furnished.folder / "upheld.sqlite3"
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO django_session VALUES ('unsaved', 'x', '2030-01-01')")
        done = furnished.run("backup", tmp_path / "b.tar.gz", "--json")
        writer.rollback()

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] >= 3
    place = Place(tmp_path / "new")
    assert place.run("restore", tmp_path / "b.tar.gz").returncode == 0
    assert sessions_in(place.folder / "upheld.sqlite3") == ["kept"]


def test_an_encrypted_backup_needs_its_key(furnished, tmp_path):
    file = tmp_path / "sealed"
    assert furnished.run("backup", file, UPHELD_BACKUP_KEY="long enough").returncode == 0
    place = Place(tmp_path / "new")

    without = place.run("restore", file)
    wrong = place.run("restore", file, UPHELD_BACKUP_KEY="another")
    right = place.run("restore", file, UPHELD_BACKUP_KEY="long enough")

    assert (without.returncode, wrong.returncode, right.returncode) == (1, 1, 0)
    assert "UPHELD_BACKUP_KEY is not set" in without.stderr
    assert "the key is not the right one" in wrong.stderr
    assert b"django_session" not in file.read_bytes()


def test_nothing_is_written_over(furnished, plain_backup, tmp_path):
    assert furnished.run("backup", plain_backup).returncode == 1
    done = furnished.run("restore", plain_backup, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"] == "not_restored"
    assert sessions_in(furnished.folder / "upheld.sqlite3") == ["kept"]


def test_what_was_there_is_set_aside_when_asked(plain_backup, tmp_path):
    place = Place(tmp_path / "new")
    place.folder.mkdir()
    (place.folder / "upheld.sqlite3").write_bytes(b"what was there")

    assert place.run("restore", plain_backup, "--replace").returncode == 0

    aside = next(place.folder.glob(".replaced-*"))
    assert (aside / "upheld.sqlite3").read_bytes() == b"what was there"
    assert sessions_in(place.folder / "upheld.sqlite3") == ["kept"]


def repacked(backup: Path, target: Path, change) -> Path:
    """Write the archive anew with `change(name, content)`; None leaves a member out."""
    with tarfile.open(backup) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            opened = old.extractfile(member)
            assert opened is not None
            content = opened.read()
            for name, changed in change(member.name, content):
                info = tarfile.TarInfo(name)
                info.size = len(changed)
                new.addfile(info, io.BytesIO(changed))
    return target


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n, c: [(n, flipped(c) if n.endswith(".bin") else c)], "not the file"),
        (lambda n, c: [(n, flipped(c) if n == "database" else c)], "not the file"),
        (lambda n, c: [] if n.endswith(".bin") else [(n, c)], "not the file"),
        (lambda n, c: [(n, c), *([("data/added", b"x")] if n == "database" else [])], "not the"),
        (lambda n, c: [] if n == "manifest.json" else [(n, c)], "no manifest"),
        (lambda n, c: [("../outside" if n.endswith(".bin") else n, c)], "outside"),
        (lambda n, c: [(n, c), (n, c)] if n == "database" else [(n, c)], "twice"),
    ],
    ids=["file", "database", "left out", "added", "no manifest", "outside", "twice"],
)
def test_an_altered_backup_restores_nothing(plain_backup, tmp_path, change, said):
    file = repacked(plain_backup, tmp_path / "altered.tar.gz", change)
    (tmp_path / "inner").mkdir()

    with file.open("rb") as opened, pytest.raises(Unsound, match=said):
        unpack(opened, tmp_path / "inner")

    assert not (tmp_path / "outside").exists()


def test_an_altered_backup_leaves_everything_as_it_was(plain_backup, tmp_path):
    file = repacked(plain_backup, tmp_path / "altered.tar.gz", lambda n, c: [(n, c + b" ")])
    place = Place(tmp_path / "new")

    done = place.run("restore", file)

    assert done.returncode == 1
    assert not (place.folder / "upheld.sqlite3").exists()
    assert not list(place.folder.glob(".restore-*"))


def test_a_cut_off_backup_restores_nothing(plain_backup, tmp_path):
    whole = plain_backup.read_bytes()
    for share in (0, 1, 10, 30, 50, 70, 90, 99):
        target = tmp_path / str(share)
        target.mkdir()
        with pytest.raises(Unsound):
            unpack(io.BytesIO(whole[: len(whole) * share // 100]), target)


def test_a_damaged_database_is_not_put_in_place(tmp_path):
    # A manifest that agrees with the content does not make the content a database.
    import hashlib

    junk = gzip.compress(b"not a database" * 1000)
    files = {"database": {"size": len(junk), "sha256": hashlib.sha256(junk).hexdigest()}}
    manifest = {"engine": "sqlite", "made_at": "x", "version": "x", "files": files, "format": 1}
    file = tmp_path / "made.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        for name, content in (("database", junk), ("manifest.json", json.dumps(manifest).encode())):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))

    done = Place(tmp_path / "new").run("restore", file)

    assert done.returncode == 1
    assert "cannot be read" in done.stderr


class TestPostgres:
    @pytest.fixture
    def databases(self):
        """Two empty databases of the tests' own cluster: their owner, app and backup URLs."""
        import psycopg

        if "UPHELD_TEST_POSTGRES_URL" not in os.environ:
            pytest.skip("UPHELD_TEST_POSTGRES_URL names no cluster; make test starts one")
        bases = {
            "UPHELD_OWNER_DATABASE_URL": os.environ["UPHELD_TEST_POSTGRES_URL"],
            "UPHELD_DATABASE_URL": os.environ["UPHELD_TEST_POSTGRES_APP_URL"],
            "UPHELD_BACKUP_DATABASE_URL": os.environ["UPHELD_TEST_POSTGRES_BACKUP_URL"],
        }
        names = [f"upheld_backup_{word}_{os.getpid()}" for word in ("from", "into")]
        with psycopg.connect(os.environ["UPHELD_TEST_POSTGRES_URL"], autocommit=True) as owner:
            for name in names:
                owner.execute(f"CREATE DATABASE {name}")
            yield [
                {
                    key: urlsplit(url)._replace(path=f"/{name}").geturl()
                    for key, url in bases.items()
                }
                for name in names
            ]
            for name in names:
                owner.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def test_everything_comes_back_from_nothing(self, databases, tmp_path):
        import psycopg

        source, target = (Place(tmp_path / str(i), **urls) for i, urls in enumerate(databases))
        source.migrate()
        add = "INSERT INTO django_session VALUES ('kept', 'x', '2030-01-01')"
        with psycopg.connect(databases[0]["UPHELD_OWNER_DATABASE_URL"]) as owner:
            owner.execute(add)
        tables = "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class ORDER BY 1"
        file = tmp_path / "backup"

        made = source.run("backup", file, UPHELD_BACKUP_KEY="long enough")
        done = target.run("restore", file, UPHELD_BACKUP_KEY="long enough")
        again = target.run("restore", file, UPHELD_BACKUP_KEY="long enough")

        assert made.returncode == 0, made.stderr
        assert done.returncode == 0, done.stderr
        assert again.returncode == 1
        assert "the database has tables" in again.stderr
        # As the app's role: what it is granted must have come back with the tables.
        with psycopg.connect(databases[1]["UPHELD_DATABASE_URL"]) as app:
            assert app.execute("SELECT session_key FROM django_session").fetchall() == [("kept",)]
            restored = app.execute(tables).fetchall()
        assert any(row[2] for row in restored), "no table has forced row-level security"
        with psycopg.connect(databases[0]["UPHELD_DATABASE_URL"]) as app:
            assert [r for r in restored if r[1]] == [
                r for r in app.execute(tables).fetchall() if r[1]
            ]

    def test_without_a_role_that_reads_all_rows_there_is_no_backup(self, databases, tmp_path):
        place = Place(tmp_path, **{**databases[0], "UPHELD_BACKUP_DATABASE_URL": ""})

        done = place.run("backup", tmp_path / "backup")

        assert done.returncode == 1
        assert "UPHELD_BACKUP_DATABASE_URL" in done.stderr
