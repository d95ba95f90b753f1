"""Telling people by mail, in the background: what was undone meanwhile is told to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.mails import mail_answered, mail_submitted, mail_wish
from upheld.delivery.models import ChangeOrder, SignOff
from upheld.delivery.queries.people_to_tell import (
    did_the_work,
    lead_service,
    may_sign_off_in_portal,
)
from upheld.delivery.rules.sign_off import RoundState
from upheld.foundation.jobs import job
from upheld.foundation.news import NEWS_LASTS, NOT_NEEDED

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor


@job("delivery.tell_submitted", title="Tell the customer that work waits for their sign-off")
def tell_submitted(*, by: Actor, at: datetime, round_id: int) -> str:
    """Mail whoever may sign it off, unless it was answered or taken back by now."""
    del by
    round_ = _round(round_id)
    if round_.state != RoundState.WAITING.value or at - round_.submitted_at > NEWS_LASTS:
        return NOT_NEEDED
    return f"{mail_submitted(round_, may_sign_off_in_portal(round_.deliverable))} mailed."


@job("delivery.tell_answered", title="Tell those who did the work what the customer answered")
def tell_answered(*, by: Actor, at: datetime, round_id: int) -> str:
    """Mail who owns the work and who submitted it."""
    del by
    round_ = _round(round_id)
    if round_.answered_at is None or at - round_.answered_at > NEWS_LASTS:
        return NOT_NEEDED
    return f"{mail_answered(round_, did_the_work(round_))} mailed."


@job("delivery.tell_wished", title="Tell who leads service what a customer wishes for")
def tell_wished(*, by: Actor, at: datetime, order_id: int) -> str:
    """Mail whoever leads service, unless it is settled by now."""
    del by
    rows = ChangeOrder.objects.select_related("company", "asked_by", "sow")
    order = rows.get(pk=order_id)
    if order.answered_at is not None or at - order.written_at > NEWS_LASTS:
        return NOT_NEEDED
    return f"{mail_wish(order, lead_service())} mailed."


def _round(round_id: int) -> SignOff:
    rows = SignOff.objects.select_related(
        "provider", "answered_by", "deliverable__company", "deliverable__sow__agreement__signature"
    )
    found: SignOff = rows.get(pk=round_id)
    return found
