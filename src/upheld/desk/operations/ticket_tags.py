"""Tags are renamed, merged and retired, on every ticket that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import TagRule, Ticket, TicketTag
from upheld.desk.models.ticket_tag import LONGEST_TAG
from upheld.foundation.jobs import enqueue
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from upheld.foundation.actor import Actor

AT_ONCE = 200
"""Tickets that one transaction writes anew; what is more than that a job goes through."""


def keep_tags(ticket: Ticket, before: Iterable[str] = ()) -> None:
    """Bring the rows by which tags are counted in line with a ticket's tags."""
    old, now = set(before), set(ticket.tags)
    if old - now:
        TicketTag.objects.filter(ticket=ticket, tag__in=old - now).delete()
    if now - old:
        fresh = [TicketTag(ticket=ticket, tag=tag) for tag in ticket.tags if tag in now - old]
        TicketTag.objects.bulk_create(fresh)


@operation(May.SET_UP_DESK)
def rename_tag(*, tag: str, to: str, by: Actor, at: datetime) -> TagRule:
    """Write a tag otherwise, on tickets to come and on all that have it; two can become one so.

    Of many tickets the first are written anew at once, the others by a job. Whoever types the old
    one gets the new one. Refuses with: invalid_input.
    """
    tag, to = one_line(tag), one_line(to)
    _require_usable(tag, to)
    TagRule.objects.filter(tag=to).delete()
    # What led to the old name leads to the new one, so that nobody is sent in a circle.
    for older in TagRule.objects.filter(instead=tag).exclude(tag=to):
        older.change(instead=to)
    rule = _rule(tag, to, at)
    done = _write_anew(rule)
    if done == AT_ONCE:
        enqueue("desk.write_tags_anew", rule_id=rule.pk)
    record(Event.TAG_RENAMED, rule, tickets=done, private={"tag": tag, "to": to})
    del by
    return rule


@operation(May.SET_UP_DESK)
def retire_tag(*, tag: str, by: Actor, at: datetime) -> TagRule:
    """Let nobody use a tag any more; tickets that have it keep it. Refuses with: invalid_input."""
    del by
    tag = one_line(tag)
    if not tag or len(tag) > LONGEST_TAG:
        raise invalid(tag="Say which tag.")
    rule = _rule(tag, "", at)
    record(Event.TAG_RETIRED, rule, private={"tag": tag})
    return rule


@operation(May.SET_UP_DESK)
def restore_tag(*, tag: str, by: Actor, at: datetime) -> None:
    """Let a retired tag be used again. Harmless where it is in use."""
    del by, at
    rule = TagRule.objects.filter(tag=one_line(tag), instead="").first()
    if rule is None:
        return unchanged(None)
    record(Event.TAG_RESTORED, rule, private={"tag": rule.tag})
    TagRule.objects.filter(pk=rule.pk).delete()
    return None


@operation(None)
def write_tags_anew(*, rule: TagRule, by: Actor, at: datetime) -> int:
    """Write the next tickets of a renamed tag anew; gives how many were."""
    del by, at
    rule = lock(rule)
    done = _write_anew(rule) if rule.instead else 0
    if not done:
        return unchanged(0)
    record(Event.TAG_RENAMED, rule, tickets=done, private={"tag": rule.tag, "to": rule.instead})
    return done


def _write_anew(rule: TagRule) -> int:
    having = TicketTag.objects.filter(tag=rule.tag).order_by("ticket_id").values("ticket_id")
    tickets = list(Ticket.objects.filter(pk__in=having[:AT_ONCE]).order_by("pk"))
    for ticket in tickets:
        before = list(ticket.tags)
        anew = (rule.instead if tag == rule.tag else tag for tag in before)
        ticket.change(tags=list(dict.fromkeys(anew)))
        keep_tags(ticket, before)
    return len(tickets)


def _rule(tag: str, instead: str, at: datetime) -> TagRule:
    known: TagRule | None = TagRule.objects.filter(tag=tag).first()
    if known is not None:
        known.change(instead=instead, since=at)
        return known
    rule = TagRule(tag=tag, instead=instead, since=at)
    rule.save()
    return rule


def _require_usable(tag: str, to: str) -> None:
    if not tag or len(tag) > LONGEST_TAG:
        raise invalid(tag="Say which tag.")
    if not to or len(to) > LONGEST_TAG or "," in to:
        raise invalid(to=f"Write its new name: at most {LONGEST_TAG} characters, no comma.")
    if tag == to:
        raise invalid(to="This is what it is called already.")
