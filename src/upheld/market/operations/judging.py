"""Claims are judged by the figures, again and again, and overridden by the owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.market.events import Event
from upheld.market.may import May
from upheld.market.models import Claim, ClaimOverride, ClaimState, ClaimVerdict
from upheld.market.queries.verdicts import override_for, verdict_now
from upheld.market.rules.judging import Judgement, kept_figure

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

LONGEST_REASON = 500
_REFERENCE = re.compile(r"proposal:[1-9][0-9]{0,9}")


@operation(May.SEE_CLAIMS)
def judge_claim(*, claim: Claim, by: Actor, at: datetime) -> Claim:
    """Measure a claim now and keep the verdict; a new line of its history where it differs."""
    del by
    claim = lock(claim)
    if claim.state == ClaimState.RETIRED or not judge(claim, at):
        return unchanged(claim)
    return claim


def judge(claim: Claim, at: datetime) -> bool:
    """Judge a locked claim inside a running operation; tell whether anything differs.

    The verdict is not a change that somebody made to the claim, so it leaves the version alone:
    nobody's open form goes stale because a figure moved.
    """
    found = verdict_now(claim, at)
    kept = _as_kept(found)
    fields: dict[str, Any] = {
        "verdict": found.outcome.value,
        "verdict_why": found.verdict.why,
        "figure": kept,
    }
    before = claim.verdict
    last = ClaimVerdict.objects.filter(claim=claim).order_by("-judged_at", "-pk").first()
    if last is not None and _same(last, claim, fields):
        with bookkeeping():
            Claim.objects.filter(pk=claim.pk).update(judged_at=at)
        claim.judged_at = at
        return False
    Claim.objects.filter(pk=claim.pk).update(judged_at=at, **fields)
    for name, value in {**fields, "judged_at": at}.items():
        setattr(claim, name, value)
    _note(claim, at)
    record(
        Event.CLAIM_JUDGED, claim, before=before, outcome=claim.verdict,
        value=kept.get("value"), n=kept.get("n", 0), threshold=claim.threshold,
        private={"verdict": claim.verdict.replace("_", " ")},
    )  # fmt: skip
    return True


@operation(May.OVERRIDE_CLAIMS)
def override_claim(
    *,
    claim: Claim,
    proposal_ref: str,
    reason: str,
    by: Actor,
    at: datetime,
    proposal_title: str = "",
) -> ClaimOverride:
    """Let one proposal carry a claim that the figures do not bear out, with a reason that is kept.

    `proposal_ref` names the proposal by its number ("proposal:12"). A second
    override for the same proposal changes nothing. Refuses with: invalid_input, claim_retired,
    override_not_needed.
    """
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise invalid(reason=f"Say why it may be said, in at most {LONGEST_REASON} characters.")
    if not _REFERENCE.fullmatch(proposal_ref):
        raise invalid(proposal="This names no proposal.")
    claim = lock(claim)
    standing = override_for(claim, proposal_ref)
    if standing is not None:
        return unchanged(standing)
    found = verdict_now(claim, at)
    _require_needed(claim, found)
    override = ClaimOverride(
        claim=claim, proposal_ref=proposal_ref, proposal_title=proposal_title[:200],
        reason=reason.strip(), outcome=found.outcome.value, figure=_as_kept(found),
        by_id=by.person_id, by_name=by.name, given_at=at,
    )  # fmt: skip
    override.save()
    record(
        Event.CLAIM_OVERRIDDEN, override, about=[claim], reason=override.reason,
        proposal=proposal_ref, outcome=override.outcome,
    )  # fmt: skip
    return override


def _require_needed(claim: Claim, found: Judgement) -> None:
    if claim.state == ClaimState.RETIRED:
        raise Refused("claim_retired", "The claim is retired.", what="Nothing was overridden.")
    if found.bears_out:
        raise Refused(
            "override_not_needed",
            "The figures bear the claim out now.",
            what="Nothing was overridden.",
            remedy="Send the proposal.",
        )


def _as_kept(found: Judgement) -> dict[str, Any]:
    kept = kept_figure(found.figure)
    if found.period is not None:
        kept["start"] = found.period.start.isoformat()
        kept["end"] = found.period.end.isoformat()
        kept["clear"] = found.verdict.clear
    return kept


def _same(last: ClaimVerdict, claim: Claim, fields: dict[str, Any]) -> bool:
    """Tell whether a judgement says what the last one said; the window moves on by itself."""
    moving = {"start", "end"}

    def still(figure: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in figure.items() if key not in moving}

    asked = (last.threshold, last.direction, last.window_days)
    return (
        last.outcome == fields["verdict"]
        and asked == (claim.threshold, claim.direction, claim.window_days)
        and still(last.figure) == still(fields["figure"])
    )


def _note(claim: Claim, at: datetime) -> None:
    ClaimVerdict(
        claim=claim, judged_at=at, outcome=claim.verdict, why=claim.verdict_why,
        threshold=claim.threshold, direction=claim.direction, window_days=claim.window_days,
        figure=claim.figure,
    ).save()  # fmt: skip
