"""What stands in the addresses of the walk: one example for each argument of each route.

An argument is looked up by the part of the address before it and its own name; the whole part
before it wins over the last word of it. A route whose argument is not here fails the suite.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.safety.story import Story

EXAMPLES: dict[tuple[str, str], Callable[[Story], Any]] = {
    ("agreements", "number"): lambda s: s.agreement.number,
    ("calls", "pk"): lambda s: s.call.pk,
    ("change-orders", "number"): lambda s: s.order.number,
    ("claims", "number"): lambda s: s.claim.number,
    ("clauses", "key"): lambda s: s.clause.key,
    ("contacts", "contact"): lambda s: s.carla.pk,
    ("customers", "number"): lambda s: s.company.number,
    ("planned", "plan"): lambda s: s.plan.pk,
    ("days", "day"): lambda s: s.day.pk,
    ("deals", "deal"): lambda s: s.deal.number,
    ("deals", "number"): lambda s: s.deal.number,
    ("deliverables", "number"): lambda s: s.deliverable.number,
    ("deliverables", "pk"): lambda s: s.work.pk,
    ("evidence", "evidence"): lambda s: s.evidence.pk,
    ("evidence", "item"): lambda s: s.item.pk,
    ("evidence", "kind"): lambda s: "problem_stated",
    ("functions", "holder"): lambda s: s.holder.pk,
    ("gaps", "number"): lambda s: s.gap.number,
    ("handovers", "number"): lambda s: s.handover.sow.number,
    ("hours", "schedule_id"): lambda s: s.schedule.pk,
    ("imports", "number"): lambda s: s.run.number,
    ("jobs", "job_id"): lambda s: s.job.pk,
    ("keys", "token"): lambda s: s.token.pk,
    ("leave", "leave"): lambda s: s.leave.pk,
    ("lines", "pk"): lambda s: s.line.pk,
    ("mappings", "saved"): lambda s: s.mapping.pk,
    ("market", "number"): lambda s: s.claim.number,
    ("measures", "key"): lambda s: "say_do_ratio",
    ("meetings", "number"): lambda s: s.meeting.number,
    ("people", "contact"): lambda s: s.carla.pk,
    ("people", "handle"): lambda s: "dana",
    ("people", "place"): lambda s: s.place.pk,
    ("alike", "pk"): lambda s: s.pair.pk,
    ("playbook", "number"): lambda s: s.procedure.number,
    ("playbook/reports", "number"): lambda s: s.report.number,
    ("playbook/runs", "number"): lambda s: s.procedure_run.number,
    ("points", "point"): lambda s: s.point.pk,
    ("portal/changes", "number"): lambda s: s.order.number,
    ("portal/proposals", "number"): lambda s: s.rows.get("offered", s.proposal).number,
    ("portal/work", "number"): lambda s: s.deliverable.number,
    ("procedure-pairs", "pk"): lambda s: s.pair.pk,
    ("procedure-reports", "number"): lambda s: s.report.number,
    ("procedure-runs", "number"): lambda s: s.procedure_run.number,
    ("procedures", "number"): lambda s: s.procedure.number,
    ("promises", "number"): lambda s: s.promise.number,
    ("proof", "secret"): lambda s: "no-such-secret",
    ("proof", "slug"): lambda s: s.world.provider.slug,
    ("proof-pages", "pk"): lambda s: s.proof.pk,
    ("proposals", "number"): lambda s: s.proposal.number,
    ("questions", "pk"): lambda s: s.question.pk,
    ("rate/ticket", "secret"): lambda s: s.ticket_rating,
    ("rate", "secret"): lambda s: s.rating,
    ("by-function", "pk"): lambda s: s.queue.pk,
    ("checks", "check"): lambda s: s.check.number,
    ("fields", "pk"): lambda s: s.field.pk,
    ("queues", "pk"): lambda s: s.queue.pk,
    ("recurring", "number"): lambda s: s.recurring.number,
    ("recurring-tickets", "number"): lambda s: s.recurring.number,
    ("templates", "number"): lambda s: s.template.number,
    ("ticket-fields", "pk"): lambda s: s.field.pk,
    ("ticket-templates", "number"): lambda s: s.template.number,
    ("readiness", "item"): lambda s: "headcount",
    ("record", "sequence"): lambda s: 1,
    ("reviews", "number"): lambda s: s.review.number,
    ("revisions", "revision"): lambda s: 1,
    ("rules", "rule"): lambda s: s.rule.pk,
    ("service-levels", "pk"): lambda s: s.level.pk,
    ("month", "month"): lambda s: "2026-03",
    ("services", "key"): lambda s: s.service.key,
    ("steps", "step"): lambda s: 1,
    ("terms", "pk"): lambda s: s.term.pk,
    ("files", "item"): lambda s: s.ticket_file.pk,
    ("files", "pk"): lambda s: s.ticket_file.pk,
    ("tickets", "number"): lambda s: s.ticket.number,
    ("mailboxes", "pk"): lambda s: s.mailbox.pk,
    ("came", "pk"): lambda s: s.mail.pk,
    ("mail", "pk"): lambda s: s.mail.pk,
    ("sent", "pk"): lambda s: s.mail_out.pk,
    ("sent-mail", "pk"): lambda s: s.mail_out.pk,
    ("looks", "pk"): lambda s: s.look.pk,
    ("time", "pk"): lambda s: s.entry.pk,
    ("time/pace", "pk"): lambda s: s.concern.pk,
    ("pace", "pk"): lambda s: s.concern.pk,
    ("pace", "concern"): lambda s: s.concern.pk,
    ("time-looks", "look"): lambda s: s.look.pk,
    ("time-questions", "look"): lambda s: s.look.pk,
    ("standards", "pk"): lambda s: s.standard.pk,
    ("time-standards", "standard"): lambda s: s.standard.pk,
    ("timers", "pk"): lambda s: s.timer.pk,
    ("calendar", "secret"): lambda s: "1-no-such-secret",
    ("blocks", "number"): lambda s: s.block.number,
    ("capture", "pk"): lambda s: s.undo.pk,
    ("capture", "undo"): lambda s: s.undo.pk,
    ("tokens", "token"): lambda s: s.token.pk,
    ("versions", "sent"): lambda s: 1,
    ("views", "key"): lambda s: "companies",
    ("views", "view_id"): lambda s: s.view.pk,
    ("work", "number"): lambda s: s.sow.number,
    ("claims", "claim"): lambda s: s.claim.number,
    ("deliverables", "deliverable"): lambda s: s.work.pk,
    ("questions", "question"): lambda s: s.question.pk,
    ("terms", "term"): lambda s: s.term.pk,
}

QUERIES = {
    "capacity_outlook": "?seconds=3600&due=2026-03-20",
    "find_anything": "?q=acme",
    "reading": "?line=acme%2025m",
    "time_proposals": "?day=2026-03-09",
    "tickets_of_month": "?target=resolution&standing=missed",
}
"""What must be asked of a route before it answers, by its name."""

_ARGUMENT = re.compile(r"[<{](?:\w+:)?(\w+)[>}]")


def missing_example(pattern: str) -> str:
    """Say which argument of a route has no example; nothing when each has one."""
    rest, before = pattern, ""
    while found := _ARGUMENT.search(rest):
        before += rest[: found.start()]
        if _example(before, found[1]) is None:
            return f"{found[1]} of {pattern}"
        before += "x"
        rest = rest[found.end() :]
    return ""


def address(pattern: str, story: Story) -> str:
    """Fill a route's pattern with examples: "deals/<int:number>" to "/deals/3"."""
    filled = ""
    rest = pattern
    while found := _ARGUMENT.search(rest):
        before = filled + rest[: found.start()]
        example = _example(before, found[1])
        assert example is not None, f"no example for {found[1]} of {pattern}"
        filled = before + str(example(story))
        rest = rest[found.end() :]
    return "/" + filled + rest


def _example(before: str, name: str) -> Callable[[Story], Any] | None:
    words = [word for word in before.rstrip("@/").removeprefix("api/v1/").split("/") if word]
    for word in ["/".join(words), *words[::-1]]:
        if (word, name) in EXAMPLES:
            return EXAMPLES[word, name]
    return None
