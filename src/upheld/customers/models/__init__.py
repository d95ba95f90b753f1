"""The customers package's tables."""

from upheld.customers.models.company import Company, Site, Standing
from upheld.customers.models.contact import BuyingPart, Contact
from upheld.customers.models.house_rule import HouseRule

__all__ = ["BuyingPart", "Company", "Contact", "HouseRule", "Site", "Standing"]
