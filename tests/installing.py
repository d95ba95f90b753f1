"""Databases for whole installations: migrated once, then copied for each."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

MIGRATE = ("-m", "django", "migrate", "--no-input", "-v0", "--skip-checks")


@dataclass(frozen=True)
class Database:
    """An installation's settings: as it is served, and as the owner of its tables."""

    served: dict[str, str]
    as_owner: dict[str, str]


@dataclass(frozen=True)
class Migrated:
    """A migrated database of the kind under test, from which others are copied."""

    folder: Path
    name: str

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Database]:
        """Give a copy whose data folder is this one; what is in a cluster goes afterwards."""
        folder.mkdir(parents=True, exist_ok=True)
        if not self.name:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
            yield _at(folder, "")
            return
        with _of_cluster(self.name) as name:
            yield _at(folder, name)


@contextmanager
def migrated(folder: Path) -> Iterator[Migrated]:
    """Migrate a new database of the kind under test; it goes afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.environ.get("UPHELD_TEST_DATABASE") != "postgres":
        _migrate(_at(folder, ""))
        yield Migrated(folder, "")
        return
    with _of_cluster() as name:
        _migrate(_at(folder, name))
        yield Migrated(folder, name)


def _migrate(database: Database) -> None:
    subprocess.run([sys.executable, *MIGRATE], env=database.as_owner, check=True)


def _at(folder: Path, name: str) -> Database:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("UPHELD_")}
    plain |= {
        "UPHELD_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "upheld.wiring.settings",
    }
    if not name:
        return Database(plain, plain)
    owner, app = (
        urlsplit(os.environ[url])._replace(path=f"/{name}").geturl()
        for url in ("UPHELD_TEST_POSTGRES_URL", "UPHELD_TEST_POSTGRES_APP_URL")
    )
    served = plain | {"UPHELD_DATABASE_URL": app}
    owned = {"UPHELD_OWNER_DATABASE_URL": owner}
    return Database(served | owned, served | owned | {"UPHELD_AS_OWNER": "1"})


@contextmanager
def _of_cluster(template: str = "") -> Iterator[str]:
    name = f"own_{secrets.token_hex(6)}"
    like = f' template "{template}"' if template else ""
    app = urlsplit(os.environ["UPHELD_TEST_POSTGRES_APP_URL"]).username
    with psycopg.connect(os.environ["UPHELD_TEST_POSTGRES_URL"], autocommit=True) as cluster:
        cluster.execute(f'create database "{name}"{like}')
        cluster.execute(f'revoke all on database "{name}" from public')
        cluster.execute(f'grant connect on database "{name}" to {app}')
        try:
            yield name
        finally:
            _drop(cluster, name)


def _drop(cluster: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, as soon as the cluster's own housekeeping has left it."""
    for left in reversed(range(60)):
        try:
            cluster.execute(f'drop database "{name}" with (force)')
        except psycopg.errors.InsufficientPrivilege:
            # Its vacuum worker is a superuser's, and nobody else may end it; it ends by itself.
            if not left:
                raise
            time.sleep(1)
        else:
            return
