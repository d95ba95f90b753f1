"""The table says what grows and what misses its aim, and leaves the noise of a machine alone."""

from __future__ import annotations

import pytest
from tests.benchmarks import telling

pytestmark = pytest.mark.once

MEGABYTE = 1024**2


def figures(queries=8, median=20.0, p95=30.0, capture=15.0, resident=120):
    page = {"queries": queries, "median": median, "p95": p95, "who": "ana"}
    line = {"median": capture, "p95": capture * 2}
    for one in (page, line):
        one |= {"processor": one["median"] - 1, "processor_p95": one["p95"] - 1}
    return {
        "pages": {"tickets": page},
        "captures": {"ticket and time": line},
        "resident": resident * MEGABYTE,
    }


def test_sizes_stand_side_by_side():
    found = {1000: figures(), 10_000: figures(median=33.3)}

    lines = list(telling.table([1000, 10_000], found))

    page = next(line for line in lines if line.startswith("tickets (ana)"))
    assert page.split()[2:] == [
        "8", "20.0", "30.0", "19.0", "8", "33.3", "30.0", "32.3",
    ]  # fmt: skip
    assert len({len(line) for line in lines}) == 1
    assert lines[-1].split()[-2:] == ["120", "MB"]


def crowded(rate=150.0, p95=120.0, refused=None):
    one = {"a_second": rate, "median": p95 / 2, "p95": p95, "refused": refused or {}}
    return figures() | {"crowds": {"8": one}}


def test_a_crowd_is_told_with_its_rate():
    lines = list(telling.table([1000], {1000: crowded()}))

    line = next(line for line in lines if line.startswith("capture: 8 at once"))
    assert line.split()[-3:] == ["150/s", "60.0", "120.0"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (crowded(), []),
        (crowded(rate=119.0), ["capture: 8 at once: 119 lines a second (aim 120)"]),
        (crowded(p95=301.0), ["capture: 8 at once: p95 301 ms (aim 300)"]),
        (crowded(refused={"503": 2}), ["capture: 8 at once: refused {'503': 2}"]),
    ],
)
def test_a_crowd_that_waits_or_is_refused_is_said(found, said):
    assert telling.missed(found) == said


def typed(keystrokes=19, p95=1.4, server=30.0):
    one = {"keystrokes": keystrokes, "median": p95 - 0.1, "p95": p95, "server": server}
    return figures() | {"typist": one}


def test_a_typist_is_told_with_the_keys():
    lines = list(telling.table([1000, 10_000], {1000: figures(), 10_000: typed()}))

    line = next(line for line in lines if line.startswith("capture: typed in a browser"))
    assert line.split()[-4:] == ["19", "keys", "1300.0", "1400.0"]
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (typed(), []),
        (typed(keystrokes=26), ["capture: typed in a browser: 26 keys (aim 25)"]),
        (typed(p95=5.1), ["capture: typed in a browser: p95 5.1 s (aim 5)"]),
        (typed(server=51), ["capture: typed in a browser: the server's part 51 ms (aim 50)"]),
    ],
)
def test_a_typist_who_waits_or_types_much_is_said(found, said):
    assert telling.missed(found) == said


def test_a_page_that_is_not_there_at_a_size_leaves_a_gap():
    found = {1000: figures() | {"pages": {}}, 10_000: figures()}

    lines = list(telling.table([1000, 10_000], found))

    assert next(line for line in lines if line.startswith("tickets")).split()[2:] == [
        "8", "20.0", "30.0", "19.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (figures(), []),
        (figures(median=29.9), []),
        (figures(median=31.0), ["tickets: 20.0 to 31.0 ms"]),
        (figures(queries=9), ["tickets: 8 to 9 queries"]),
        (figures(capture=25.0), ["ticket and time: 15.0 to 25.0 ms"]),
    ],
)
def test_what_grows_by_more_than_half_is_said(now, said):
    assert telling.growing([1000, 10_000], {1000: figures(), 10_000: now}) == said


def test_a_few_milliseconds_are_noise():
    found = {1000: figures(median=3.0), 10_000: figures(median=7.9)}

    assert telling.growing([1000, 10_000], found) == []


@pytest.mark.parametrize(
    ("at_size", "said"),
    [
        (figures(queries=25, median=100, p95=250, capture=50, resident=250), []),
        (figures(queries=26), ["tickets: 26 queries (aim 25)"]),
        (figures(median=101), ["tickets: median 101 ms (aim 100)"]),
        (figures(p95=251), ["tickets: p95 251 ms (aim 250)"]),
        (figures(capture=51), ["capture: ticket and time: median 51 ms (aim 50)"]),
        (figures(resident=251), ["memory: 251 MB (aim 250)"]),
    ],
)
def test_what_misses_its_aim_is_said(at_size, said):
    assert telling.missed(at_size) == said


def test_an_import_has_its_own_aims():
    assert telling.import_missed(5_000, 500 * MEGABYTE) == []
    assert len(telling.import_missed(4_999, 501 * MEGABYTE)) == 2


def test_on_a_machine_that_others_use_the_processors_time_is_judged():
    slow = figures(median=101, p95=251)

    assert telling.missed(slow) != []
    assert telling.missed(telling.by_processor(slow)) == []
    assert telling.by_processor(slow)["pages"]["tickets"]["p95"] == 250
