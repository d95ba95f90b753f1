"""`upheld restore FILE`: an installation from nothing but a backup."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from upheld.wiring.command_line.reports import add_json_flag, refuse, report


def register(subparsers: Any) -> None:
    """Add `upheld restore`."""
    parser = subparsers.add_parser("restore", help="put back what `upheld backup` wrote")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--replace", action="store_true", help="set what is there now aside (SQLite only)"
    )
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Restore. Refuses with: key_missing, not_restored, record_not_verified."""
    from upheld.wiring.command_line.backups.archive import Unsound
    from upheld.wiring.command_line.backups.engines import NotDone
    from upheld.wiring.command_line.backups.sealing import CannotOpen

    try:
        facts = restore(args.file, at=datetime.now(UTC), replace=args.replace)
    except (CannotOpen, NotDone, OSError, Unsound) as failed:
        return refuse("not_restored", f"Nothing was restored: {failed}.", as_json=args.json)
    verified = _verify_record()
    facts["record_verified"] = verified
    lines = [f"{facts['files']} files of {facts['made_at']} are back, each as it was backed up."]
    if verified is None:
        lines.append("The record was not verified: this version has no `upheld record verify`.")
    report(facts, lines, as_json=args.json)
    if verified is False:
        sentence = "Restored, but the record does not verify: run `upheld record verify`."
        return refuse("record_not_verified", sentence, as_json=args.json)
    return 0


def restore(file: Path, *, at: datetime, replace: bool = False) -> dict[str, object]:
    """Unpack, verify all of it, and only then put it in place; answers facts for the report."""
    from django.conf import settings
    from django.db import connection

    from upheld.wiring.command_line.backups import archive
    from upheld.wiring.command_line.backups.engines import NotDone

    base = Path(settings.DATA_DIR)
    base.mkdir(parents=True, exist_ok=True)
    _expect_room(base, at, replace=replace)
    with tempfile.TemporaryDirectory(dir=base, prefix=".restore-") as folder:
        with file.open("rb") as opened:
            manifest = archive.unpack(_content(opened), Path(folder))
        if manifest.engine != connection.vendor:
            raise NotDone(
                f"the backup is of {manifest.engine} and the settings name {connection.vendor}; "
                "set UPHELD_DATABASE_URL to an empty database of that kind"
            )
        _put_database(Path(folder) / "database")
        _put_files(Path(folder) / "data", base)
    return {
        "file": str(file),
        "engine": manifest.engine,
        "files": len(manifest.files),
        "made_at": manifest.made_at,
        "version": manifest.version,
    }


def _content(opened: BinaryIO) -> BinaryIO:
    from upheld.wiring.command_line.backups.sealing import CannotOpen, OpeningReader, is_sealed

    if not is_sealed(opened):
        return opened
    key = os.environ.get("UPHELD_BACKUP_KEY", "")
    if not key:
        raise CannotOpen("the backup is encrypted and UPHELD_BACKUP_KEY is not set")
    return OpeningReader(opened, key)  # type: ignore[return-value]  # tar only reads


def _expect_room(base: Path, at: datetime, *, replace: bool) -> None:
    """Refuse to write over an installation, or set it aside when that was asked for."""
    from django.db import connection

    from upheld.wiring.command_line.backups.engines import NotDone

    if connection.vendor != "sqlite":
        if connection.introspection.table_names():
            raise NotDone("the database has tables; name an empty one by UPHELD_DATABASE_URL")
        return
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    there = [path for path in (database, base / "files") if path.exists() and _has_content(path)]
    if there and not replace:
        raise NotDone(f"{there[0]} is there already; --replace sets it aside, nothing is deleted")
    aside = base / f".replaced-{at:%Y%m%dT%H%M%SZ}"
    for path in [*there, *(Path(f"{database}{end}") for end in ("-wal", "-shm"))]:
        if path.exists():
            aside.mkdir(exist_ok=True)
            path.rename(aside / path.name)


def _has_content(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.stat().st_size > 0


def _put_database(copied: Path) -> None:
    from django.db import connection

    from upheld.wiring.command_line.backups import engines

    if connection.vendor == "sqlite":
        engines.check_sqlite(copied)
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(copied, target)
        return
    owner = os.environ.get("UPHELD_OWNER_DATABASE_URL", "") or os.environ["UPHELD_DATABASE_URL"]
    engines.load_postgres(owner, copied)


def _put_files(unpacked: Path, base: Path) -> None:
    for path in sorted(unpacked.rglob("*")) if unpacked.exists() else []:
        target = base / path.relative_to(unpacked)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            shutil.move(path, target)


def _verify_record() -> bool | None:
    if find_spec("upheld.wiring.command_line.record") is None:
        return None
    # A process of its own: this one has already read settings and key of what was there before.
    command = [sys.executable, "-m", "upheld.wiring.command_line", "record", "verify"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
