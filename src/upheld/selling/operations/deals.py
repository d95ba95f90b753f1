"""Deals are opened and changed, and people are put into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.customers.models import BuyingPart
from upheld.foundation.models import Provider
from upheld.foundation.models.numbering import next_number
from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.selling.events import Event
from upheld.selling.may import May
from upheld.selling.models import Deal, DealContact, Origin
from upheld.selling.operations.staging import require_open, restage

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.customers.models import Company, Contact
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

CHANGEABLE = frozenset(
    {
        "title", "owner", "engineer", "finder", "origin", "confidence_ppm", "one_off_minor",
        "monthly_minor", "expected_on", "next_step", "next_step_on",
    }
)  # fmt: skip
"""What `change_deal` may set. The stage is not among it: it follows from evidence."""

_WHOLE = 1_000_000


@operation(May.EDIT_DEALS)
def open_deal(
    *,
    company: Company,
    title: str,
    owner: Person | None,
    by: Actor,
    at: datetime,
    origin: str = Origin.INBOUND,
    engineer: Person | None = None,
    finder: Person | None = None,
    one_off_minor: int = 0,
    monthly_minor: int = 0,
    currency: str = "",
    **particulars: Any,
) -> Deal:
    """Open a deal at the stage of a lead.

    Amounts are in minor units of `currency` (the provider's if not given). Particulars:
    confidence_ppm, expected_on, next_step, next_step_on, and where it was imported from.
    Refuses with: invalid_input.
    """
    _require_sound(title=title, origin=origin, one_off_minor=one_off_minor,
                   monthly_minor=monthly_minor, **particulars)  # fmt: skip
    deal = Deal(
        number=next_number("deal"),
        company=company,
        title=title.strip(),
        owner=owner,
        engineer=engineer,
        finder=finder,
        origin=origin,
        one_off_minor=one_off_minor,
        monthly_minor=monthly_minor,
        currency=currency or Provider.objects.get(pk=by.provider_id).currency,
        opened_at=at,
        **particulars,
    )
    deal.save()
    record(Event.DEAL_OPENED, deal, about=[company], number=deal.number, origin=origin)
    return deal


@operation(May.EDIT_DEALS)
def change_deal(
    *, deal: Deal, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Deal:
    """Change a deal's particulars (see CHANGEABLE); the record keeps what they were.

    Refuses with: changed_meanwhile, deal_closed, invalid_input.
    """
    del by, at
    strange = set(fields) - CHANGEABLE
    if strange:
        raise invalid(**dict.fromkeys(strange, "This cannot be set here."))
    deal = lock(deal, seen)
    require_open(deal, "The deal was not changed.")
    _require_sound(**{"title": deal.title, **fields})
    version = deal.version
    deal.change(**fields)
    if deal.version == version:
        return unchanged(deal)
    record(Event.DEAL_CHANGED, deal, about=[deal.company])
    return deal


@operation(May.EDIT_DEALS)
def set_deal_contact(
    *, deal: Deal, contact: Contact, part: str, by: Actor, at: datetime
) -> DealContact:
    """Put somebody of the company's into the deal, or change their part in buying.

    Refuses with: deal_closed, contact_of_another_company, invalid_input.
    """
    del by, at
    deal = lock(deal)
    require_open(deal, "Nobody was added.")
    if part not in BuyingPart.values:
        raise invalid(part="Choose one of the parts.")
    if contact.company_id != deal.company_id:
        raise Refused(
            "contact_of_another_company",
            f"{contact.name} does not belong to {deal.company.name}.",
            what="Nobody was added.",
            remedy="Enter them as a contact of the company first.",
        )
    place: DealContact | None = DealContact.objects.filter(deal=deal, contact=contact).first()
    if place is not None and place.part == part:
        return unchanged(place)
    if place is None:
        place = DealContact(deal=deal, contact=contact, part=part)
        place.save()
    else:
        place.change(part=part)
    record(
        Event.DEAL_CONTACT_SET, place, about=[deal, contact], part=part,
        private={"whom": contact.name, "role": BuyingPart(part).label.lower()},
    )  # fmt: skip
    restage(deal)
    return place


@operation(May.EDIT_DEALS)
def remove_deal_contact(*, place: DealContact, by: Actor, at: datetime) -> Deal:
    """Take somebody out of the deal; the record keeps that they were in it.

    Refuses with: deal_closed.
    """
    del by, at
    deal = lock(place.deal)
    require_open(deal, "Nobody was removed.")
    place = lock(place)
    record(
        Event.DEAL_CONTACT_REMOVED, place, about=[deal, place.contact], part=place.part,
        private={"whom": place.contact.name},
    )  # fmt: skip
    place.delete()
    return restage(deal)


def _require_sound(
    *,
    title: str,
    origin: str = Origin.INBOUND,
    one_off_minor: int = 0,
    monthly_minor: int = 0,
    confidence_ppm: int | None = None,
    next_step: str = "",
    next_step_on: date | None = None,
    **_other: Any,
) -> None:
    wrong: dict[str, str] = {}
    if not title.strip():
        wrong["title"] = "Say what the deal is about."
    if origin not in Origin.values:
        wrong["origin"] = "Choose where the deal came from."
    if one_off_minor < 0:
        wrong["one_off"] = "An amount is not below nothing."
    if monthly_minor < 0:
        wrong["monthly"] = "An amount is not below nothing."
    if confidence_ppm is not None and not 0 <= confidence_ppm <= _WHOLE:
        wrong["confidence"] = "Confidence lies between 0 % and 100 %."
    if next_step_on is not None and not next_step.strip():
        wrong["next_step"] = "Say what is to happen on that day."
    if wrong:
        raise invalid(**wrong)
