"""The company's own settings, as their page and the API show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Q

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.guards import owned_models
from upheld.people.models import CompanySettings, PlannedPolicies, PlanState, Schedule
from upheld.people.rules.policies import POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned


MOST_PLANS = 50


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """All that a company may set, as it holds now."""

    settings: CompanySettings
    provider: Provider
    policies: Mapping[str, int]
    """By the key of the policy: what was set, or the usual."""
    usual_hours: Schedule | None
    hours: tuple[Schedule, ...]
    amounts_in: tuple[str, ...]
    """Kinds of rows that hold an amount; where there are any, the currency stays."""
    plans: tuple[PlanShown, ...]
    """What is to come, and what could not hold."""


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What is to hold from a day on, in words: the name and value of each policy."""

    plan: PlannedPolicies
    lines: tuple[tuple[str, str], ...]


def visible_settings(_actor: Actor) -> QuerySet[CompanySettings]:
    """Give the one row of the open provider, for a change to be made on it."""
    rows: QuerySet[CompanySettings] = CompanySettings.objects.all()
    return rows


def company_page(settings: CompanySettings) -> CompanyPage:
    """Read the company's settings: four queries beside the row."""
    provider = Provider.objects.get(pk=settings.provider_id)
    hours = tuple(Schedule.objects.order_by("name"))
    return CompanyPage(
        settings=settings,
        provider=provider,
        policies=policies_of(provider),
        usual_hours=next((one for one in hours if one.is_default), None),
        hours=hours,
        amounts_in=amounts_in(provider),
        plans=shown_plans(),
    )


def policies_of(provider: Provider) -> dict[str, int]:
    """Give what holds at a provider, by the policy's key."""
    return {key: one.of(provider.settings) for key, one in POLICIES.items()}


def policies_on(provider: Provider, day: date) -> dict[str, int]:
    """Give what is to hold at a provider on a day, by the policy's key: one query."""
    found = policies_of(provider)
    for plan in planned().filter(holds_from__lte=day):
        found |= {key: value for key, value in plan.values.items() if key in found}
    return found


def planned() -> QuerySet[PlannedPolicies]:
    """Give what is still to come, the earliest first."""
    rows: QuerySet[PlannedPolicies] = PlannedPolicies.objects.filter(state=PlanState.PLANNED)
    return rows.select_related("planned_by").order_by("holds_from", "pk")


def shown_plans() -> tuple[PlanShown, ...]:
    """Give what is to come, and what could not hold lately: one query."""
    rows = PlannedPolicies.objects.filter(state__in=(PlanState.PLANNED, PlanState.REFUSED))
    newest = rows.select_related("planned_by").order_by("-holds_from", "-pk")[:MOST_PLANS]
    return tuple(PlanShown(one, _lines(one)) for one in reversed(newest))


def _lines(plan: PlannedPolicies) -> tuple[tuple[str, str], ...]:
    known = ((POLICIES[key], value) for key, value in plan.values.items() if key in POLICIES)
    return tuple((policy.title, policy.unit.written(value)) for policy, value in known)


def amounts_in(provider: Provider) -> tuple[str, ...]:
    """Name the kinds of rows that hold an amount of money: one query over all tables.

    Tables are found by their fields, so that a new one cannot be forgotten.
    """
    asked = dict(_rows_with_amounts())
    here = Provider.objects.filter(pk=provider.pk)
    found = here.values_list(*(Exists(rows) for rows in asked.values())).get()
    return tuple(sorted(name for name, there in zip(asked, found, strict=True) if there))


def _rows_with_amounts() -> Iterator[tuple[str, QuerySet[Any]]]:
    for model in owned_models():
        names = {field.name for field in model._meta.concrete_fields}
        if "currency" in names:
            yield _named(model), model.objects.exclude(currency="")
        elif amounts := [name for name in names if name.endswith("_minor")]:
            there = Q(*((f"{name}__isnull", False) for name in amounts), _connector=Q.OR)
            yield _named(model), model.objects.filter(there)


def _named(model: type[Owned]) -> str:
    return str(model._meta.verbose_name)
