"""Mail as it is read: lists, held heaps, one mail, and what of it stands on a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, QuerySet
from django.urls import reverse

from upheld.desk.models import Ticket
from upheld.desk.queries.tickets import course_ids
from upheld.mailroom.models import FATES, Mailbox, MailIn, MailOut, OutState
from upheld.mailroom.queries.threads import contacts_with
from upheld.mailroom.rules.deciding import HELD_BECAUSE, Fate, Why
from upheld.mailroom.rules.quoting import said_anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.customers.models import Contact
    from upheld.foundation.actor import Actor

MOST_HEAPS = 100
MOST_ON_TICKET = 30
FAILED = (OutState.RETURNED, OutState.GIVEN_UP, OutState.UNKNOWN)
FATE_TONES = {
    Fate.OPENED: "good", Fate.ANSWERED: "good", Fate.NOTED: "neutral", Fate.RETURNED: "bad",
    Fate.CAPTURED: "good", Fate.HELD: "warn", Fate.OWN: "neutral", Fate.REJECTED: "neutral",
}  # fmt: skip
OUT_TONES = {
    OutState.WAITING: "info", OutState.SENDING: "info", OutState.SENT: "good",
    OutState.UNKNOWN: "warn", OutState.RETURNED: "bad", OutState.GIVEN_UP: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heap:
    """Held mail of one sender for one reason."""

    sender: str
    why: str
    because: str
    count: int
    subject: str
    """Of the last of them."""
    first_at: datetime
    last_at: datetime
    last: int
    """The id of the last of them."""


@dataclass(frozen=True, slots=True)
class MailPage:
    """One mail that came, with what may be done about it."""

    mail: MailIn
    fate: str
    tone: str
    because: str
    fresh: str
    """What is new in it."""
    is_quoting: bool
    contacts: tuple[Contact, ...]
    """Who has its sender's address."""
    alike: int
    """How many of the same sender are held for the same reason, with this one."""


@dataclass(frozen=True, slots=True)
class OnTicket:
    """A mail on a ticket's page, in either direction."""

    at: datetime
    out: bool
    title: str
    state: str
    tone: str
    detail: str = ""
    pk: int = 0
    may_go_again: bool = False


def visible_mail(actor: Actor) -> QuerySet[MailIn]:
    """Give the mail that came, with what a list says of it; customers see none."""
    rows = MailIn.objects.select_related("ticket", "contact", "mailbox", "decided_by")
    return rows if actor.is_staff else rows.none()


def visible_sent(actor: Actor) -> QuerySet[MailOut]:
    """Give the mail that went or goes; customers see none."""
    rows = MailOut.objects.select_related("ticket", "contact", "mailbox")
    return rows if actor.is_staff else rows.none()


def heaps(actor: Actor) -> list[Heap]:
    """Give what is held, a line for each sender and reason, the newest first: two queries."""
    held = visible_mail(actor).filter(fate=Fate.HELD).select_related(None)
    rows = list(
        held.values("sender", "why").annotate(
            count=Count("pk"), first=Min("came_at"), until=Max("came_at"), last=Max("pk")
        ).order_by("-last")[:MOST_HEAPS]
    )  # fmt: skip
    ids = [row["last"] for row in rows]
    subjects = dict(MailIn.objects.filter(pk__in=ids).values_list("pk", "subject"))
    return [
        Heap(row["sender"], row["why"], HELD_BECAUSE.get(Why(row["why"]), ""), row["count"],
             subjects.get(row["last"], ""), row["first"], row["until"], row["last"])
        for row in rows
    ]  # fmt: skip


def heap_of(mail: MailIn) -> list[MailIn]:
    """Give everything that is held with a mail: of its sender, for its reason, the oldest first."""
    held = MailIn.objects.filter(fate=Fate.HELD, sender=mail.sender, why=mail.why)
    return list(held.order_by("came_at", "pk")[:5000])


def mail_page(mail: MailIn) -> MailPage:
    """Read a mail's page: at most two queries more."""
    fresh = said_anew(mail.text)
    held = mail.fate == Fate.HELD
    alike = MailIn.objects.filter(fate=Fate.HELD, sender=mail.sender, why=mail.why)
    return MailPage(
        mail=mail, fate=FATES[Fate(mail.fate)], tone=FATE_TONES[Fate(mail.fate)],
        because=HELD_BECAUSE.get(Why(mail.why), "") if mail.why else "",
        fresh=fresh, is_quoting=fresh != mail.text.strip(),
        contacts=tuple(contacts_with(mail.sender)) if held else (),
        alike=alike.count() if held else 0,
    )  # fmt: skip


def mail_on_ticket(ticket: Ticket) -> list[OnTicket]:
    """Give the mail of a ticket in both directions, the newest first: two queries."""
    ids = list(course_ids(ticket))
    came = MailIn.objects.filter(ticket__in=ids).order_by("-came_at", "-pk")[:MOST_ON_TICKET]
    went = MailOut.objects.filter(ticket__in=ids).order_by("-queued_at", "-pk")[:MOST_ON_TICKET]
    both = [*map(_in_on_ticket, came), *map(_out_on_ticket, went)]
    return sorted(both, key=lambda one: one.at, reverse=True)[:MOST_ON_TICKET]


def _in_on_ticket(mail: MailIn) -> OnTicket:
    fate = Fate(mail.fate)
    why = HELD_BECAUSE.get(Why(mail.why), "") if fate is Fate.HELD else ""
    left = f"{len(mail.left_out)} files were left out" if mail.left_out else ""
    detail = mail.said or why or left
    who = mail.sender_name or mail.sender
    return OnTicket(mail.came_at, False, f"From {who}", FATES[fate], FATE_TONES[fate], detail,
                    mail.pk)  # fmt: skip


def _out_on_ticket(mail: MailOut) -> OnTicket:
    state = OutState(mail.state)
    return OnTicket(mail.queued_at, True, f"To {mail.address}", str(state.label), OUT_TONES[state],
                    mail.problem, mail.pk, state in FAILED)  # fmt: skip


def by_mail(entries: Sequence[int]) -> dict[int, str]:
    """Give which of a ticket's entries came by mail, with the mail's page, in one query."""
    rows = MailIn.objects.filter(entry__in=entries).values_list("entry_id", "pk")
    return {entry: reverse("mail-one", args=[pk]) for entry, pk in rows}


def counts(actor: Actor) -> tuple[int, int]:
    """Give how many mails are held, and how many of ours did not arrive: two queries."""
    held = visible_mail(actor).filter(fate=Fate.HELD).count()
    return held, visible_sent(actor).filter(state__in=FAILED).count()


def mailboxes_shown(actor: Actor) -> list[Mailbox]:
    """Give the mailboxes with how they fare."""
    rows = Mailbox.objects.order_by("name", "pk")
    return list(rows) if actor.is_staff else []
