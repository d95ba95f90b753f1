"""The sort of work follows from what it is on."""

from __future__ import annotations

import pytest

from upheld.timekeeping.rules.work_types import LONGEST, work_type_because, work_type_of


@pytest.mark.parametrize(("kind", "row_kind", "work_type"), [
    ("ticket", "", "Support"),
    ("ticket", " Incident ", "Incident"),
    ("ticket", "x" * 60, "x" * LONGEST),
    ("deliverable", "", "Project"),
    ("deal", "", "Before a signature"),
    ("training", "", "Training"),
    ("visit", "", "Visit"),
])  # fmt: skip
def test_by_kind(kind, row_kind, work_type):
    assert work_type_of(kind, row_kind) == work_type


@pytest.mark.parametrize(("kind", "work_type", "said"), [
    ("ticket", "Incident", "The kind of the ticket that it is on."),
    ("ticket", "Support", "All work on a ticket is that."),
    ("visit", "Visit", "By what it is on."),
])  # fmt: skip
def test_says_why(kind, work_type, said):
    assert work_type_because(kind, work_type) == said
    assert "came from elsewhere" in work_type_because(kind, "")
