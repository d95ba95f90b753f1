"""A PostgreSQL cluster of one's own in a folder: for the tests, and for a developer's desk.

    python3 scripts/cluster.py start --dir DIR [--safe]     prints the URLs
    python3 scripts/cluster.py stop --dir DIR

Three roles, as in production: `upheld_owner` owns the tables and migrates, `upheld_app` owns
nothing and has only what it is granted, `upheld_backup` may read every row and write none. None of
them is a superuser, and only the last may pass by row-level security.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from machine import Missing, postgres_programs

# A cluster that is thrown away may forget everything in a crash; that makes it 3 times as fast.
THROWN_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NOTED = "cluster.json"
LONGEST_SOCKET_PATH = 90  # the kernel takes 107 bytes, and PostgreSQL adds its own name


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its folder, the postmaster's process and how each role connects."""

    folder: str
    pid: int
    owner_url: str
    app_url: str
    backup_url: str


def start(folder: Path, *, safe: bool = False) -> Cluster:
    """Make a cluster in an empty folder and start it on a free loopback port.

    `safe` keeps fsync on, for a database that is meant to survive the machine.
    """
    programs = postgres_programs()
    data, port = folder / "data", _free_port()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    account = _unprivileged()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    passwords = {name: secrets.token_urlsafe(24) for name in ("postgres", "owner", "app", "backup")}
    _initialise(programs, data, passwords["postgres"], account)
    _configure(data, folder, port, safe=safe)
    _run(folder)
    _create_roles(programs, port, passwords)
    urls = {
        f"{name}_url": f"postgresql://upheld_{name}:{passwords[name]}@127.0.0.1:{port}/upheld"
        for name in ("owner", "app", "backup")
    }
    return _noted(Cluster(folder=str(folder), pid=_postmaster(data), **urls))


def exists(folder: Path) -> bool:
    """Say whether a cluster was made in this folder before."""
    return (folder / NOTED).is_file()


def resume(folder: Path) -> Cluster:
    """Start a stopped cluster again, on the port and with the passwords that it had."""
    made = Cluster(**json.loads((folder / NOTED).read_text()))
    _run(folder)
    return _noted(replace(made, pid=_postmaster(folder / "data")))


def _run(folder: Path) -> None:
    data, log = folder / "data", folder / "log"
    command = [postgres_programs() / "pg_ctl", "start", "-w", "-s", "-D", data, "-l", log]
    _as(_unprivileged(), command, stdout=subprocess.DEVNULL)


def _postmaster(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def _noted(made: Cluster) -> Cluster:
    noted = Path(made.folder) / NOTED
    noted.touch(mode=0o600)
    noted.write_text(json.dumps(asdict(made)))
    return made


def settings_for(made: Cluster) -> dict[str, str]:
    """Answer the settings that let Upheld, its backup and its tests use this cluster."""
    return {
        "UPHELD_OWNER_DATABASE_URL": made.owner_url,
        "UPHELD_DATABASE_URL": made.app_url,
        "UPHELD_BACKUP_DATABASE_URL": made.backup_url,
        "UPHELD_TEST_POSTGRES_URL": made.owner_url,
        "UPHELD_TEST_POSTGRES_APP_URL": made.app_url,
        "UPHELD_TEST_POSTGRES_BACKUP_URL": made.backup_url,
    }


def stop(folder: Path) -> None:
    """Stop the cluster in this folder, by the process that its own pid file names."""
    programs = postgres_programs()
    command = [programs / "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", folder / "data"]
    _as(_unprivileged(), command)


def short_temporary_folder() -> Path:
    """Answer a new folder whose path leaves room for PostgreSQL's socket."""
    made = Path(tempfile.mkdtemp(prefix="upheld-pg-"))
    if len(str(made)) > LONGEST_SOCKET_PATH:
        made.rmdir()
        made = Path(tempfile.mkdtemp(prefix="upheld-pg-", dir="/tmp"))
    return made


def _unprivileged() -> pwd.struct_passwd | None:
    # PostgreSQL refuses to run as root; the distribution's own account is the natural one.
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Missing("No unprivileged account to run PostgreSQL: create the user postgres.")


def _initialise(
    programs: Path, data: Path, password: str, account: pwd.struct_passwd | None
) -> None:
    # The password goes in by a file: a command line can be read by every user of the machine.
    kept = data.parent / "superuser"
    kept.touch(mode=0o600)
    kept.write_text(password)
    if account:
        os.chown(kept, account.pw_uid, account.pw_gid)
    options = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={kept}"]
    options += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    _as(account, [programs / "initdb", *options, "-D", data], stdout=subprocess.DEVNULL)


def _configure(data: Path, folder: Path, port: int, *, safe: bool) -> None:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        **({} if safe else THROWN_AWAY),
    }
    lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(lines)


def _create_roles(programs: Path, port: int, passwords: dict[str, str]) -> None:
    limits = "NOSUPERUSER NOCREATEROLE NOREPLICATION LOGIN"
    statements = f"""
        CREATE ROLE upheld_owner {limits} NOBYPASSRLS CREATEDB PASSWORD '{passwords["owner"]}';
        CREATE ROLE upheld_app {limits} NOBYPASSRLS PASSWORD '{passwords["app"]}';
        CREATE ROLE upheld_backup {limits} BYPASSRLS PASSWORD '{passwords["backup"]}'
            IN ROLE pg_read_all_data;
        CREATE DATABASE upheld OWNER upheld_owner;
        REVOKE ALL ON DATABASE upheld FROM PUBLIC;
        GRANT CONNECT ON DATABASE upheld TO upheld_app, upheld_backup;
    """
    client = [str(programs / "psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(
        [*client, "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", "postgres"],
        input=statements,
        text=True,
        env={**os.environ, "PGPASSWORD": passwords["postgres"]},
        check=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as(
    account: pwd.struct_passwd | None, command: Sequence[object], stdout: int | None = None
) -> None:
    # The working folder may be closed to the other account, and PostgreSQL wants to stand in it.
    whose: dict[str, object] = {}
    if account:
        whose = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    subprocess.run([*map(str, command)], cwd="/", stdout=stdout, check=True, **whose)  # type: ignore[call-overload]


def main() -> int:
    """Start or stop a cluster as asked; prints shell lines that set the URLs."""
    asked = argparse.ArgumentParser(description="A PostgreSQL cluster of one's own.")
    asked.add_argument("what", choices=("start", "stop"))
    asked.add_argument("--dir", type=Path, required=True)
    asked.add_argument("--safe", action="store_true", help="keep fsync on")
    asked.add_argument("--remove", action="store_true", help="with stop: remove the folder")
    options = asked.parse_args()
    folder = options.dir.resolve()
    try:
        if options.what == "start":
            made = start(folder, safe=options.safe)
            for name, url in settings_for(made).items():
                print(f"export {name}={url}")
            return 0
        stop(folder)
        if options.remove:
            shutil.rmtree(folder)
    except (Missing, subprocess.CalledProcessError) as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
