"""The desk package's tables."""

from upheld.desk.models.service_clocks import AwaitedAnswer, Escalation, ServiceMonth
from upheld.desk.models.service_level import ServiceLevelPolicy
from upheld.desk.models.ticket import Ticket, TicketEntry
from upheld.desk.models.ticket_file import TicketFile
from upheld.desk.models.ticket_links import TicketRelation
from upheld.desk.models.ticket_people import (
    NoticeKind,
    TicketNotice,
    TicketPresence,
    TicketWatcher,
)
from upheld.desk.models.ticket_rating import TicketRating

__all__ = [
    "AwaitedAnswer",
    "Escalation",
    "NoticeKind",
    "ServiceLevelPolicy",
    "ServiceMonth",
    "Ticket",
    "TicketEntry",
    "TicketFile",
    "TicketNotice",
    "TicketPresence",
    "TicketRating",
    "TicketRelation",
    "TicketWatcher",
]
