"""The JSON doors of the mailroom."""

from upheld.mailroom.api import mailboxes, mails

__all__ = ["mailboxes", "mails"]
