"""What is found wrong, missing or unclear is reported, and answered by a revision or a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Procedure, Report, ReportKind, ReportState, Revision
from upheld.playbook.operations.drafts import REVIEW_KIND
from upheld.playbook.operations.publishing import require_owner
from upheld.reviews.operations.asking import ask_review, withdraw_review
from upheld.reviews.queries.standing import reviews_of
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.timekeeping.targets import Target

LONGEST_WORDS = 1_000
DESK = "service_desk"
"""Who is asked where there is no procedure, and so no owner: whoever holds the service desk."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and where: at which step, at which piece of work."""

    kind: str
    words: str
    step: int | None = None
    revision: Revision | None = None
    """The revision that was followed; without one, that which holds."""
    on: Target | None = None


@operation(May.REPORT)
def report_finding(
    *, finding: Finding, by: Actor, at: datetime, procedure: Procedure | None = None
) -> Report:
    """Report that a procedure is wrong or unclear, lacks something, or does not exist at all.

    It waits with the procedure's owner until they answer it by a revision or a reason. Refuses
    with: invalid_input.
    """
    revision = _require_sound(finding, procedure)
    report = Report(
        number=next_number("report"), kind=finding.kind, procedure=procedure, revision=revision,
        step=finding.step, words=finding.words.strip(), reported_by_id=by.person_id,
        reported_at=at, **_work(finding.on),
    )  # fmt: skip
    report.save()
    record(
        Event.REPORTED, report, about=[procedure, finding.on.row if finding.on else None],
        number=report.number, kind=report.kind, step=report.step,
        revision=revision.number if revision else None,
    )  # fmt: skip
    _ask_owner(report, by, at)
    return report


def _require_sound(finding: Finding, procedure: Procedure | None) -> Revision | None:
    wrong: dict[str, str] = {}
    if finding.kind not in ReportKind.values:
        wrong["kind"] = "Say whether it is wrong, missing or unclear."
    if procedure is None and finding.kind != ReportKind.MISSING:
        wrong["kind"] = "Without a procedure it can only be missing."
    if not finding.words.strip() or len(finding.words) > LONGEST_WORDS:
        wrong["words"] = f"Say what you found, in at most {LONGEST_WORDS:,} characters."
    revision = finding.revision
    if procedure is not None and revision is None:
        revision = Revision.objects.filter(procedure=procedure, number=procedure.revision).first()
    steps = len(revision.steps) if revision is not None else 0
    if finding.step is not None and not 1 <= finding.step <= steps:
        wrong["step"] = "There is no such step in that revision."
    if wrong:
        raise invalid(**wrong)
    return revision


def _work(on: Target | None) -> dict[str, object]:
    if on is None:
        return {}
    return {"on_kind": on.kind, "on_id": on.id, "on_title": on.title[:200], "on_url": on.url}


def _ask_owner(report: Report, by: Actor, at: datetime) -> None:
    """Put a report to whoever keeps the procedure; nobody asks themselves.

    Where nobody may answer now, it waits in the list of reports all the same.
    """
    procedure = report.procedure
    if procedure is not None and procedure.owner_id == by.person_id:
        return
    question = f"{ReportKind(report.kind).label}: {report.words}"
    asked = {"person": procedure.owner} if procedure else {"function": DESK}
    try:
        ask_review(
            kind=REVIEW_KIND, subject=report,
            subject_title=procedure.title if procedure else "A procedure that is missing",
            subject_url=reverse("procedure-report", args=[report.number]),
            question=question[:490],
            why="You keep this procedure right." if procedure else "There is no procedure for it.",
            content_hash=hashlib.sha256(report.words.encode()).hexdigest(), by=by, at=at, **asked,
        )  # fmt: skip
    except Refused as refused:
        if refused.code != "nobody_may_answer":
            raise


@operation(May.WRITE)
def decline_report(*, report: Report, reason: str, by: Actor, at: datetime) -> Report:
    """Answer a report by saying why the procedure stays as it is.

    Refuses with: not_its_owner, invalid_input, report_answered.
    """
    if not reason.strip():
        raise invalid(reason="Say why it stays as it is.")
    return _answer(report, by, at, state=ReportState.DECLINED, answer=reason.strip()[:1_000])


@operation(May.WRITE)
def correct_report(
    *, report: Report, revision: Revision, by: Actor, at: datetime, answer: str = ""
) -> Report:
    """Answer a report by the revision that corrects it, published after it was made.

    Refuses with: not_its_owner, report_answered, not_a_correction.
    """
    same = report.procedure_id in {None, revision.procedure_id}
    if not same or revision.published_at < report.reported_at:
        raise Refused(
            "not_a_correction", "That revision is of another procedure, or older than the report.",
            what="Not answered.", remedy="Publish a revision that corrects it, and choose that.",
        )  # fmt: skip
    return _answer(report, by, at, state=ReportState.CORRECTED, corrected_in=revision,
                   answer=answer.strip()[:1_000])  # fmt: skip


def _answer(report: Report, by: Actor, at: datetime, **fields: object) -> Report:
    report = lock(report)
    require_owner(report.procedure, by, "Not answered.")
    if report.state != ReportState.OPEN:
        raise Refused(
            "report_answered", "Somebody answered this report before.", what="Not answered.",
            remedy="Look at their answer; report anew what it leaves open.",
        )  # fmt: skip
    report.change(answered_by_id=by.person_id, answered_at=at, **fields)
    for review in reviews_of(report):
        if review.state == ReviewState.ASKED:
            withdraw_review(review=review, reason="The report is answered.", by=by, at=at)
    record(
        Event.REPORT_ANSWERED, report, about=[report.procedure], reason=report.answer,
        number=report.number, state=report.state,
        revision=report.corrected_in.number if report.corrected_in else None,
    )  # fmt: skip
    return report
