"""`make bench`: how fast pages, captures and an import are as an installation grows.

    python tests/benchmarks/measure.py [--sizes 1000,10000,100000] [--database sqlite|postgres]
                                       [--quick] [--json FILE] [--keep FOLDER] [--no-import]
                                       [--shared]

Builds one installation of its own in a temporary folder, fills it to each size in turn and visits
every page in a process of its own at each. With --keep the folder stays, and the next run with it
goes on where that one ended: a size that is already there is visited and not filled again, and one
below it is passed over. With --shared the processor's time is held against the aims in place of the
clock's, which says little on a machine that others use. Exit status 3 when something misses its
aim at the largest size.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks import telling  # noqa: E402
from tests.benchmarks.places import place  # noqa: E402

if TYPE_CHECKING:
    from tests.benchmarks.places import Place

AIM_MISSED = 3
EVENTS = "tickets/servicenow-uci/incident_event_log_first120k_original_format.csv.gz"
SOME_REFUSED = 3
GENERATED = 20_000
CROWDS = (8, 32)
CHROMIUM = Path(os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"))


def main() -> int:
    """Measure, print the table; 0 when every aim is met."""
    args = _arguments()
    sizes = sorted({int(size) for size in args.sizes.split(",")})
    found: dict[int, dict[str, Any]] = {}
    with place(args.database, args.keep and args.keep.resolve()) as here:
        pages = here.folder / "pages.json"
        if not pages.is_file():
            _say("Furnishing a small company.")
            here.run("-m", "tests.benchmarks.filling", "furnish", str(pages))
        for size in (size for size in sizes if size >= here.filled):
            found[size] = _at(here, pages, size, quick=args.quick)
        imported = None if args.no_import else _import(here)
    if not found:
        raise SystemExit("Not measured: what is kept there has more tickets than any of --sizes.")
    return _tell(sorted(found), found, imported, args)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure pages, captures and an import.")
    parser.add_argument("--sizes", default="1000,10000,100000", help="tickets, smallest first")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--quick", action="store_true", help="3 visits of each page, not 20")
    parser.add_argument("--no-import", action="store_true", help="leave out the import")
    parser.add_argument("--shared", action="store_true", help="judge by the processor's time")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the database, or go on")
    parser.add_argument("--json", metavar="FILE", type=Path, help="keep all figures in a file")
    return parser.parse_args()


def _at(here: Place, pages: Path, size: int, *, quick: bool) -> dict[str, Any]:
    """Fill up to a size and visit everything."""
    if size > here.filled:
        _fill(here, size)
    _say("Visiting every page.")
    visits, captures = ("3", "10") if quick else ("20", "40")
    said = here.run("-m", "tests.benchmarks.visiting", str(pages), visits, captures)
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    figures["crowds"] = {str(people): _crowd(here, people, quick=quick) for people in CROWDS}
    if CHROMIUM.is_file():
        _say("Typing lines in a browser.")
        typed = here.run("-m", "tests.benchmarks.keystrokes", "5" if quick else "20")
        figures["typist"] = json.loads(typed.splitlines()[-1])
    else:
        _say(f"No browser at {CHROMIUM}, so nobody types. UPHELD_CHROMIUM says where one is.")
    return figures


def _crowd(here: Place, people: int, *, quick: bool) -> dict[str, Any]:
    """Let so many people capture at once against the real server."""
    _say(f"Letting {people} people capture at once.")
    said = here.run("-m", "tests.benchmarks.crowd", str(people), "5" if quick else "20")
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    return figures


def _fill(here: Place, size: int) -> None:
    _say(f"Filling to {size:,} tickets.")
    thousands = str((size - here.filled) / 1000)
    filled = json.loads(here.run("-m", "tests.benchmarks.filling", "fill", thousands))
    here.note_filled(size)
    _say(f"Filled in {filled['seconds']} s, all measured in {filled['measured_in']} s.")


def _import(here: Place) -> dict[str, Any]:
    """Import the real event log where it is, or one of our own making; give rate and memory.

    Into a company founded for it, which has no desk yet. The processor's time is given beside the
    clock's: on a machine that others use, the latter says more of them than of us.
    """
    real = Path(os.environ.get("UPHELD_DATA", ROOT.parent / "shared" / "data")) / EVENTS
    file = real if real.is_file() else _generated(here.folder / "events.csv")
    _say(f"Importing {file.name}.")
    into = here.run("-m", "tests.benchmarks.filling", "newcomer").strip()
    begun = time.monotonic()
    words = ("-m", "upheld.wiring.command_line", "import", "ticket-events", str(file))
    ended = here.measured(*words, "--provider", into, "--json")
    seconds = time.monotonic() - begun
    if ended.status not in {0, SOME_REFUSED}:
        raise SystemExit(f"Not measured: the import ended with {ended.status}. {ended.said[:500]}")
    return {
        "file": file.name,
        "rows": json.loads(ended.said)["rows"],
        "seconds": seconds,
        "processor": ended.processor_seconds,
        "held": ended.held,
    }


def _generated(file: Path) -> Path:
    """Write an event log: four events for each ticket."""
    steps = (("opened", "08"), ("assigned", "09"), ("replied", "10"), ("resolved", "15"))
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write("ticket id,timestamp,action,state,priority,title\n")
        for index in range(GENERATED):
            number, (action, hour) = index // len(steps), steps[index % len(steps)]
            day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
            state = {"opened": "new", "resolved": "resolved"}.get(action, "open")
            out.write(f"T{number},{day} {hour}:{number % 60:02},{action},{state},3,Request\n")
    return file


def _tell(
    sizes: list[int],
    found: dict[int, dict[str, Any]],
    imported: dict[str, Any] | None,
    args: argparse.Namespace,
) -> int:
    seen = telling.by_processor if args.shared else telling.by_clock
    judged = {size: seen(one) for size, one in found.items()}
    wrong = telling.missed(judged[sizes[-1]])
    for line in telling.table(sizes, found):
        _print(line)
    if imported is not None:
        rate = imported["rows"] / imported["processor" if args.shared else "seconds"]
        held = imported["held"] / 1024**2
        _print(
            f"import of {imported['file']}: {imported['rows']:,} rows in "
            f"{imported['seconds']:.1f} s ({imported['processor']:.1f} s of the processor), "
            f"{rate:,.0f} a second, {held:.0f} MB at most"
        )
        wrong += telling.import_missed(rate, imported["held"])
    if len(sizes) > 1:
        head = f"Grows by more than half from {sizes[0]:,} to {sizes[-1]:,} tickets:"
        _list(head, telling.growing(sizes, judged))
    _list(f"Misses its aim at {sizes[-1]:,} tickets on {args.database}:", wrong)
    if args.json:
        kept = {"database": args.database, "sizes": found, "import": imported}
        args.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return AIM_MISSED if wrong else 0


def _list(head: str, lines: list[str]) -> None:
    _print(f"\n{head}")
    for line in lines or ["nothing"]:
        _print(f"  {line}")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
