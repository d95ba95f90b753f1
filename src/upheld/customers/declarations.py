"""How what happens to customers is said on a timeline, and how they are found."""

from __future__ import annotations

from upheld.customers.events import Event
from upheld.customers.may import May
from upheld.customers.models import BuyingPart, Company, Contact, Standing
from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind

say(Event.COMPANY_ADDED, "entered this company")
say(Event.COMPANY_CHANGED, "changed what is known of the company")
say(Event.CONTACT_ADDED, "entered {subject}")
say(Event.CONTACT_CHANGED, "changed what is known of {subject}")
say(Event.CONTACT_INVITED, "invited {subject} to the portal", kind="mail")
say(Event.CONTACT_LEFT, "noted that {subject} is no longer there")
say(Event.KEY_ISSUED, "issued a key to {subject}")
say(Event.KEY_REVOKED, "revoked a key of {subject}")
say(Event.SITE_ADDED, "entered the place {subject}")
say(Event.HOUSE_RULE_ADDED, "noted the house rule “{subject}”", kind="note")
say(Event.HOUSE_RULE_ENDED, "noted that “{subject}” no longer holds", kind="note")

name_fields(
    Company,
    standing=FieldSaid("Standing", titles=tuple(Standing.choices)),
    does=FieldSaid("What they do"),
    since_on=FieldSaid("Customer since"),
    owner=FieldSaid("Looked after by"),
)
name_fields(
    Contact,
    part=FieldSaid("Part in buying", titles=tuple(BuyingPart.choices)),
    technical=FieldSaid("How technical"),
    user=FieldSaid("Signs in as"),
)
declare_kind("company", "Customers", icon="building", may=May.SEE_CUSTOMERS)
declare_kind("contact", "Contacts", icon="id-badge", may=May.SEE_CUSTOMERS)
declare_command("New customer", "customer-new", May.EDIT_CUSTOMERS)
