"""What a person costs, from a date on. Visible only with its own right."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned
from upheld.people.models.person import Person


class PayRate(Owned):
    """Yearly cost of a person from a day until the next row; never applied backwards."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    currency = models.CharField(max_length=3)
    salary_minor = models.BigIntegerField()
    employer_taxes_minor = models.BigIntegerField(default=0)
    benefits_minor = models.BigIntegerField(default=0)
    overhead_minor = models.BigIntegerField(default=0)
    """The person's yearly share of overhead, shown apart."""
    available_seconds = models.PositiveBigIntegerField()
    """Working time of the year less leave and public holidays."""

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "person", "from_on"], name="pay_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"pay of {self.person_id} from {self.from_on}"
