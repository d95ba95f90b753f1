"""News by mail: that something waits or was said, and where to read it.

None of it says what was written, what it costs or what was attached: whoever may read that signs
in for it, and a mail can be read by anybody.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

NEWS_LASTS = timedelta(days=1)
"""After that nobody is mailed what happened: it is no news any more."""

BY_ITSELF = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""What every mail says that Upheld writes by itself (RFC 3834), so that no machine answers it."""

NOT_NEEDED = "Not needed any more."
"""What a job answers that had news for nobody."""


def send_news(subject: str, body: str, address: str, *, ended_at: str = "") -> int:
    """Mail one person; gives how many mails went out.

    `ended_at` is the address of the page on which they can have no more of it, where there is one;
    mail programs offer it (RFC 2369).
    """
    more = {"List-Unsubscribe": f"<{ended_at}>"} if ended_at else {}
    mail = EmailMessage(
        " ".join(subject.split())[:150], body, to=[address], headers={**BY_ITSELF, **more}
    )
    return mail.send()


def address_of(route: str, number: int) -> str:
    """Give the whole address of a record's page, for a mail."""
    return str(settings.PUBLIC_URL) + reverse(route, args=[number])
