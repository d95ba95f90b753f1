"""Mails to people who are let in: after the commit, so that an undone change sends none."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from upheld.foundation.models import Provider
from upheld.foundation.news import BY_ITSELF

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor
    from upheld.foundation.doors.request import Request
    from upheld.people.models import User

log = logging.getLogger("upheld.mail")

PORTAL = "There you read what was promised to you, ask, sign, and sign off what was done."
STAFF = "It is where the work is, and what was promised about it."


def mail_invitation(user: User, *, by: Actor, base: str, portal: bool = False) -> None:
    """Send somebody who was let in the link with which they choose their password, once.

    Who has a password already is led to the sign-in. `base` is the address of this installation.
    """
    provider = Provider.objects.get(pk=by.provider_id).name
    words = (
        f"Dear {user.name or user.email},\n\n"
        f"{by.name} of {provider} invites you to {'their portal' if portal else 'Upheld'}. "
        f"{PORTAL if portal else STAFF}\n\n"
        f"{_way_in(user, base)}\n\n{provider}\n"
    )
    mail = EmailMessage(
        " ".join(f"{provider} invites you".split()), words, to=[user.email], headers=BY_ITSELF
    )
    transaction.on_commit(partial(_send, mail))


def base_of(request: Request) -> str:
    """Give the address of this installation as mails name it."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _way_in(user: User, base: str) -> str:
    if user.has_usable_password():
        return f"Sign in with {user.email} and the password that you have:\n\n{base}/"
    key = default_token_generator.make_token(user)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return (
        f"Choose your password here; the link works once, for {days} days:\n\n{base}{link}\n\n"
        f"Later, or without a password: {base}{reverse('account_request_login_code')} sends a "
        f"code to {user.email}."
    )


def _send(mail: EmailMessage) -> None:
    try:
        mail.send()
    except OSError:
        log.exception("an invitation was not sent")
