"""Furnish a fresh installation with the small company that has a row of everything, or fill it.

python -m tests.benchmarks.filling furnish PAGES.json    writes the pages to visit
python -m tests.benchmarks.filling fill THOUSANDS        adds tickets, with their time
python -m tests.benchmarks.filling newcomer              founds an empty company, prints its slug
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django
from django.db import connection

django.setup()

import pytest  # noqa: E402
from tests.safety.examples import QUERIES, address, missing_example  # noqa: E402
from tests.safety.story import NOW, tell  # noqa: E402
from tests.safety.walk import routes  # noqa: E402

from upheld.demo.cast import found_company  # noqa: E402
from upheld.demo.load import fill_to_scale  # noqa: E402
from upheld.foundation.models import Provider  # noqa: E402
from upheld.foundation.tenancy.scope import open_provider  # noqa: E402
from upheld.measures.catalogue import every_measure  # noqa: E402
from upheld.measures.operations.measuring import measure_again  # noqa: E402


def furnish(pages: Path) -> None:
    """Tell the small story and note the address of every page that it can show."""
    world = found_company("Northgate IT", "northgate", owner=("ana", "Ana Reyes"))
    elsewhere = found_company(
        "Southbank Systems", "southbank", owner=("olga", "Olga Petrov"), cast=()
    )
    with open_provider(world.provider.pk), pytest.MonkeyPatch.context() as patch:
        story = tell(world, elsewhere, patch)
        shown = [one for one in routes() if one.kind == "screen" and one.method == "GET"]
        known = {
            route.name: {
                "url": address(route.pattern, story) + QUERIES.get(route.name, ""),
                "audience": str(route.audience),
            }
            for route in shown
            if not missing_example(route.pattern)
        }
    pages.write_text(json.dumps(known), encoding="utf-8")


def fill(thousands: float) -> dict[str, float]:
    """Add tickets, then do what a night does: measure all, and gather the planner's statistics."""
    begun = time.monotonic()
    made = fill_to_scale(thousands, NOW, seed=int(thousands * 1000), say=_say)
    filled = time.monotonic()
    with open_provider(Provider.objects.get(slug="northgate").pk):
        for measure in every_measure():
            measure_again(measure.key, NOW)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("analyze")
    return {
        **made,
        "seconds": round(filled - begun, 1),
        "measured_in": round(time.monotonic() - filled, 1),
    }


def newcomer() -> str:
    """Found a company without customers and tickets; give its slug, another one each time."""
    slug = f"newcomer-{Provider.objects.count()}"
    found_company("Newcomer", slug, owner=("olga", "Olga Petrov"), cast=())
    return slug


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    if sys.argv[1] == "furnish":
        furnish(Path(sys.argv[2]))
    elif sys.argv[1] == "newcomer":
        sys.stdout.write(newcomer() + "\n")
    else:
        sys.stdout.write(json.dumps(fill(float(sys.argv[2]))) + "\n")
