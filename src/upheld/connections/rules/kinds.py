"""What can be imported: each kind with its fields, the names other systems give them, their types.

The field names are those of the records in `records.py`; the command line and the screens show
`about`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto


class Type(StrEnum):
    TEXT = auto()
    WHOLE = auto()
    MONEY = auto()
    MOMENT = auto()
    DAY = auto()
    YES_NO = auto()
    EFFORT = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """A place in a record. `synonyms` are lower-case words; `choices` are the values allowed."""

    name: str
    type: Type
    synonyms: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()


TICKET_STATES = (
    "new", "in_progress", "waiting_for_customer", "waiting_for_others", "resolved", "closed",
    "cancelled",
)  # fmt: skip
DEAL_OUTCOMES = ("open", "won", "lost")


def _text(name: str, *synonyms: str, required: bool = False) -> Field:
    return Field(name, Type.TEXT, synonyms, required)


def _of(kind: Type, name: str, *synonyms: str, required: bool = False) -> Field:
    return Field(name, kind, synonyms, required)


_SOURCE_ID = ("id", "key", "external id", "record id", "uuid", "pk")

_COMPANIES = (
    _text("source_id", *_SOURCE_ID, "company id", "account id", "client id", "organization id"),
    _text("name", "account", "company", "company name", "account name", "client", "customer",
          "organisation", "organization", "property name", required=True),
    _text("sector", "industry", "branch", "vertical", "property industry"),
    _text("country", "office location", "headquarters", "property country", "nation"),
    _text("street", "address", "address 1", "property address"),
    _text("city", "town", "property city"),
    _text("postcode", "zip", "zip code", "postal code"),
    _text("phone", "telephone", "phone number"),
    _text("website", "url", "domain", "web site"),
    _text("parent", "subsidiary of", "parent company", "parent account"),
    _of(Type.WHOLE, "headcount", "employees", "number of employees", "staff", "size"),
    _of(Type.WHOLE, "founded_year", "year established", "founded", "year founded"),
    _of(Type.MONEY, "annual_revenue", "revenue", "turnover", "property annualrevenue"),
)  # fmt: skip
_CONTACTS = (
    _text("source_id", *_SOURCE_ID, "contact id"),
    _text("name", "full name", "contact", "contact name"),
    _text("given_name", "first name", "firstname", "forename", "property firstname"),
    _text("family_name", "last name", "lastname", "surname", "property lastname"),
    _text("email", "e mail", "mail", "email address", "property email"),
    _text("phone", "telephone", "phone number", "mobile"),
    _text("job_title", "title", "position", "role", "property jobtitle"),
    _text("company", "account", "company name", "account name", "organization id",
          "property company"),
)  # fmt: skip
_PEOPLE = (
    _text("source_id", *_SOURCE_ID, "user id", "employee id", "owner id", "agent id"),
    _text("name", "full name", "sales agent", "agent", "employee", "technician", "username"),
    _text("given_name", "first name", "firstname", "forename"),
    _text("family_name", "last name", "lastname", "surname"),
    _text("email", "e mail", "mail", "email address"),
    _text("manager", "reports to", "supervisor", "line manager"),
    _text("team", "regional office", "department", "group", "office"),
    _text("job_title", "title", "position", "role"),
    _of(Type.YES_NO, "active", "is active", "enabled", "current employee"),
    _of(Type.DAY, "joined_on", "date joined", "start date", "hired on"),
)
_DEALS = (
    _text("source_id", *_SOURCE_ID, "opportunity id", "deal id"),
    _text("name", "deal name", "opportunity", "opportunity name", "title", "property dealname"),
    _text("company", "account", "company name", "account name", "client", "customer"),
    _text("owner", "sales agent", "salesperson", "sales rep", "owner id", "deal owner"),
    _text("product", "product name", "item", "service"),
    _text("stage", "deal stage", "sales stage", "pipeline stage", "deal pipeline stage id"),
    Field("outcome", Type.CHOICE, ("status", "deal status", "result"), choices=DEAL_OUTCOMES),
    _of(Type.DAY, "opened_on", "engage date", "created", "create date", "property createdate"),
    _of(Type.DAY, "closed_on", "close date", "closed", "property closedate"),
    _of(Type.MONEY, "value", "close value", "amount", "deal value", "property amount"),
    _of(Type.MONEY, "monthly_value", "mrr", "monthly recurring revenue", "monthly"),
)
_TICKET_FIELDS = (
    _text("subject", "summary", "title", "short description", "property subject"),
    _text("description", "body", "details", "property content"),
    _text("company", "account", "client", "customer", "organization id"),
    _text("requester", "caller id", "caller", "contact", "requester id", "raised by"),
    _text("opened_by", "created by", "submitter id"),
    _text("channel", "contact type", "source", "via channel"),
    _text("location", "site"),
    _text("category", "type", "property hs ticket category"),
    _text("subcategory", "sub category", "sub type"),
    _text("symptom", "u symptom"),
    _text("asset", "cmdb ci", "configuration item", "ci name"),
    _text("impact"),
    _text("urgency"),
    _text("priority", "property hs ticket priority"),
    _text("group", "assignment group", "queue", "board", "group id"),
    _text("assignee", "assigned to", "assignee id", "agent", "technician"),
    _text("problem", "problem id"),
    _text("change", "rfc", "related change"),
    _text("caused_by"),
    _text("vendor", "supplier"),
    _text("closing_code", "closed code", "closure code"),
    _text("resolved_by"),
    Field("state", Type.CHOICE, ("status", "incident state", "ticket status"),
          choices=TICKET_STATES),
    _of(Type.MOMENT, "opened_at", "created at", "open time", "created", "property createdate"),
    _of(Type.MOMENT, "resolved_at", "resolved time", "resolved"),
    _of(Type.MOMENT, "closed_at", "close time", "closed", "property closed date"),
    _of(Type.MOMENT, "first_answered_at", "first response at",
        "property first agent reply date"),
    _of(Type.YES_NO, "met_service_level", "made sla", "sla met", "within sla"),
    _of(Type.WHOLE, "reassignments", "reassignment count", "no of reassignments"),
    _of(Type.WHOLE, "reopenings", "reopen count"),
)  # fmt: skip
_TICKETS = (
    _text("source_id", "number", *_SOURCE_ID, "ticket id", "ticket number", "incident id",
          required=True),
    *_TICKET_FIELDS,
)  # fmt: skip
_TICKET_EVENTS = (
    _text("ticket", "number", "case id", "caseid", "case concept name", "ticket id",
          "ticket number", "incident id", required=True),
    _of(Type.MOMENT, "at", "sys updated at", "time timestamp", "timestamp", "updated at",
        "end timestamp", "changed at", required=True),
    _of(Type.WHOLE, "revision", "sys mod count", "version", "sequence"),
    _text("by", "sys updated by", "org resource", "user", "updated by", "changed by"),
    _text("activity", "concept name", "task", "event", "action"),
    *_TICKET_FIELDS,
)  # fmt: skip
_TIME = (
    _text("source_id", *_SOURCE_ID, "time entry id", "entry id"),
    _text("person", "user", "employee", "technician", "agent", "member", "username",
          required=True),
    _of(Type.EFFORT, "effort", "hours", "hours spent", "duration", "time spent", "minutes",
        required=True),
    _of(Type.DAY, "starts_on", "date", "worked on", "day", "entry date", "start date",
        required=True),
    _of(Type.DAY, "ends_on", "end date", "week ending"),
    _text("company", "account", "client", "customer", "agency"),
    _text("work", "project", "task", "activity", "project name"),
    _text("ticket", "ticket id", "ticket number", "incident"),
    _text("card", "timesheet", "timecard"),
    _text("note", "notes", "comment", "description"),
    _of(Type.YES_NO, "billable", "is billable", "chargeable"),
)  # fmt: skip
_PRODUCTS = (
    _text("source_id", *_SOURCE_ID, "sku", "product id"),
    _text("name", "product", "product name", "item", required=True),
    _text("series", "family", "group", "category"),
    _of(Type.MONEY, "price", "sales price", "list price", "unit price"),
)

KINDS: Mapping[str, tuple[Field, ...]] = {
    "companies": _COMPANIES,
    "contacts": _CONTACTS,
    "people": _PEOPLE,
    "deals": _DEALS,
    "tickets": _TICKETS,
    "ticket-events": _TICKET_EVENTS,
    "time": _TIME,
    "products": _PRODUCTS,
}
"""The kinds by the word used on the command line. `products` serves to explain deals."""

TICKET_FIELDS = tuple(field.name for field in _TICKET_FIELDS)


def fields_of(kind: str) -> dict[str, Field]:
    return {field.name: field for field in KINDS[kind]}
