"""What is measured of delivery, for the catalogue."""

from __future__ import annotations

from upheld.delivery.ticket_measures import TICKET_MEASURES
from upheld.delivery.work_measures import DELIVERABLE_MEASURES

MEASURES = (*TICKET_MEASURES, *DELIVERABLE_MEASURES)
