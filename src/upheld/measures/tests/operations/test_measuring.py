"""Keeping a measure's history, and saying when a past month came out differently."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from upheld.measures.models import MeasurePoint
from upheld.measures.operations.measuring import measure_again

AT = datetime(2026, 5, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def point(key: str, covers: str) -> MeasurePoint:
    return MeasurePoint.objects.get(key=key, covers=covers)


def test_keeps_months_and_the_last_days(world, rows):
    rows.all = [(AT - HOUR - n * DAY, "a", n % 4 > 0) for n in range(200)]
    assert measure_again("met", AT, months=6) == 0
    kept = MeasurePoint.objects.filter(key="met").order_by("starts_on", "covers")
    assert [one.covers for one in kept if one.covers != "last-90"] == [
        "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05",
    ]  # fmt: skip
    lately = point("met", "last-90")
    assert (lately.n, lately.value) == (90, 744_444)
    sure = lately.figure().interval
    assert sure is not None
    assert sure.contains(744_444)


def test_measuring_again_changes_nothing_by_itself(world, rows):
    rows.all = [(AT - HOUR - n * DAY, "a", True) for n in range(100)]
    measure_again("met", AT, months=3)
    before = list(MeasurePoint.objects.order_by("pk").values())
    assert measure_again("met", AT, months=3) == 0
    assert list(MeasurePoint.objects.order_by("pk").values()) == before


def test_a_late_entry_revises_a_past_month_and_says_so(world, rows):
    rows.all = [(AT - HOUR - n * DAY, "a", True) for n in range(100)]
    measure_again("met", AT, months=3)
    rows.all.append((datetime(2026, 4, 2, tzinfo=UTC), "a", False))
    later = AT + DAY
    assert measure_again("met", later, months=3) == 1
    april = point("met", "2026-04")
    assert (april.value_before, april.revised_at) == (1_000_000, later)
    assert april.value is not None
    assert april.value < 1_000_000
    assert point("met", "2026-05").revised_at is None


def test_too_few_rows_are_kept_as_a_lack(world, rows):
    rows.all = [(AT - DAY, "a", True)]
    measure_again("met", AT, months=2)
    kept = point("met", "2026-05").figure()
    assert (kept.value, kept.n, kept.more_needed) == (None, 1, 4)


def test_a_total_is_kept_month_by_month(world, rows):
    rows.all = [(AT - 30 * n * DAY, "a", 100) for n in range(6)]
    measure_again("secret", AT, months=3)
    assert [point("secret", one).value for one in ("2026-03", "2026-04", "2026-05")] == [100] * 3
