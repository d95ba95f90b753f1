"""Tickets of a renamed tag are written anew, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import TagRule
from upheld.desk.operations.ticket_tags import AT_ONCE, write_tags_anew
from upheld.foundation.jobs import job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@job("desk.write_tags_anew", title="Write a renamed tag anew")
def write_anew(*, by: Actor, at: datetime, rule_id: int) -> str:
    """Write all tickets of a renamed tag anew, one transaction for each two hundred."""
    rule = TagRule.objects.filter(pk=rule_id).first()
    total, done = 0, AT_ONCE
    while rule is not None and done == AT_ONCE:
        done = write_tags_anew(rule=rule, by=by, at=at)
        total += done
    return f"{total} tickets."
