"""Which part the sales engineer should take in a demo, from what the records show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.selling.models import DealContact, Meeting, MeetingKind, MeetingSeat
from upheld.selling.rules.demo_roles import DemoSetting, RoleSuggestion, suggested_role

if TYPE_CHECKING:
    from datetime import datetime

COMPLEX_FROM = 4
"""People of the customer's in a deal from which on several departments are taken to be in it."""


def suggested_part(meeting: Meeting, at: datetime) -> RoleSuggestion | None:
    """Suggest the engineer's part in a demo with a known seller: two queries. None otherwise.

    The seller's experience counts the demos in which they had a seat and that are over.
    """
    deal = meeting.deal
    if meeting.kind != MeetingKind.DEMO or deal.owner_id is None:
        return None
    held = MeetingSeat.objects.filter(
        person=deal.owner_id,
        meeting__kind=MeetingKind.DEMO,
        meeting__cancelled_at=None,
        meeting__ends_at__lte=at,
    )
    setting = DemoSetting(
        seller_demos=held.count(),
        days_ahead=max(0, (meeting.starts_at - meeting.planned_at).days),
        complex_deal=DealContact.objects.filter(deal=deal).count() >= COMPLEX_FROM,
    )
    return suggested_role(setting)
