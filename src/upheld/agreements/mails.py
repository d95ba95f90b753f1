"""Mails to a buyer: after the change is committed, so that an undone one sends nothing."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from upheld.agreements.documents.paper import day_words
from upheld.agreements.queries.content import read_offer
from upheld.foundation.news import BY_ITSELF

if TYPE_CHECKING:
    from upheld.agreements.models import ProposalQuestion, ProposalVersion
    from upheld.agreements.operations.signing import CodeMade
    from upheld.foundation.doors.request import Request

log = logging.getLogger("upheld.mail")


def mail_offer(version: ProposalVersion, base: str) -> None:
    """Tell the signer that a version can be read; `base` is the address of this installation."""
    offer = read_offer(version)
    provider = offer["provider"]["name"]
    link = base + reverse("portal-proposal", args=[offer["number"]])
    again = "a new version of " if version.number > 1 else ""
    words = (
        f"Dear {version.signer.name},\n\n"
        f"{provider} sent you {again}a proposal: “{offer['title']}”.\n\n"
        f"{link}\n\n"
        "Sign in with this mail address; a code is sent to it. There you can read everything, "
        f"ask, and sign until {day_words(offer['valid_until'])}.\n\n"
        f"{provider}\n"
    )
    _send_later(
        EmailMessage(
            f"Proposal: {offer['title']}", words, to=[version.signer.email], headers=BY_ITSELF
        )
    )


def mail_code(version: ProposalVersion, made: CodeMade) -> None:
    """Send the code for signing to the signer's own address."""
    offer = read_offer(version)
    provider = offer["provider"]["name"]
    words = (
        f"Your code for signing “{offer['title']}” is\n\n"
        f"    {made.code[:3]} {made.code[3:]}\n\n"
        "It holds for 15 minutes. If you did not ask for it, do nothing and tell us.\n\n"
        f"{provider}\n"
    )
    _send_later(
        EmailMessage(f"Your code for signing: {provider}", words, to=[made.to], headers=BY_ITSELF)
    )


def mail_answer(question: ProposalQuestion, provider: str, base: str) -> None:
    """Tell the buyer that their question has been answered; the answer itself is in the portal."""
    proposal = question.proposal
    if not question.asked_by.email:
        return
    link = base + reverse("portal-proposal", args=[proposal.number])
    words = (
        f"Dear {question.asked_by.name},\n\n"
        f"your question about “{proposal.title}” has been answered:\n\n{link}\n\n{provider}\n"
    )
    _send_later(
        EmailMessage(
            f"Answered: {proposal.title}", words, to=[question.asked_by.email], headers=BY_ITSELF
        )
    )


def base_of(request: Request) -> str:
    """Give the address of this installation as mails name it."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _send_later(mail: EmailMessage) -> None:
    mail.subject = " ".join(str(mail.subject).split())
    transaction.on_commit(partial(_send, mail))


def _send(mail: EmailMessage) -> None:
    try:
        mail.send()
    except OSError:
        log.exception("a mail about a proposal was not sent")
