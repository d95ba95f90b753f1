"""`upheld backup FILE`: everything the installation holds, in one file."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

# Made anew by the running product, or the database itself, which is copied in its own way.
LEFT_OUT = frozenset({"cache", "static", "backups"})
DATABASE = "database"


def register(subparsers: Any) -> None:
    """Add `upheld backup`."""
    parser = subparsers.add_parser(
        "backup", help="write database and files into one file (UPHELD_BACKUP_KEY encrypts it)"
    )
    parser.add_argument("file", type=Path)
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup. Refuses with: file_exists, not_backed_up."""
    from upheld.wiring.command_line.backups.engines import NotDone

    if args.file.exists():
        sentence = f"No backup was made: {args.file} exists. Name a new file."
        return refuse("file_exists", sentence, as_json=args.json)
    try:
        facts = back_up(args.file, at=datetime.now(UTC))
    except (NotDone, OSError) as failed:
        return refuse("not_backed_up", f"No backup was made: {failed}.", as_json=args.json)
    lines = [f"{args.file}: {facts['files']} files, {facts['bytes']} bytes, {facts['engine']}"]
    if not facts["encrypted"]:
        lines.append("It is not encrypted; set UPHELD_BACKUP_KEY to have it so.")
    report(facts, lines, as_json=args.json)
    return 0


def back_up(file: Path, *, at: datetime) -> dict[str, object]:
    """Back up the installation that the settings name; answers the facts for the report.

    The file appears under its name only when it is whole and on disk.
    """
    from django.db import connection

    from upheld import __version__
    from upheld.wiring.command_line.backups import archive
    from upheld.wiring.command_line.backups.sealing import SealingWriter

    key = os.environ.get("UPHELD_BACKUP_KEY", "")
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        copied = Path(folder) / DATABASE
        _copy_database(copied)
        members = [(DATABASE, copied), *_files()]
        partial = Path(folder) / "partial"
        with partial.open("wb") as out:
            target: BinaryIO = SealingWriter(out, key) if key else out  # type: ignore[assignment]
            manifest = archive.write(
                target, members, engine=connection.vendor, version=__version__, at=at
            )
            if key:
                target.close()
            out.flush()
            os.fsync(out.fileno())
        partial.chmod(0o600)
        partial.rename(file)
    return {
        "file": str(file),
        "engine": manifest.engine,
        "files": len(manifest.files),
        "bytes": file.stat().st_size,
        "encrypted": bool(key),
        "made_at": manifest.made_at,
    }


def _copy_database(target: Path) -> None:
    from django.db import connection

    from upheld.wiring.command_line.backups import engines

    if connection.vendor == "sqlite":
        engines.copy_sqlite(Path(connection.settings_dict["NAME"]), target)
        return
    reader = os.environ.get("UPHELD_BACKUP_DATABASE_URL", "")
    if not reader:
        raise engines.NotDone(
            "UPHELD_BACKUP_DATABASE_URL must name a role that may read past row-level security "
            "(CREATE ROLE upheld_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data)"
        )
    engines.dump_postgres(reader, target)


def _files() -> Iterator[tuple[str, Path]]:
    """Everything in the data folder but the database and what is made anew."""
    from django.conf import settings
    from django.db import connection

    base = Path(settings.DATA_DIR)
    database = str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else ""
    for path in sorted(base.rglob("*")):
        inside = path.relative_to(base)
        is_database = bool(database) and str(path).startswith(database)
        is_left_out = inside.parts[0] in LEFT_OUT or inside.parts[0].startswith(".")
        if path.is_file() and not path.is_symlink() and not is_database and not is_left_out:
            yield f"data/{inside.as_posix()}", path
