"""The command `upheld`: one module per subcommand, found by looking.

A module of this package is a subcommand when it has `register(subparsers)`, which adds its parser,
and `run(args) -> int`, which answers the exit status: 0 when all that was asked was done. Modules
are all imported at every start, so they import Django and anything heavy inside `run`. Django is
set up before `run` unless the module says `NEEDS_DJANGO = False`; where it says
`NEEDS_TABLES = True`, the tables are made or brought up to date before. Either may be a function
of the arguments, for a command that can also speak to an Upheld elsewhere.
"""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, cast

__all__ = ["Subcommand", "main", "subcommands"]


class Subcommand(Protocol):
    """What a module must offer to be a subcommand."""

    def register(self, subparsers: Any) -> None:
        """Add the parser, with its help text and arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do what was asked; the exit status says whether all of it was done."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand. 0: done. 1: not done, and said why. 2: not understood."""
    parser = argparse.ArgumentParser(prog="upheld", description="Run and look after Upheld.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    modules = subcommands(subparsers)
    args = parser.parse_args(argv)
    module = modules[args.command]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.wiring.settings")
    if _said(module, "NEEDS_DJANGO", args, otherwise=True):
        import django

        django.setup()
    if _said(module, "NEEDS_TABLES", args, otherwise=False):
        from upheld.wiring.command_line.reports import refuse
        from upheld.wiring.command_line.tables import bring_up_to_date

        if not bring_up_to_date():
            sentence = "Nothing was done: the tables could not be brought up to date."
            return refuse("not_migrated", sentence, as_json=getattr(args, "json", False))
    try:
        return module.run(args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has left (`| head`); dying quietly is what they expect.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _said(module: Subcommand, name: str, args: argparse.Namespace, *, otherwise: bool) -> bool:
    said = getattr(module, name, otherwise)
    return bool(said(args) if callable(said) else said)


def subcommands(subparsers: Any) -> dict[str, Subcommand]:
    """Register every subcommand and answer which module answers which name."""
    found: dict[str, Subcommand] = {}
    for entry in sorted(pkgutil.iter_modules(__path__), key=lambda entry: entry.name):
        module = import_module(f"{__name__}.{entry.name}")
        if not hasattr(module, "register"):
            continue
        known = set(subparsers.choices)
        cast("Subcommand", module).register(subparsers)
        found |= dict.fromkeys(set(subparsers.choices) - known, cast("Subcommand", module))
    return found
