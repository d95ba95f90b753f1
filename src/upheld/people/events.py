"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about people."""

    PERSON_ADDED = "people.person.added"
    PERSON_CHANGED = "people.person.changed"
    PERSON_DEACTIVATED = "people.person.deactivated"
    PAY_SET = "people.pay.set"
    FUNCTION_GIVEN = "people.function.given"
    SCHEDULE_SET = "people.schedule.set"
    LEAVE_ENTERED = "people.leave.entered"
    TOKEN_ISSUED = "people.token.issued"  # noqa: S105  an event's name
    TOKEN_REVOKED = "people.token.revoked"  # noqa: S105  an event's name
