"""The desk package's tables."""

from upheld.desk.models.service_level import ServiceLevelPolicy
from upheld.desk.models.ticket import Ticket, TicketEntry

__all__ = ["ServiceLevelPolicy", "Ticket", "TicketEntry"]
