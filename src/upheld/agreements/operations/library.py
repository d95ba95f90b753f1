"""The catalogue of services and the library of standard clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Clause, ClauseVersion, Service
from upheld.agreements.rules.departures import text_hash
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.agreements.rules.pricing import LineKind
    from upheld.foundation.actor import Actor
    from upheld.foundation.values.money import Money


@operation(May.MANAGE_LIBRARY)
def list_service(
    *,
    key: str,
    title: str,
    unit: LineKind,
    list_price: Money,
    by: Actor,
    at: datetime,
    cost: Money | None = None,
    function: str = "",
) -> Service:
    """Offer a service at a list price; `cost` is what one unit costs us, where somebody knows.

    Refuses with: invalid_input, key_taken.
    """
    del by, at
    if not title.strip():
        raise invalid(title="Enter what it is called.")
    if list_price.is_negative:
        raise invalid(list_price="A price is not below zero.")
    if Service.objects.filter(key=key).exists():
        raise Refused("key_taken", f"There is already a service with the key “{key}”.")
    service = Service(
        key=key,
        title=title.strip(),
        unit=unit.value,
        list_minor=list_price.minor,
        currency=list_price.currency,
        cost_minor=cost.minor if cost is not None else None,
        function=function,
    )
    service.save()
    record(Event.SERVICE_LISTED, service, list_price=list_price, unit=unit)
    return service


@operation(May.MANAGE_LIBRARY)
def word_clause(
    *,
    key: str,
    title: str,
    function: str,
    text: str,
    by: Actor,
    at: datetime,
    always: bool = True,
) -> ClauseVersion:
    """Give a standard clause its wording from now on; what was sent keeps the wording it had.

    Refuses with: invalid_input.
    """
    del by
    if not text.strip():
        raise invalid(text="Write the clause.")
    if not function.strip():
        raise invalid(function="Name the function that answers for it.")
    clause = Clause.objects.filter(key=key).first()
    was = (clause.title, clause.function, clause.always) if clause else None
    if clause is None:
        clause = Clause(key=key, title=title, function=function, always=always)
        clause.save()
    else:
        clause = lock(clause)
        clause.change(title=title, function=function, always=always)
    rows = ClauseVersion.objects.filter(clause=clause)
    newest: ClauseVersion | None = rows.order_by("-number").first()
    if newest is not None and newest.text_hash == text_hash(text):
        if was == (title, function, always):
            return unchanged(newest)
        record(Event.CLAUSE_WORDED, newest, about=[clause], number=newest.number)
        return newest
    version = ClauseVersion(
        clause=clause,
        number=newest.number + 1 if newest else 1,
        text=text.strip(),
        text_hash=text_hash(text),
        from_at=at,
    )
    version.save()
    record(Event.CLAUSE_WORDED, version, about=[clause], number=version.number)
    return version


@operation(May.MANAGE_LIBRARY)
def change_service(
    *,
    service: Service,
    title: str,
    list_price: Money,
    by: Actor,
    at: datetime,
    cost: Money | None = None,
    function: str = "",
    retired: bool = False,
    seen: int | None = None,
) -> Service:
    """Change a service's title, price, cost or whether it is still offered.

    Proposals keep the price that they were written with. Refuses with: changed_meanwhile,
    invalid_input.
    """
    del by
    if not title.strip():
        raise invalid(title="Enter what it is called.")
    if list_price.is_negative:
        raise invalid(list_price="A price is not below zero.")
    service = lock(service, seen)
    if list_price.currency != service.currency:
        raise invalid(list_price=f"This service is priced in {service.currency}.")
    version = service.version
    service.change(
        title=title.strip(),
        list_minor=list_price.minor,
        cost_minor=None if cost is None else cost.minor,
        function=function,
        retired_at=(service.retired_at or at) if retired else None,
    )
    if service.version == version:
        return unchanged(service)
    record(Event.SERVICE_LISTED, service, list_price=list_price, retired=retired)
    return service
