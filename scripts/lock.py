"""Write the locks: every package at one version, with the hash of each of its files.

    python scripts/lock.py [--upgrade]

The test lock is resolved within the run lock, so that what is tested is what is shipped. No lock
names the place it was resolved from; whoever installs uses their own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOW = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]


def main() -> int:
    """Resolve all locks; versions stay where they are unless --upgrade is given."""
    upgrade = [argument for argument in sys.argv[1:] if argument == "--upgrade"]
    run = ["pyproject.toml", "--group", "build"]
    _compile("run", run, upgrade)
    _compile("dev", [*run, "--group", "dev", "-c", "requirements/run.lock"], upgrade)
    _compile("uv", ["requirements/uv.in"], upgrade)
    _compile("node", ["requirements/node.in"], upgrade)
    return 0


def _compile(name: str, sources: list[str], upgrade: list[str]) -> None:
    uv = Path(sys.executable).parent / "uv"
    target = f"requirements/{name}.lock"
    # A package's own find-links or extra index would be written into the lock; none is asked for.
    command = [str(uv), "pip", "compile", *HOW, "--no-header", "--no-emit-index-url", "--quiet"]
    subprocess.run([*command, *upgrade, *sources, "-o", target], cwd=ROOT, check=True)
    print(f"{target}: {(ROOT / target).read_text().count(chr(10) + '    --hash')} hashes")


if __name__ == "__main__":
    sys.exit(main())
