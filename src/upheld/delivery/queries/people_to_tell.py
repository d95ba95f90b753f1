"""Who is told by mail what happened on work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from upheld.customers.models import Contact
from upheld.people.models import Person
from upheld.people.roles import Role

if TYPE_CHECKING:
    from upheld.delivery.models import Deliverable, SignOff


def may_sign_off_in_portal(deliverable: Deliverable) -> list[Contact]:
    """Give the customer's people who may sign it off and can sign in: two queries at most."""
    signed_by = deliverable.sow.agreement.signature.contact_id
    able = Contact.objects.filter(company=deliverable.company, active=True, user__isnull=False)
    found = able.filter(Q(may_sign=True) | Q(pk=signed_by)).exclude(email="")
    return list(found.order_by("name", "pk"))


def did_the_work(round_: SignOff) -> list[Person]:
    """Give who owns the work and who put it before the customer, each once."""
    ids = {round_.deliverable.owner_id, round_.submitted_by_id} - {None}
    found = Person.objects.filter(pk__in=ids, active=True)
    return list(found.exclude(email="").order_by("name", "pk"))


def lead_service() -> list[Person]:
    """Give the service managers, or the owners where there is none: two queries at most."""
    able = Person.objects.filter(active=True).exclude(email="").order_by("pk")
    return list(able.filter(role=Role.SERVICE_MANAGER)) or list(able.filter(role=Role.OWNER))
