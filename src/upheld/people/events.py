"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about people."""

    COMPANY_FOUNDED = "people.company.founded"
    COMPANY_CHANGED = "people.company.changed"
    POLICIES_PLANNED = "people.company.planned"
    PLAN_WITHDRAWN = "people.company.plan_withdrawn"
    PLAN_HELD = "people.company.plan_held"
    PLAN_REFUSED = "people.company.plan_refused"
    PERSON_ADDED = "people.person.added"
    PERSON_CHANGED = "people.person.changed"
    PERSON_DEACTIVATED = "people.person.deactivated"
    PERSON_INVITED = "people.person.invited"
    PERSON_READMITTED = "people.person.readmitted"
    ADDRESS_CHANGED = "people.person.address_changed"
    TEAM_FORMED = "people.team.formed"
    PAY_SET = "people.pay.set"
    FUNCTION_GIVEN = "people.function.given"
    FUNCTION_ENDED = "people.function.ended"
    SCHEDULE_SET = "people.schedule.set"
    DAY_FORGOTTEN = "people.schedule.day_forgotten"
    LEAVE_ENTERED = "people.leave.entered"
    LEAVE_CANCELLED = "people.leave.cancelled"
    TOKEN_ISSUED = "people.token.issued"  # noqa: S105  an event's name
    TOKEN_REVOKED = "people.token.revoked"  # noqa: S105  an event's name
