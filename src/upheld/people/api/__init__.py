"""The JSON doors of people and of the company itself; importing this package registers them."""

from upheld.people.api import company, people

__all__ = ["company", "people"]
