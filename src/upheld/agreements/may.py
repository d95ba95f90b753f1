"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over proposals and what follows from them."""

    SEE_PROPOSALS = "agreements:proposal:see"
    WRITE_PROPOSALS = "agreements:proposal:write"
    SEE_MARGIN = "agreements:margin:see"
    ESTIMATE = "agreements:estimate:give"
    MANAGE_LIBRARY = "agreements:library:manage"
    SEE_AGREEMENTS = "agreements:agreement:see"
    READ_OFFER = "agreements:offer:read"
    """A customer reads what was sent to them, and asks about it."""
    SIGN_OFFER = "agreements:offer:sign"
    """A customer signs or declines what was sent to them."""
