"""What the customer's silence means for a piece of work: what their agreement says, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.rules.sign_off import Silence, SilenceRule
from upheld.people.queries.calendars import calendar_of_provider

if TYPE_CHECKING:
    from upheld.delivery.models import Deliverable


def silence_rule_of(deliverable: Deliverable) -> SilenceRule:
    """Give the agreed rule, over the provider's business days."""
    agreement = deliverable.sow.agreement
    return SilenceRule(Silence(agreement.silence), agreement.sign_off_days, calendar_of_provider())
