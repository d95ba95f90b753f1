"""News by mail: that something waits or was said, and where to read it.

None of it says what was written, what it costs or what was attached: whoever may read that signs
in for it, and a mail can be read by anybody.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

NEWS_LASTS = timedelta(days=1)
"""After that nobody is mailed what happened: it is no news any more."""

NOT_NEEDED = "Not needed any more."
"""What a job answers that had news for nobody."""


def send_news(subject: str, body: str, address: str) -> int:
    """Mail one person; gives how many mails went out."""
    return send_mail(" ".join(subject.split())[:150], body, None, [address])


def address_of(route: str, number: int) -> str:
    """Give the whole address of a record's page, for a mail."""
    return str(settings.PUBLIC_URL) + reverse(route, args=[number])
