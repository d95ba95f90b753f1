"""The company's own settings, as their page and the API show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Q

from upheld.foundation.models import Provider
from upheld.foundation.tenancy.guards import owned_models
from upheld.people.models import CompanySettings, Schedule
from upheld.people.rules.policies import POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor
    from upheld.foundation.tenancy.owned import Owned


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


def visible_settings(_actor: Actor) -> QuerySet[CompanySettings]:
    """Give the one row of the open provider, for a change to be made on it."""
    rows: QuerySet[CompanySettings] = CompanySettings.objects.all()
    return rows


def company_page(settings: CompanySettings) -> CompanyPage:
    """Read the company's settings: three queries beside the row."""
    provider = Provider.objects.get(pk=settings.provider_id)
    hours = tuple(Schedule.objects.order_by("name"))
    return CompanyPage(
        settings=settings,
        provider=provider,
        policies=policies_of(provider),
        usual_hours=next((one for one in hours if one.is_default), None),
        hours=hours,
        amounts_in=amounts_in(provider),
    )


def policies_of(provider: Provider) -> dict[str, int]:
    """Give what holds at a provider, by the policy's key."""
    return {key: one.of(provider.settings) for key, one in POLICIES.items()}


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
