"""What this machine has: a Python, a Node, PostgreSQL, Chromium, and what to install if not.

Runs before anything is installed and on whatever Python `make` finds, so it is standard library
only and keeps to syntax that Python 3.8 can read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 14)
OLDEST_NODE = 20
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):  # noqa: N818  # it names what is missing, as the message does
    """Something that only the operator of the machine can put there."""


def find_python() -> str:
    """Answer the path of a Python from 3.11 to 3.14, this one if it fits.

    Candidates are run, not only looked up: the shims of version managers exist on PATH for
    versions that they then refuse to start.
    """
    if _fits(sys.version_info[:2]):
        return sys.executable
    for minor in range(NEWEST_PYTHON[1], OLDEST_PYTHON[1] - 1, -1):
        path = shutil.which(f"python3.{minor}")
        if path and _fits(_version_of(path)):
            return path
    raise Missing(
        "Nothing was set up: Upheld needs Python 3.11 to 3.14 and this machine offers "
        f"{sys.version_info[0]}.{sys.version_info[1]}.\n"
        "Install one (Debian 12 and Ubuntu 24.04: apt-get install python3 python3-venv), or name "
        "it: make setup PYTHON=/path/to/python3.12"
    )


def _fits(version: tuple[int, ...]) -> bool:
    return OLDEST_PYTHON <= tuple(version[:2]) <= NEWEST_PYTHON


def _version_of(path: str) -> tuple[int, ...]:
    shown = subprocess.run(
        [path, "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return tuple(int(part) for part in shown.stdout.split()) if shown.returncode == 0 else ()


def find_node() -> tuple[str, list[str]] | None:
    """Answer (node, the command that runs npm) from PATH, or None if missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = shown.stdout.strip().lstrip("v").split(".")[0]
    if shown.returncode != 0 or not major.isdigit() or int(major) < OLDEST_NODE:
        return None
    return node, [npm]


def postgres_programs() -> Path:
    """Answer the folder with initdb, pg_ctl and psql, installing it as root if missing."""
    found = _postgres_folder()
    if found is None and install_system_packages(["postgresql"]):
        found = _postgres_folder()
    if found is None:
        raise Missing(
            "PostgreSQL's programs were not found, so nothing was tested on PostgreSQL.\n"
            "Install them (Debian and Ubuntu: apt-get install postgresql); no service needs to "
            "run, the tests start their own cluster in a temporary folder."
        )
    return found


def _postgres_folder() -> Path | None:
    def number(folder: Path) -> int:
        return int(folder.parent.name) if folder.parent.name.isdigit() else 0

    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=number, reverse=True)
    on_path = shutil.which("initdb")
    folders = packaged + ([Path(on_path).resolve().parent] if on_path else [])
    wanted = ("initdb", "pg_ctl", "psql", "pg_dump", "pg_restore")
    return next((f for f in folders if all((f / name).exists() for name in wanted)), None)


def chromium() -> str:
    """Answer the path of Chromium, installing it as root if missing.

    UPHELD_CHROMIUM goes first, for machines where it stands elsewhere.
    """
    found = os.environ.get("UPHELD_CHROMIUM") or _which_chromium()
    if found is None and install_system_packages(["chromium", "fonts-liberation"]):
        found = _which_chromium()
    if found is None:
        raise Missing(
            "Chromium was not found, so the browser tests cannot run.\n"
            "Install it (Debian: apt-get install chromium), or name it by UPHELD_CHROMIUM."
        )
    return found


def _which_chromium() -> str | None:
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


def install_system_packages(names: list[str]) -> bool:
    """Install Debian packages and answer whether that worked; only root on such a system can."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # An old package list is no reason to stop: the names wanted are in every one of them.
    _quietly(["apt-get", "update", "-qq"], environment)
    return _quietly(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], environment
    )


def _quietly(command: list[str], environment: dict[str, str]) -> bool:
    print("+", *command, flush=True)
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
