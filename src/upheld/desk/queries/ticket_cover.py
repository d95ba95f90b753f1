"""What covers work on a ticket: the customer's agreements, and the work that a change is to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from upheld.agreements.models import Agreement, StatementOfWork
from upheld.desk.rules.coverage import AGREEMENT_OVER, BY_AGREEMENT, Term, covering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class TermShown:
    """One agreement of a customer's, as the page of their ticket reads it."""

    term: Term
    title: str
    sow: int
    """The number of its last statement of work; 0 for none."""
    monthly: bool

    @classmethod
    def read(cls, number: int, title: str, sow: int, days: str) -> TermShown:
        """Read an agreement from one line of the page's one query."""
        first, end, ended, monthly = days.split("|")
        ended_on = date.fromisoformat(ended) if ended else None
        term = Term(number, date.fromisoformat(first), date.fromisoformat(end), ended_on)
        return cls(term, title, sow, monthly != "0")


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether work on a ticket is covered today, and what can be done where it is not."""

    rule: str
    agreement: int | None
    sow: int
    """The statement of work to which a change order could be written; 0 for none."""

    @property
    def is_covered(self) -> bool:
        """Tell whether an agreement in force covers it."""
        return self.rule == BY_AGREEMENT

    @property
    def is_over(self) -> bool:
        """Tell whether there was or will be one that the customer may think of."""
        return self.rule == AGREEMENT_OVER


def cover_of(terms: Iterable[TermShown], day: date) -> Cover:
    """Decide by the same rule as logged time does, and find the work that a change is to."""
    known = list(terms)
    rule, number = covering([one.term for one in known if one.monthly], day)
    standing = [one for one in known if one.sow and one.term.holds_on(day)]
    last = max((one.sow for one in standing), default=0)
    return Cover(rule, number, last)


def terms_of(company_id: int) -> QuerySet[Any]:
    """Find a customer's agreements with what `TermShown.read` needs, for a query with others."""
    work = StatementOfWork.objects.filter(agreement=OuterRef("pk")).order_by("-number")
    days = Concat(
        Cast("starts_on", CharField()), Value("|"),
        Cast("ends_on", CharField()), Value("|"),
        Coalesce(Cast("ended_on", CharField()), Value(""), output_field=CharField()), Value("|"),
        Cast("monthly_minor", CharField()), output_field=CharField(),
    )  # fmt: skip
    rows: QuerySet[Any] = Agreement.objects.filter(company=company_id).annotate(
        line_of=F("number"), line_text=F("title"),
        line_size=Coalesce(Subquery(work.values("number")[:1]), 0), line_more=days,
        line_sort=Value("term", CharField()),
    )  # fmt: skip
    return rows.order_by()
