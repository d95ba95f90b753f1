"""`upheld import KIND FILE...`: take in what another system hands out, and report every row.

Exit status: 0 when every row was taken in or was there already, 3 when some were refused, 1 when
nothing was done.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

if TYPE_CHECKING:
    from upheld.connections.call import Outcome, Part
    from upheld.foundation.models import Provider

SOME_REFUSED = 3
SHOWN = 20

NEEDS_TABLES = True


def register(subparsers: Any) -> None:
    """Add `upheld import`."""
    parser = subparsers.add_parser(
        "import", help="take in files of another system (see docs/guides/import.md)"
    )
    parser.add_argument(
        "kind", metavar="KIND",
        help="companies, contacts, people, deals, tickets, ticket-events, time or products",
    )  # fmt: skip
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--provider", metavar="SLUG", help="whose; needed where there are several")
    parser.add_argument("--mapping", metavar="NAME", help="a saved mapping, or one that ships")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")
    parser.add_argument(
        "--all-refusals", metavar="CSV", type=Path, help="write every refused row into this file"
    )
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Import. Refuses with: unknown_kind, no_such_provider, no_such_file, another_kind, and the
    codes of docs/guides/import.md.
    """
    from upheld.connections.call import NothingImported, plan, run_parts
    from upheld.foundation.tenancy.scope import open_provider

    try:
        provider = _provider(args.provider)
        with open_provider(provider.pk):
            parts = plan(args.kind, args.files, args.mapping or "")
        outcomes = run_parts(
            parts, provider, dry_run=args.dry_run, heard=_progress(quiet=args.json)
        )
        if args.all_refusals:
            _write_refusals(args.all_refusals, outcomes)
    except NothingImported as refused:
        return refuse(refused.code, f"Nothing was imported. {refused}", as_json=args.json)
    except OSError as failed:
        sentence = f"Nothing was imported: {failed.filename}: {failed.strerror}."
        return refuse("no_such_file", sentence, as_json=args.json)
    facts = told(args.kind, outcomes, dry_run=args.dry_run)
    report(facts, _lines(outcomes, dry_run=args.dry_run), as_json=args.json)
    return SOME_REFUSED if any(one.counts["refused"] for one in outcomes) else 0


def told(kind: str, outcomes: Sequence[Outcome], *, dry_run: bool) -> dict[str, Any]:
    """Give the report: the counts are of the kind that was asked for, `parts` says all."""
    asked = [one for one in outcomes if one.part.mapping.kind == kind]
    names = asked[0].counts if asked else outcomes[0].counts
    return {
        **{name: sum(one.counts[name] for one in asked) for name in names},
        "refusals": [refusal for one in asked for refusal in one.refusals],
        "notes": [note for one in asked for note in one.notes],
        "dry_run": dry_run,
        "parts": [one.told() for one in outcomes],
    }


def _provider(slug: str | None) -> Provider:
    from upheld.connections.call import NothingImported
    from upheld.foundation.models import Provider

    found = list(Provider.objects.filter(slug=slug) if slug else Provider.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if slug:
        raise NothingImported("no_such_provider", f"No provider is called “{slug}”.")
    why = "There are several providers; name one by --provider." if found else (
        "There is no provider yet; found yours by `upheld found`, or try `upheld demo`."
    )  # fmt: skip
    raise NothingImported("no_such_provider", why)


def _progress(*, quiet: bool) -> Callable[[Part, int, float], None]:
    def heard(part: Part, rows: int, seconds: float) -> None:
        if quiet or not sys.stderr.isatty():
            return
        expected = part.rows_expected
        rate = rows / seconds if seconds else 0.0
        left = f", {max(expected - rows, 0) / rate:,.0f} s left" if expected and rate else ""
        words = f"\r{part.path.name}: {rows:,} rows, {rate:,.0f} a second{left}   "
        print(words, end="", file=sys.stderr, flush=True)

    return heard


def _lines(outcomes: Iterable[Outcome], *, dry_run: bool) -> Iterable[str]:
    would = "would be " if dry_run else ""
    for one in outcomes:
        counts = one.counts
        yield (
            f"{one.part.path.name} ({one.part.mapping.title}): {counts['rows']:,} rows; "
            f"{one.part.mapping.kind.replace('-', ' ')}: {would}{counts['created']:,} new, "
            f"{counts['updated']:,} changed, {counts['unchanged']:,} as before, "
            f"{counts['refused']:,} refused"
        )
        for note in one.notes:
            yield f"  {note['count']:,} × {note['code']}: {note['text']}"
        for refusal in one.refusals[:SHOWN]:
            yield f"  row {refusal['row']}: {refusal['reason']}"
        if counts["refused"] > SHOWN:
            yield f"  and {counts['refused'] - SHOWN:,} more; --all-refusals FILE writes them all"


def _write_refusals(path: Path, outcomes: Iterable[Outcome]) -> None:
    from upheld.connections.queries.refusals import refusals_as_csv

    with path.open("w", encoding="utf-8", newline="") as out:
        for one in outcomes:
            for line in refusals_as_csv(one.every_refusal(), heading=out.tell() == 0):
                out.write(line)
