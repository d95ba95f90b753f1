"""What the company wants from a day to come: planned, withdrawn, and held when the day is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from upheld.foundation.models import Provider
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import INVALID_INPUT, Refused, invalid
from upheld.foundation.values.period import today
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import CompanySettings, PlannedPolicies, PlanState
from upheld.people.operations.company import change_company
from upheld.people.queries.company import policies_on
from upheld.people.rules.policies import POLICIES, faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from upheld.foundation.actor import Actor

FURTHEST = timedelta(days=366)


@operation(May.MANAGE_COMPANY)
def plan_policies(
    *,
    settings: CompanySettings,
    holds_from: date,
    values: Mapping[str, int],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> PlannedPolicies | None:
    """Decide what the company wants from a day to come; `values` by the keys of `POLICIES`.

    What would hold that day anyway is left out; None where nothing is left. Refuses with:
    changed_meanwhile, invalid_input.
    """
    settings = lock(settings, seen)
    now = _company_day(at)
    if not now < holds_from <= now + FURTHEST:
        raise invalid(holds_from="Enter a day to come, within a year.")
    held = policies_on(Provider.objects.get(pk=by.provider_id), holds_from)
    changes = {key: value for key, value in values.items() if held[key] != value}
    wrong = faults({**held, **changes}, changes)
    if wrong:
        raise Refused(
            INVALID_INPUT, "Some of what was entered cannot be used.",
            remedy="Correct the marked fields and save again; nothing you typed is lost.",
            fields={key: (why,) for key, why in wrong.items()},
        )  # fmt: skip
    if not changes:
        return unchanged(None)
    plan = PlannedPolicies(
        holds_from=holds_from, values=changes, planned_by_id=by.person_id, planned_at=at
    )
    plan.save()
    record(Event.POLICIES_PLANNED, plan, about=[settings], holds_from=holds_from,
           changed=sorted(changes), values=changes)  # fmt: skip
    return plan


@operation(May.MANAGE_COMPANY)
def withdraw_plan(
    *, plan: PlannedPolicies, by: Actor, at: datetime, seen: int | None = None
) -> PlannedPolicies:
    """Withdraw what was planned, before its day. Refuses with: changed_meanwhile, plan_settled."""
    del by
    plan = lock(plan, seen)
    if plan.state == PlanState.WITHDRAWN:
        return unchanged(plan)
    if plan.state != PlanState.PLANNED:
        raise Refused(
            "plan_settled", "Its day has come.", what="Nothing was withdrawn.",
            remedy="Change what holds now.",
        )  # fmt: skip
    plan.change(state=PlanState.WITHDRAWN, settled_at=at)
    record(Event.PLAN_WITHDRAWN, plan, about=_settings(), holds_from=plan.holds_from)
    return plan


@operation(None)
def hold_planned(*, by: Actor, at: datetime) -> Sequence[PlannedPolicies]:
    """Let what was planned hold whose day has come, the earliest first.

    What cannot hold beside what was changed meanwhile is refused, kept with the reason and shown.
    """
    due = PlannedPolicies.objects.filter(state=PlanState.PLANNED, holds_from__lte=_company_day(at))
    settled = []
    for plan in due.order_by("holds_from", "pk"):
        known = {key: value for key, value in plan.values.items() if key in POLICIES}
        why = ""
        try:
            with transaction.atomic():
                change_company(settings=CompanySettings.objects.get(), by=by, at=at, **known)
        except Refused as no:
            why = " ".join(text for texts in no.fields.values() for text in texts) or no.why
        plan.change(
            state=PlanState.REFUSED if why else PlanState.HELD, settled_at=at, why=why[:500]
        )
        event = Event.PLAN_REFUSED if why else Event.PLAN_HELD
        record(event, plan, about=_settings(), holds_from=plan.holds_from)
        settled.append(plan)
    return settled or unchanged(settled)


def _company_day(at: datetime) -> date:
    settings = CompanySettings.objects.select_related("provider").get()
    return today(at, settings.provider.zone)


def _settings() -> list[CompanySettings]:
    return list(CompanySettings.objects.all())
