"""Which operation answers which fact: the one readable table, in place of signals.

Reactions run in the transaction of the fact, in the order given. An earlier stage of work never
imports a later one; it records a fact, and this table says what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements import reactions as agreements
from upheld.delivery import reactions as delivery
from upheld.mailroom import reactions as mailroom
from upheld.mirror import reactions as mirror
from upheld.money import reactions as money
from upheld.playbook import reactions as playbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.foundation.facts import Reaction

REACTIONS: Mapping[str, tuple[Reaction, ...]] = {
    "agreements.deliverable.estimated": (agreements.estimated_shows_delivery_agrees,),
    "agreements.proposal.sent": (
        agreements.sent_shows_a_proposal,
        mirror.prove_what_was_claimed,
    ),
    "agreements.proposal.revised": (agreements.gone_hides_the_proposal,),
    "agreements.proposal.withdrawn": (agreements.gone_hides_the_proposal,),
    "agreements.proposal.declined": (agreements.gone_hides_the_proposal,),
    "agreements.proposal.expired": (agreements.gone_hides_the_proposal,),
    "agreements.proposal.signed": (
        agreements.win_what_was_signed,
        agreements.welcome_customer,
        delivery.on_proposal_signed,
        money.book_what_was_signed,
    ),
    "delivery.deliverable.accepted": (
        delivery.on_deliverable_accepted,
        money.earn_what_was_accepted,
    ),
    "desk.ticket.replied": (mailroom.on_ticket_replied,),
    "desk.ticket.resolved": (mailroom.on_ticket_resolved,),
    "reviews.review.answered": (
        agreements.a_yes_to_effort_needs_hours,
        delivery.on_review_answered,
        playbook.on_review_answered,
    ),
    "timekeeping.time.logged": (money.time_changed_a_month,),
    "timekeeping.time.corrected": (money.time_changed_a_month,),
    "timekeeping.time.adjusted": (money.time_changed_a_month,),
    "timekeeping.time.voided": (money.time_changed_a_month,),
    "people.pay.set": (money.pay_changed_months,),
    "connections.import.rows_taken_in": (money.rows_changed_months,),
}
