"""Who would pay for what a captured line logs, and the rule that says so, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from upheld.timekeeping.models import Billing, Category
from upheld.timekeeping.rules.entries import day_worked
from upheld.timekeeping.rules.work_types import work_type_of
from upheld.timekeeping.targets import Target, decided, rule_in_words

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.timekeeping.queries.reading import Reading
    from upheld.timekeeping.rules.deciding import Said


@dataclass(frozen=True, slots=True)
class Pays:
    """What is inferred of a line: nobody chooses it."""

    who: str
    work_type: str
    because: Said


def who_pays(reading: Reading, at: datetime) -> Pays | None:
    """Say it of a line that can be saved and logs time: one query, and none of other lines."""
    line = reading.line
    if line.seconds is None or not reading.can_be_saved:
        return None
    target = reading.target or Target(
        "ticket", None, reading.title, Category.CUSTOMER, Billing.BILLABLE,
        company_id=reading.company_id,
    )  # fmt: skip
    decision = decided(target, day_worked(line.starts_at, line.day, at, reading.zone))
    kind = str(getattr(target.row, "kind", "")) if target.kind == "ticket" else ""
    return Pays(
        who=str(Billing(decision.billing).label),
        work_type=work_type_of(target.kind, kind),
        because=rule_in_words(decision.rule, decision.named),
    )
