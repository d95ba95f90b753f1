"""`upheld check`: is this installation fit to run, and if not, what to do."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from upheld.wiring.command_line.reports import add_json_flag, report


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what was seen or is to be done."""

    name: str
    well: bool
    text: str


def register(subparsers: Any) -> None:
    """Add `upheld check`."""
    parser = subparsers.add_parser("check", help="look whether this installation is fit to run")
    parser.add_argument("--deploy", action="store_true", help="also what a public one needs")
    parser.add_argument("--deep", action="store_true", help="also read the whole database")
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Print every finding; non-zero when one is not well."""
    findings = [look() for look in looks(deploy=args.deploy, deep=args.deep)]
    well = all(finding.well for finding in findings)
    lines = [f"{'ok ' if f.well else 'NOT'} {f.name}: {f.text}" for f in findings]
    facts = {"well": well, "findings": [asdict(finding) for finding in findings]}
    report(facts, lines, as_json=args.json)
    return 0 if well else 1


def looks(*, deploy: bool, deep: bool) -> list[Callable[[], Finding]]:
    """Answer what is looked at; a look says something whatever it meets."""
    from django.db import connection

    chosen: list[Callable[[], Finding]] = [data_folder, database, tables, assets]
    chosen.append(lambda: sums(deep=deep))
    if connection.vendor == "postgresql":
        chosen.append(role)
    if deep and connection.vendor == "sqlite":
        chosen.append(whole_database)
    return [*chosen, lambda: framework(deploy=deploy)]


def data_folder() -> Finding:
    """Files can be written where they are kept."""
    from django.conf import settings

    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as probe:
            probe.write(b"x")
    except OSError as failed:
        return Finding("data folder", well=False, text=f"{settings.DATA_DIR}: {failed.strerror}")
    return Finding("data folder", well=True, text=str(settings.DATA_DIR))


def database() -> Finding:
    """The database answers, and its SQLite, if it is one, is a sound build."""
    from django.db import DatabaseError, connection

    from upheld.wiring.databases import sqlite_is_safe

    try:
        connection.ensure_connection()
    except DatabaseError as failed:
        return Finding("database", well=False, text=f"does not answer: {failed}".strip())
    if connection.vendor != "sqlite":
        version = ".".join(map(str, connection.get_database_version()))
        return Finding("database", well=True, text=f"PostgreSQL {version}")
    import sqlite3

    text = f"SQLite {sqlite3.sqlite_version}"
    if not sqlite_is_safe():
        text += " can corrupt a database in a rare race; run make setup for a sound build"
    return Finding("database", well=sqlite_is_safe(), text=text)


def tables() -> Finding:
    """The tables are those of this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as failed:
        return Finding("tables", well=False, text=f"cannot be read: {failed}".strip())
    if pending:
        text = f"{len(pending)} migrations are not applied; upheld serve applies them"
        return Finding("tables", well=False, text=text)
    return Finding("tables", well=True, text="as this version needs them")


def assets() -> Finding:
    """Scripts and styles were built."""
    from upheld.foundation import ui

    built = Path(str(ui.__file__)).parent / "static" / "upheld" / "dist"
    missing = [name for name in ("app.css", "app.js") if not (built / name).exists()]
    if missing:
        text = f"{' and '.join(missing)} not built; run make setup"
        return Finding("front end", well=False, text=text)
    return Finding("front end", well=True, text="built")


def role() -> Finding:
    """The role that serves requests owns nothing and cannot pass by row-level security."""
    from django.db import connection

    question = """
        SELECT r.rolname, r.rolsuper, r.rolbypassrls, count(c.oid)
        FROM pg_roles r
        LEFT JOIN pg_class c ON c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        WHERE r.rolname = current_user
        GROUP BY 1, 2, 3
    """
    with connection.cursor() as cursor:
        cursor.execute(question)
        name, is_super, passes_by, owned = cursor.fetchone()
    faults = [
        text
        for fault, text in (
            (is_super, "is a superuser"),
            (passes_by, "may pass by row-level security"),
            (owned, f"owns {owned} tables"),
        )
        if fault
    ]
    if faults:
        text = f"{name} {' and '.join(faults)}; let UPHELD_DATABASE_URL name a role without that"
        return Finding("database role", well=False, text=text)
    return Finding("database role", well=True, text=f"{name} owns nothing")


def sums(*, deep: bool) -> Finding:
    """What was added up says what its rows say: for this month and the last, or `deep` for all."""
    from django.db import DatabaseError

    from upheld.foundation.clock import now
    from upheld.foundation.models import Provider
    from upheld.foundation.tenancy.scope import open_provider
    from upheld.foundation.values.period import today
    from upheld.money.queries.labour_proof import prove_labour

    months, wrong = 0, list[str]()
    try:
        for provider in Provider.objects.order_by("slug"):
            this_month = today(now(), provider.zone).replace(day=1)
            with open_provider(provider.pk):
                proof = prove_labour(None if deep else this_month - timedelta(days=1))
            months += proof.months
            wrong += [f"{provider.slug} {day:%Y-%m} customer {pk}" for day, pk in proof.wrong]
    except DatabaseError as failed:
        return Finding("sums of labour", well=False, text=f"cannot be read: {failed}".strip())
    if wrong:
        text = f"{len(wrong)} are not what their entries say: {', '.join(wrong[:5])}"
        return Finding("sums of labour", well=False, text=text)
    text = f"{months} months say what their entries say"
    return Finding("sums of labour", well=True, text=text if deep else f"{text}; see also --deep")


def whole_database() -> Finding:
    """Every page of the SQLite file and every reference in it is sound."""
    from django.db import connection

    from upheld.wiring.command_line.backups.engines import NotDone, check_sqlite

    try:
        check_sqlite(Path(connection.settings_dict["NAME"]))
    except NotDone as found:
        return Finding("whole database", well=False, text=str(found))
    return Finding("whole database", well=True, text="every page and reference is sound")


def framework(*, deploy: bool) -> Finding:
    """Django's own checks, with those for a public installation if asked."""
    from django.core.checks import WARNING, run_checks

    found = [f for f in run_checks(include_deployment_checks=deploy) if f.level >= WARNING]
    serious = [f for f in found if not f.is_silenced()]
    if serious:
        text = "; ".join(f"{f.id} {f.msg}" for f in serious)
        return Finding("settings", well=False, text=text)
    return Finding("settings", well=True, text="nothing to say" if deploy else _not_public())


def _not_public() -> str:
    public = os.environ.get("UPHELD_PUBLIC_URL", "")
    return f"fit for {public}; see also --deploy" if public else "fit for this machine alone"
