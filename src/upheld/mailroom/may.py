"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over mail."""

    SEE_MAIL = "mailroom:mail:see"
    SORT_MAIL = "mailroom:mail:sort"
    """Decide what becomes of mail that was held, and have mail sent again."""
    SET_MAILBOXES = "mailroom:mailbox:set"
    CAPTURE_BY_MAIL = "mailroom:capture:use"
    """Have an address of one's own for lines by mail."""
