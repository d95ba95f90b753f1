"""The company's own settings change: who it is, where it is, and how it wants things done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.foundation.models import Provider
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import INVALID_INPUT, Refused, invalid
from upheld.foundation.tenancy.writing import note_change
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import CompanySettings, Membership, Person, Schedule
from upheld.people.operations.places import require_place
from upheld.people.queries.company import amounts_in, policies_of
from upheld.people.rules.policies import POLICIES, faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.foundation.actor import Actor

PARTICULARS = ("name", "zone", "country", "subdivision", "currency", "mfa_required")
"""What may change of the provider itself; its short name stands in addresses and stays."""


@operation(None)
def begin_settings(*, by: Actor, at: datetime) -> CompanySettings:
    """Begin a new company's record with where it is; called once, as it is founded."""
    del at
    provider = Provider.objects.get(pk=by.provider_id)
    settings = CompanySettings()
    settings.save()
    record(
        Event.COMPANY_FOUNDED, settings, zone=provider.zone, country=provider.country,
        currency=provider.currency,
    )  # fmt: skip
    return settings


@operation(May.MANAGE_COMPANY)
def change_company(
    *,
    settings: CompanySettings,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    usual_hours: Schedule | None = None,
    **fields: Any,
) -> CompanySettings:
    """Change what the company set for itself; it holds from now on, and what was agreed stays.

    Fields: those of `PARTICULARS`, and the keys of `POLICIES` with whole numbers. `usual_hours`
    become everybody's who has none of their own. Refuses with: changed_meanwhile, invalid_input,
    amounts_exist.
    """
    del at
    settings = lock(settings, seen)
    provider = Provider.objects.get(pk=by.provider_id)
    particulars = {key: value for key, value in fields.items() if key in PARTICULARS}
    policies = {key: value for key, value in fields.items() if key in POLICIES}
    changes = _of_particulars(provider, particulars) | _of_policies(provider, policies)
    if "currency" in changes:
        _require_no_amounts(provider)
    hours = _use(usual_hours)
    if not changes and not hours:
        return unchanged(settings)
    _write(provider, {key: new for key, (_old, new) in changes.items()})
    if "zone" in changes:
        _move_places(provider.pk, *changes["zone"])
    settings.change(changes=settings.changes + 1)
    note_change(settings, changes | hours)
    said = {key: new for key, (_old, new) in changes.items() if key != "name"}
    record(Event.COMPANY_CHANGED, settings, changed=sorted(changes | hours), **said)
    return settings


def _of_particulars(provider: Provider, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Give old and new of each particular that changes, if together they are a company."""
    given = {key: one.strip() if isinstance(one, str) else one for key, one in given.items()}
    if not given.get("name", provider.name):
        raise invalid(name="Enter the company's name.")
    place = ("zone", "country", "subdivision", "currency")
    require_place(*(given.get(key, getattr(provider, key)) for key in place))
    return _differing({key: getattr(provider, key) for key in given}, given)


def _of_policies(provider: Provider, given: Mapping[str, int]) -> dict[str, tuple[Any, Any]]:
    held = policies_of(provider)
    wrong = faults({**held, **given}, given)
    if wrong:
        raise Refused(
            INVALID_INPUT,
            "Some of what was entered cannot be used.",
            remedy="Correct the marked fields and save again; nothing you typed is lost.",
            fields={key: (why,) for key, why in wrong.items()},
        )
    return _differing(held, given)


def _differing(held: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {key: (held[key], new) for key, new in given.items() if held[key] != new}


def _require_no_amounts(provider: Provider) -> None:
    found = amounts_in(provider)
    if found:
        raise Refused(
            "amounts_exist",
            f"There are amounts in {provider.currency} already ({', '.join(found)}), and none is "
            "ever turned into another currency.",
            remedy="Leave the currency as it is, or found another company for the other one.",
        )


def _use(hours: Schedule | None) -> dict[str, tuple[Any, Any]]:
    """Make hours everybody's who has none of their own; gives what that changed."""
    usual = Schedule.objects.filter(is_default=True).first()
    if hours is None or (usual is not None and usual.pk == hours.pk):
        return {}
    if usual is not None:
        lock(usual).change(is_default=False)
    lock(hours).change(is_default=True)
    return {"usual_hours": (usual.name if usual else "", hours.name)}


def _write(provider: Provider, values: Mapping[str, Any]) -> None:
    settings = provider.settings
    for key, value in values.items():
        if key in POLICIES:
            settings = POLICIES[key].put(settings, value)
    particulars = {key: value for key, value in values.items() if key in PARTICULARS}
    Provider.objects.filter(pk=provider.pk).update(settings=settings, **particulars)


def _move_places(provider_id: int, old: str, new: str) -> None:
    """Let whoever has no zone of their own read the time in the company's."""
    own = Person.objects.exclude(zone="").values_list("pk", flat=True)
    places = Membership.objects.filter(provider_id=provider_id, zone=old)
    places.exclude(person_id__in=list(own)).update(zone=new)
