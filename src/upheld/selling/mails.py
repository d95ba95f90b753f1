"""Mails to a buyer: after the change is committed, so that an undone one sends nothing."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from upheld.foundation.actor import system
from upheld.foundation.models import Provider
from upheld.foundation.news import BY_ITSELF
from upheld.selling.models import MeetingGuest
from upheld.selling.operations.ratings import take_back_link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.selling.models import Meeting

log = logging.getLogger("upheld.mail")


def mail_rating_links(meeting: Meeting, secrets: Mapping[int, str], at: datetime) -> None:
    """Send each guest the link of their own; `secrets` by guest id, as `ask_for_ratings` gives."""
    guests = MeetingGuest.objects.filter(pk__in=secrets).select_related("contact", "meeting")
    provider = Provider.objects.get(pk=meeting.provider_id)
    for guest in guests:
        mail = _rating_mail(guest, meeting, provider.name, secrets[guest.pk])
        transaction.on_commit(partial(_send, mail, guest, at))


def _rating_mail(
    guest: MeetingGuest, meeting: Meeting, from_whom: str, secret: str
) -> EmailMessage:
    link = settings.PUBLIC_URL + reverse("rate-meeting", args=[secret])
    words = (
        f"Dear {guest.contact.name},\n\n"
        f"you met us for “{meeting.title}”. How prepared did you find us?\n\n"
        f"{link}\n\n"
        "One click, no sign-in. The link is yours alone and works once, for two weeks.\n\n"
        f"{from_whom}\n"
    )
    return EmailMessage(
        f"How prepared were we? {from_whom}", words, to=[guest.contact.email], headers=BY_ITSELF
    )


def _send(mail: EmailMessage, guest: MeetingGuest, at: datetime) -> None:
    """Send; where the mail server fails, the guest counts as not asked and is asked again."""
    try:
        mail.send()
    except OSError:
        log.exception("a rating mail was not sent")
        take_back_link(guest=guest, by=system(guest.provider_id), at=at)
