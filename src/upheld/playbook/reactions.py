"""Answers to facts: the owner's yes publishes a draft, their no answers a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from upheld.foundation.actor import system
from upheld.playbook.models import Draft, Report, ReportState
from upheld.playbook.operations.drafts import REVIEW_KIND, fingerprint
from upheld.playbook.operations.publishing import publish_draft
from upheld.playbook.operations.reports import decline_report
from upheld.playbook.queries.procedures import may_decide
from upheld.reviews.rules.answers import ReviewState

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor
    from upheld.foundation.facts import Fact
    from upheld.playbook.models import Procedure
    from upheld.reviews.models import Review


def on_review_answered(fact: Fact) -> None:
    """Publish what its owner said yes to, or close a report with their reason for a no.

    A yes to a report is a word that it will be corrected: it stays open until the revision is
    there.
    """
    review = cast("Review", fact.subject)
    if review.kind != REVIEW_KIND:
        return
    if review.subject_type == Draft._meta.label_lower and review.state == ReviewState.APPROVED:
        _publish(review, fact)
    elif review.subject_type == Report._meta.label_lower and review.state == ReviewState.DECLINED:
        report = Report.objects.filter(pk=review.subject_id, state=ReportState.OPEN).first()
        if report is not None:
            by = _decider(report.procedure, fact)
            decline_report(report=report, reason=review.answer_reason, by=by, at=fact.at)


def _publish(review: Review, fact: Fact) -> None:
    draft = Draft.objects.filter(pk=review.subject_id).first()
    if draft is not None and fingerprint(draft.title, draft.text) == review.content_hash:
        publish_draft(draft=draft, by=_decider(draft.procedure, fact), at=fact.at)


def _decider(procedure: Procedure | None, fact: Fact) -> Actor:
    """Give who decides: whoever answered, or the house for somebody who stood in."""
    if may_decide(procedure, fact.by):
        return fact.by
    return system(fact.by.provider_id, on_behalf_of=fact.by)
