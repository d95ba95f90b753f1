"""The JSON doors of the mailroom."""

from upheld.mailroom.api import mails

__all__ = ["mails"]
