"""How a command says what it did: lines for people, one JSON object for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping


def add_json_flag(parser: argparse.ArgumentParser) -> None:
    """Give a subcommand the flag that turns its report into JSON."""
    parser.add_argument("--json", action="store_true", help="report as one JSON object")


def report(facts: Mapping[str, object], lines: Iterable[str], *, as_json: bool) -> None:
    """Print the report on standard output, as JSON or as lines."""
    if as_json:
        print(json.dumps(facts, default=str, ensure_ascii=False))
    else:
        print("\n".join(lines))


def refuse(code: str, sentence: str, *, as_json: bool) -> int:
    """Say what was not done, why and what to do; answers the exit status 1."""
    if as_json:
        print(json.dumps({"refused": code, "detail": sentence}, ensure_ascii=False))
    else:
        print(sentence, file=sys.stderr)
    return 1
