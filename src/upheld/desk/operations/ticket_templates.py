"""Templates of tickets are kept, retired and taken up again; tickets are opened by them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketCheck, TicketTemplate
from upheld.desk.operations.tickets import JUST_NOW, Arrival, open_ticket, require_tags
from upheld.desk.queries.ticket_targets import target_of_ticket
from upheld.desk.queries.ticket_templates import procedures_of, recurring_by
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Reason, Refused, invalid
from upheld.foundation.values.text import one_line
from upheld.playbook.may import May as Playbook
from upheld.playbook.operations.runs import begin_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from upheld.desk.models import TicketQueue
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person
    from upheld.playbook.models import Procedure

MOST_CHECKS = 50
LONGEST_CHECK = 200
MOST_PROCEDURES = 10
LONGEST_TEXT = 20_000
OUTDATED = frozenset({"procedure_outdated"})
"""A ticket is opened all the same: its run says that the procedure should have been looked at."""


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """All that a template says."""

    name: str
    title: str
    text: str = ""
    kind: str = ""
    priority: int = 3
    queue: TicketQueue | None = None
    assignee: Person | None = None
    tags: Sequence[str] = ()
    checks: Sequence[str] = ()
    """The words of its checklist, in order."""
    procedures: Sequence[Procedure] = ()
    """Those that are begun with the ticket, in order."""


@operation(May.SET_UP_DESK)
def keep_template(
    *,
    words: TemplateWords,
    by: Actor,
    at: datetime,
    template: TicketTemplate | None = None,
    seen: int | None = None,
) -> TicketTemplate:
    """Make a template, or change one: tickets to come begin so, those that began stay as they are.

    Refuses with: invalid_input, changed_meanwhile, template_retired.
    """
    del by, at
    fields = _fields(words)
    _require_usable(words, fields)
    if template is not None:
        template = lock(template, seen)
        _require_in_use(template)
    _require_own_name(fields["name"], template)
    if template is None:
        template = TicketTemplate(number=next_number("ticket_template"), **fields)
        template.save()
    else:
        if all(getattr(template, name) == value for name, value in fields.items()):
            return unchanged(template)
        template.change(**fields)
    record(
        Event.TEMPLATE_KEPT, template, number=template.number, priority=template.priority,
        procedures=template.procedures, checks=len(template.checks),
        private={"name": template.name},
    )  # fmt: skip
    return template


@operation(May.SET_UP_DESK)
def retire_template(
    *, template: TicketTemplate, by: Actor, at: datetime, seen: int | None = None
) -> TicketTemplate:
    """Have no further ticket begin by a template; those that did keep its name.

    Refuses with: changed_meanwhile, template_in_use (a recurring ticket begins by it).
    """
    del by
    template = lock(template, seen)
    if template.retired_at is not None:
        return unchanged(template)
    standing = recurring_by(template)
    if standing:
        raise Refused(
            "template_in_use", "Recurring tickets begin by this template.",
            what="The template was not retired.",
            remedy="End them first, or change what the template says.",
            reasons=[Reason("recurring_ticket", str(one)) for one in standing],
        )  # fmt: skip
    template.change(retired_at=at)
    record(Event.TEMPLATE_RETIRED, template, number=template.number,
           private={"name": template.name})  # fmt: skip
    return template


@operation(May.SET_UP_DESK)
def restore_template(
    *, template: TicketTemplate, by: Actor, at: datetime, seen: int | None = None
) -> TicketTemplate:
    """Take a retired template up again. Refuses with: changed_meanwhile, invalid_input (another
    has its name by now).
    """
    del by, at
    template = lock(template, seen)
    if template.retired_at is None:
        return unchanged(template)
    _require_own_name(template.name, template)
    template.change(retired_at=None)
    record(Event.TEMPLATE_RESTORED, template, number=template.number,
           private={"name": template.name})  # fmt: skip
    return template


@operation(May.OPEN_TICKETS)
def open_by_template(
    *,
    template: TicketTemplate,
    by: Actor,
    at: datetime,
    over: Mapping[str, Any] | None = None,
    arrival: Arrival = JUST_NOW,
) -> Ticket:
    """Open a ticket that begins as a template says; `over` says otherwise, as `open_ticket` does.

    Its checklist comes along, and its procedures are begun on the ticket, by the revisions of this
    moment. Of a withdrawn one what is followed instead is begun, if anything is. What the template
    names and is gone by now (a person who left, a closed queue) is left out.
    Refuses with: template_retired, and the codes of `open_ticket`.
    """
    _require_in_use(template)
    given = {**_beginning(template), **(over or {})}
    queue = arrival.queue or (None if _is_closed(template.queue) else template.queue)
    arrival = replace(arrival, template=template, queue=queue)
    ticket = open_ticket(by=by, at=at, arrival=arrival, **given)
    checks = [
        TicketCheck(ticket=ticket, number=place, words=words)
        for place, words in enumerate(template.checks, 1)
    ]
    TicketCheck.objects.bulk_create(checks)
    runs = _begin_runs(template, ticket, by, at) if by.may(Playbook.RUN) else []
    record(
        Event.TEMPLATE_FOLLOWED, ticket, about=[template], number=ticket.number,
        template=template.number, checks=len(checks), runs=runs, private={"name": template.name},
    )  # fmt: skip
    return ticket


def _begin_runs(template: TicketTemplate, ticket: Ticket, by: Actor, at: datetime) -> list[int]:
    """Begin a template's procedures on a ticket; gives the numbers of the runs."""
    on = target_of_ticket(ticket)
    runs = [
        begin_run(procedure=one, on=on, by=by, at=at, setting_aside=OUTDATED)
        for one in procedures_of(template)
    ]
    return [run.number for run in runs]


def _beginning(template: TicketTemplate) -> dict[str, Any]:
    assignee = template.assignee
    return {
        "title": template.title, "text": template.text, "kind": template.kind,
        "priority": template.priority, "tags": template.tags,
        "assignee": assignee if assignee is not None and assignee.active else None,
    }  # fmt: skip


def _is_closed(queue: TicketQueue | None) -> bool:
    return queue is None or queue.closed_at is not None


def _fields(words: TemplateWords) -> dict[str, Any]:
    return {
        "name": one_line(words.name)[:100],
        "title": one_line(words.title)[:200],
        "text": words.text.strip(),
        "kind": words.kind.strip()[:60],
        "priority": words.priority,
        "queue": words.queue,
        "assignee": words.assignee,
        "tags": list(dict.fromkeys(words.tags)),
        "checks": [one_line(text) for text in words.checks if one_line(text)],
        "procedures": list(dict.fromkeys(one.pk for one in words.procedures)),
    }


def _require_usable(words: TemplateWords, fields: Mapping[str, Any]) -> None:
    if not fields["name"]:
        raise invalid(name="Give it a name.")
    if not fields["title"]:
        raise invalid(title="Say what its tickets are about.")
    if words.priority not in PRIORITIES:
        raise invalid(priority="A priority is 1 (critical) to 4 (low).")
    if len(fields["text"]) > LONGEST_TEXT:
        raise invalid(text=f"Write at most {LONGEST_TEXT:,} characters.")
    require_tags(fields["tags"])
    checks = fields["checks"]
    if len(checks) > MOST_CHECKS or any(len(one) > LONGEST_CHECK for one in checks):
        raise invalid(checks=f"At most {MOST_CHECKS} lines of at most {LONGEST_CHECK} characters.")
    if len(fields["procedures"]) > MOST_PROCEDURES:
        raise invalid(procedures=f"At most {MOST_PROCEDURES} procedures begin with a ticket.")
    gone = [one.title for one in words.procedures if one.withdrawn_at or not one.revision]
    if gone:
        raise invalid(procedures=f"“{gone[0]}” cannot be begun: it is withdrawn or not published.")


def _require_own_name(name: str, template: TicketTemplate | None) -> None:
    others = TicketTemplate.objects.filter(name__iexact=name, retired_at=None)
    if others.exclude(pk=template.pk if template else None).exists():
        raise invalid(name="Another template has this name.")


def _require_in_use(template: TicketTemplate) -> None:
    if template.retired_at is not None:
        raise Refused(
            "template_retired", f"The template “{template.name}” is retired.",
            what="Nothing was done.", remedy="Take it up again first, or use another.",
        )  # fmt: skip
