"""How many questions a page asks the database, and the file that says how many it may ask.

    UPHELD_BUDGETS=lower python -m pytest tests/budgets    lower what needs less, list new pages

The file only ever goes down by that: a page that needs more than its number fails the test until
it asks less, or until somebody raises its number by hand and says why in the commit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from django.test import Client

KEPT = Path(__file__).with_name("query_budgets.json")
MOST = 25
"""No page may ask more, whatever the file says."""

_NO_QUESTION = re.compile(
    r"\s*(begin|commit|rollback|savepoint|release|declare|fetch|close|select set_config)\b",
    re.IGNORECASE,
)


def kept() -> dict[str, int]:
    """Give the numbers of the file, by page."""
    found: dict[str, int] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def write(budgets: Mapping[str, int]) -> None:
    """Keep numbers, in the order of the pages' names."""
    KEPT.write_text(json.dumps(dict(sorted(budgets.items())), indent=2) + "\n", encoding="utf-8")


def asked(client: Client, url: str) -> tuple[int, list[str]]:
    """Give a page's status and its questions; what opens or ends a transaction is none."""
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
        # Read to its end, which closes it too; to close it here would close the database with it.
        answer.getvalue()
    return answer.status_code, questions_of(queries)


def questions_of(queries: CaptureQueriesContext) -> list[str]:
    """Give what was asked, without what opens or ends a transaction or tells it its provider."""
    said = [str(query["sql"]) for query in queries.captured_queries]
    return [sql for sql in said if not _NO_QUESTION.match(sql)]


def lowered(counted: Mapping[str, int], known: Mapping[str, int]) -> dict[str, int]:
    """Give the numbers to keep: the lower of both, new pages as counted, gone pages not at all."""
    return {name: min(count, known.get(name, count)) for name, count in counted.items()}


def overdrawn(counted: Mapping[str, int], known: Mapping[str, int]) -> list[str]:
    """Say which pages ask more than they may, or have no number yet."""
    found = []
    for name, count in sorted(counted.items()):
        allowed = known.get(name)
        if count > MOST:
            found.append(f"{name}: {count} queries, and no page may need more than {MOST}")
        elif allowed is None:
            found.append(f"{name}: {count} queries, and it has no number in {KEPT.name} yet")
        elif count > allowed:
            found.append(f"{name}: {count} queries, and it may need {allowed}")
    return found


def repeated(queries: Iterable[str]) -> list[str]:
    """Give the questions that were asked more than once but for their figures, most often first."""
    shapes: dict[str, int] = {}
    for sql in queries:
        shape = re.sub(r"'[^']*'|\b\d+\b", "?", sql)[:160]
        shapes[shape] = shapes.get(shape, 0) + 1
    often = sorted(((count, shape) for shape, count in shapes.items() if count > 1), reverse=True)
    return [f"{count} × {shape}" for count, shape in often]
