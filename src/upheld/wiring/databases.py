"""Which database, with the options that measurement chose for it (docs/decisions)."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

SAFE_SQLITE = (3, 51, 3)
PATCHED_SQLITE = {(3, 50, 7), (3, 44, 6)}


def choose_sqlite() -> None:
    """Put the bundled SQLite in place of the system's, before anything imports it.

    Versions 3.7.0 to 3.51.2 can corrupt a write-ahead-log database in a rare race at reset.
    """
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def sqlite_is_safe() -> bool:
    """Tell whether the SQLite in use is free of the write-ahead-log fault."""
    import sqlite3

    return sqlite3.sqlite_version_info >= SAFE_SQLITE or (
        sqlite3.sqlite_version_info in PATCHED_SQLITE
    )


def role_of(url: str) -> str:
    """Give the role that a PostgreSQL address signs in as."""
    return unquote(urlsplit(url).username or "") if url.startswith("postgres") else ""


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Read the environment and give Django's settings for the one database."""
    url = os.environ.get("UPHELD_DATABASE_URL", "")
    if os.environ.get("UPHELD_AS_OWNER"):
        url = os.environ.get("UPHELD_OWNER_DATABASE_URL", url)
    if os.environ.get("UPHELD_TEST_DATABASE") == "postgres":
        url = os.environ["UPHELD_TEST_POSTGRES_URL"]
    elif os.environ.get("UPHELD_TEST_DATABASE") == "sqlite":
        url = ""
    if url.startswith(("postgres://", "postgresql://")):
        return _postgres(url)
    if url and not url.startswith("sqlite:"):
        message = f"UPHELD_DATABASE_URL must begin with postgresql:// or sqlite:, not {url[:12]!r}"
        raise SystemExit(message)
    name = url.removeprefix("sqlite:").removeprefix("//") or str(data_dir / "upheld.sqlite3")
    return _sqlite(name)


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "upheld.wiring.sqlite",
        "NAME": name,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=20000; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "upheld",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": os.environ.get("UPHELD_TEST_NAME") or None},
        "OPTIONS": {
            **asked,
            "options": "-c join_collapse_limit=4 -c lock_timeout=5000",
            **({} if os.environ.get("UPHELD_TEST_DATABASE") else {"pool": {"max_size": 4}}),
        },
    }
