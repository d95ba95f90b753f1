"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over customers."""

    SEE_CUSTOMERS = "customers:company:see"
    EDIT_CUSTOMERS = "customers:company:edit"
    INVITE_CONTACTS = "customers:contact:invite"
