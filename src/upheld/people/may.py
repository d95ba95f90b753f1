"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over people."""

    SEE_PEOPLE = "people:person:see"
    MANAGE_PEOPLE = "people:person:manage"
    SEE_PAY = "people:pay:see"
    MANAGE_PAY = "people:pay:manage"
    SEE_COMPANY = "people:company:see"
    MANAGE_COMPANY = "people:company:manage"
    MANAGE_TOKENS = "people:token:manage"
    SEE_RECORD = "foundation:record:see"
