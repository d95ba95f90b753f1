"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about customers."""

    COMPANY_ADDED = "customers.company.added"
    COMPANY_CHANGED = "customers.company.changed"
    CONTACT_ADDED = "customers.contact.added"
    CONTACT_CHANGED = "customers.contact.changed"
    CONTACT_INVITED = "customers.contact.invited"
    CONTACT_LEFT = "customers.contact.left"
    KEY_ISSUED = "customers.contact.key_issued"
    KEY_REVOKED = "customers.contact.key_revoked"
    SITE_ADDED = "customers.site.added"
    HOUSE_RULE_ADDED = "customers.house_rule.added"
    HOUSE_RULE_ENDED = "customers.house_rule.ended"
