"""The figures of several sizes side by side, what grows with them, and what misses its aim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_QUERIES, MEDIAN_MS, P95_MS, CAPTURE_MS = 25, 100, 250, 50
CROWD_A_SECOND, CROWD_P95_MS = 120, 300
MOST_KEYS, TYPED_S = 25, 5.0
RESIDENT_BYTES, IMPORT_BYTES, IMPORT_RATE = 250 * 1024**2, 500 * 1024**2, 5_000
GROWS_BY, WORTH_SAYING_MS = 1.5, 5
"""What is slower by more than half, and by more than the noise of a machine, grows."""

WIDTH = 40

Figures = Mapping[str, Any]


def table(sizes: Sequence[int], found: Mapping[int, Figures]) -> Iterator[str]:
    """Give the table's lines, the slowest page of the largest size first."""
    heads = "".join(f"{f'{size:,} tickets':>{WIDTH}}" for size in sizes)
    yield f"{'':<28}{heads}"
    yield f"{'page (role)':<28}" + "   queries  median ms   p95 ms  proc. ms" * len(sizes)
    largest = found[sizes[-1]]["pages"]
    for name in sorted(largest, key=lambda one: -largest[one]["median"]):
        label = f"{name} ({largest[name]['who']})"[:27]
        yield f"{label:<28}" + "".join(_cells(found[size]["pages"].get(name)) for size in sizes)
    for kind in found[sizes[-1]]["captures"]:
        cells = "".join(_cells({"queries": "", **found[size]["captures"][kind]}) for size in sizes)
        yield f"{f'capture: {kind}':<28}{cells}"
    for people in found[sizes[-1]].get("crowds", {}):
        cells = "".join(_crowd(found[size]["crowds"].get(people)) for size in sizes)
        yield f"{f'capture: {people} at once':<28}{cells}"
    if "typist" in found[sizes[-1]]:
        cells = "".join(_typist(found[size].get("typist")) for size in sizes)
        yield f"{'capture: typed in a browser':<28}{cells}"
    memory = "".join(f"{_megabytes(found[size]['resident']):>{WIDTH}}" for size in sizes)
    yield f"{'memory of the process':<28}{memory}"


def _crowd(figures: Figures | None) -> str:
    if figures is None:
        return " " * WIDTH
    rate = f"{figures['a_second']:,.0f}/s"
    return f"{rate:>10}{figures['median']:>11.1f}{figures['p95']:>9.1f}{'':>10}"


def _typist(figures: Figures | None) -> str:
    if figures is None:
        return " " * WIDTH
    typed = f"{figures['median'] * 1000:>11.1f}{figures['p95'] * 1000:>9.1f}"
    return f"{figures['keystrokes']:>5} keys{typed}{'':>10}"


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"


def _cells(figures: Figures | None) -> str:
    if figures is None:
        return " " * WIDTH
    clock = f"{figures['median']:>11.1f}{figures['p95']:>9.1f}"
    return f"{figures['queries']:>10}{clock}{figures['processor']:>10.1f}"


def by_clock(figures: Figures) -> Figures:
    """Leave the clock's time where it is, for a machine of our own."""
    return figures


def by_processor(figures: Figures) -> Figures:
    """Put the processor's time in the place of the clock's, for a machine that others use."""

    def put(one: Figures) -> Figures:
        return {**one, "median": one["processor"], "p95": one["processor_p95"]}

    return {
        **figures,
        "pages": {name: put(one) for name, one in figures["pages"].items()},
        "captures": {name: put(one) for name, one in figures["captures"].items()},
    }


def growing(sizes: Sequence[int], found: Mapping[int, Figures]) -> list[str]:
    """Say what is slower by more than half, or asks more, at the largest size than the smallest."""
    said = []
    small, large = found[sizes[0]], found[sizes[-1]]
    for name, then in {**small["pages"], **small["captures"]}.items():
        now = large["pages"].get(name) or large["captures"].get(name)
        if now is None:
            continue
        slower = now["median"] - then["median"]
        if now["median"] > then["median"] * GROWS_BY and slower > WORTH_SAYING_MS:
            said.append(f"{name}: {then['median']:.1f} to {now['median']:.1f} ms")
        if now.get("queries", 0) > then.get("queries", 0):
            said.append(f"{name}: {then['queries']} to {now['queries']} queries")
    return said


def missed(figures: Figures) -> list[str]:
    """Say what misses its aim at one size."""
    said = []
    for name, page in sorted(figures["pages"].items()):
        if page["queries"] > MOST_QUERIES:
            said.append(f"{name}: {page['queries']} queries (aim {MOST_QUERIES})")
        if page["median"] > MEDIAN_MS:
            said.append(f"{name}: median {page['median']:.0f} ms (aim {MEDIAN_MS})")
        if page["p95"] > P95_MS:
            said.append(f"{name}: p95 {page['p95']:.0f} ms (aim {P95_MS})")
    for kind, one in figures["captures"].items():
        if one["median"] > CAPTURE_MS:
            said.append(f"capture: {kind}: median {one['median']:.0f} ms (aim {CAPTURE_MS})")
    for people, one in figures.get("crowds", {}).items():
        said += [f"capture: {people} at once: {what}" for what in _crowd_missed(one)]
    if typist := figures.get("typist"):
        said += [f"capture: typed in a browser: {what}" for what in _typist_missed(typist)]
    if figures["resident"] > RESIDENT_BYTES:
        said.append(f"memory: {figures['resident'] / 1024**2:.0f} MB (aim 250)")
    return said


def _crowd_missed(one: Figures) -> Iterator[str]:
    if one["a_second"] < CROWD_A_SECOND:
        yield f"{one['a_second']:.0f} lines a second (aim {CROWD_A_SECOND})"
    if one["p95"] > CROWD_P95_MS:
        yield f"p95 {one['p95']:.0f} ms (aim {CROWD_P95_MS})"
    if one["refused"]:
        yield f"refused {one['refused']}"


def _typist_missed(one: Figures) -> Iterator[str]:
    if one["keystrokes"] > MOST_KEYS:
        yield f"{one['keystrokes']} keys (aim {MOST_KEYS})"
    if one["p95"] > TYPED_S:
        yield f"p95 {one['p95']:.1f} s (aim {TYPED_S:.0f})"
    if one["server"] > CAPTURE_MS:
        yield f"the server's part {one['server']:.0f} ms (aim {CAPTURE_MS})"


def import_missed(rate: float, held: int) -> list[str]:
    """Say what misses its aim in an import of so many rows a second with so many bytes."""
    said = []
    if rate < IMPORT_RATE:
        said.append(f"import: {rate:,.0f} rows a second (aim {IMPORT_RATE:,})")
    if held > IMPORT_BYTES:
        said.append(f"import: {held / 1024**2:.0f} MB (aim 500)")
    return said
