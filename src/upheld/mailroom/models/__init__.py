"""The mailroom's tables."""

from upheld.mailroom.models.capture_key import CaptureKey
from upheld.mailroom.models.mail_in import FATES, MailIn
from upheld.mailroom.models.mail_out import MailOut, OutState
from upheld.mailroom.models.mailbox import Mailbox, Purpose, Security, SignIn

__all__ = [
    "FATES",
    "CaptureKey",
    "MailIn",
    "MailOut",
    "Mailbox",
    "OutState",
    "Purpose",
    "Security",
    "SignIn",
]
