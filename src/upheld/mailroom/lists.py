"""The lists of mail that came and of mail that goes."""

from __future__ import annotations

from django.urls import reverse

from upheld.foundation.lists import (
    Bulk,
    ByChoice,
    ByDays,
    ByText,
    Kind,
    ListColumn,
    ListOf,
    Pill,
)
from upheld.mailroom.may import May
from upheld.mailroom.models import FATES, MailIn, MailOut, OutState
from upheld.mailroom.queries.mails import FATE_TONES, OUT_TONES
from upheld.mailroom.rules.deciding import HELD_BECAUSE, Fate, Why


def _fate(mail: MailIn) -> Pill:
    fate = Fate(mail.fate)
    return Pill(FATES[fate], FATE_TONES[fate])


def _state(mail: MailOut) -> Pill:
    state = OutState(mail.state)
    return Pill(str(state.label), OUT_TONES[state])


def _why(mail: MailIn) -> str:
    return mail.said or (HELD_BECAUSE.get(Why(mail.why), "") if mail.why else "")


def _ticket(mail: MailIn | MailOut) -> str:
    return f"#{mail.ticket.number}" if mail.ticket else ""


def _ticket_url(mail: MailIn | MailOut) -> str:
    return reverse("ticket", args=[mail.ticket.number]) if mail.ticket else ""


MAIL_IN: ListOf[MailIn] = ListOf(
    key="mail-in",
    title="Mail that came",
    noun="mail",
    nouns="mails",
    route="mail-in",
    url=lambda mail: reverse("mail-one", args=[mail.pk]),
    order="-came_at",
    about="Every mail that was fetched, once each, with what became of it.",
    example="“VPN down” of Ruth Adler, which opened ticket 1042.",
    columns=(
        ListColumn("subject", "Subject", lambda m: m.subject or "(no subject)", link=True,
                   hint=lambda m: m.sender_name or m.sender),
        ListColumn("sender", "From", lambda m: m.sender, sort="sender", shown=False),
        ListColumn("fate", "What became of it", _fate, Kind.STATUS, sort="fate"),
        ListColumn("why", "Why", _why, wide_only=True),
        ListColumn("ticket", "Ticket", _ticket, link=_ticket_url),
        ListColumn("came", "Came", lambda m: m.came_at, Kind.AGO, sort="came_at"),
        ListColumn("mailbox", "Mailbox", lambda m: m.mailbox.name, shown=False),
    ),
    filters=(
        ByText("subject", "sender", "sender_name"),
        ByChoice("fate", "What became of it", "fate",
                 choices=[(key.value, title) for key, title in FATES.items()]),
        ByChoice("why", "Held because", "why",
                 choices=[(key.value, words) for key, words in HELD_BECAUSE.items()]),
        ByDays("came", "Came", "came_at"),
    ),
    bulk=(
        Bulk("Reject", "mail-reject-chosen", May.SORT_MAIL, icon="archive",
             confirm="Reject the chosen mails? They are kept, and answered by nothing."),
    ),
)  # fmt: skip

MAIL_OUT: ListOf[MailOut] = ListOf(
    key="mail-out",
    title="Mail that goes",
    noun="mail",
    nouns="mails",
    route="mail-out",
    url=lambda mail: reverse("mail-sent", args=[mail.pk]),
    order="-queued_at",
    about="What was written to customers on tickets, and how far each mail came.",
    example="“Re: VPN down” to Ruth Adler, sent at 10:04.",
    columns=(
        ListColumn("subject", "Subject", lambda m: m.subject, link=True, hint=lambda m: m.address),
        ListColumn("address", "To", lambda m: m.address, sort="address", shown=False),
        ListColumn("state", "State", _state, Kind.STATUS, sort="state"),
        ListColumn("problem", "What was wrong", lambda m: m.problem, wide_only=True),
        ListColumn("ticket", "Ticket", _ticket, link=_ticket_url),
        ListColumn("queued", "Written", lambda m: m.queued_at, Kind.AGO, sort="queued_at"),
        ListColumn("sent", "Sent", lambda m: m.sent_at, Kind.AGO, sort="sent_at", shown=False),
        ListColumn("attempts", "Tries", lambda m: m.attempts, Kind.NUMBER, shown=False),
    ),
    filters=(
        ByText("subject", "address", "problem"),
        ByChoice("state", "State", "state", choices=OutState.choices),
        ByDays("queued", "Written", "queued_at"),
    ),
)  # fmt: skip
