"""The procedures that were followed, on the pages of the work itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from upheld.foundation.panels import Panel
from upheld.playbook.may import May
from upheld.playbook.queries.runs import followed_on

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned


def procedures_followed(row: Owned, request: Request) -> Panel | None:
    """Show what was followed on a ticket or a deliverable, and begin another: one query."""
    if not request.actor.may(May.SEE):
        return None
    kind = row._meta.model_name or ""
    values = {
        "followed": followed_on(kind, row.pk, request.actor, request.at),
        "begin_url": f"{reverse('run-new')}?{urlencode({'kind': kind, 'on': row.pk})}",
        "missing_url": f"{reverse('report-missing')}?{urlencode({'kind': kind, 'on': row.pk})}",
    }
    return Panel("procedures", "Procedures followed", "playbook/followed.html", values, aside=True)
