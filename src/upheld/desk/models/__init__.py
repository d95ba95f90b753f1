"""The desk package's tables."""

from upheld.desk.models.call import Call
from upheld.desk.models.recurring_ticket import RecurringDay, RecurringTicket
from upheld.desk.models.service_clocks import AwaitedAnswer, Escalation, ServiceMonth
from upheld.desk.models.service_level import ServiceLevelPolicy
from upheld.desk.models.ticket import Ticket, TicketEntry
from upheld.desk.models.ticket_check import TicketCheck
from upheld.desk.models.ticket_field import TicketAnswer, TicketField
from upheld.desk.models.ticket_file import TicketFile
from upheld.desk.models.ticket_links import TicketRelation
from upheld.desk.models.ticket_people import (
    NoticeKind,
    TicketNotice,
    TicketPresence,
    TicketWatcher,
)
from upheld.desk.models.ticket_queue import TicketQueue
from upheld.desk.models.ticket_rating import TicketRating
from upheld.desk.models.ticket_tag import TagRule, TicketTag
from upheld.desk.models.ticket_template import TicketTemplate

__all__ = [
    "AwaitedAnswer",
    "Call",
    "Escalation",
    "NoticeKind",
    "RecurringDay",
    "RecurringTicket",
    "ServiceLevelPolicy",
    "ServiceMonth",
    "TagRule",
    "Ticket",
    "TicketAnswer",
    "TicketCheck",
    "TicketEntry",
    "TicketField",
    "TicketFile",
    "TicketNotice",
    "TicketPresence",
    "TicketQueue",
    "TicketRating",
    "TicketRelation",
    "TicketTag",
    "TicketTemplate",
    "TicketWatcher",
]
