"""What other systems' words for companies, people and tickets mean here.

One for each walk through a file. It asks for a whole batch at once and remembers, so that a batch
costs a handful of queries however many references it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from upheld.connections.models import SourceRow
from upheld.connections.rules.fitting import is_bare_id, short_key
from upheld.customers.models import Company, Contact
from upheld.desk.models import Ticket
from upheld.people.models import Person, Team

REMEMBERED = 20_000
UNNAMED = "\x01"
"""The reference of a record that names no company although it needs one."""
LONGEST_NAME = 200


@dataclass(slots=True)
class Stub:
    """A company that so far is only a name in another record."""

    key: str
    company: Company


class Ambiguous(LookupError):  # noqa: N818  says what a reference is
    """Several of our rows answer to a reference, so none is taken."""


@dataclass(slots=True)
class Known:
    """What is known of one system. Stubs are made in memory; who writes the batch saves them."""

    system: str
    companies: dict[str, Company | None] = field(default_factory=dict)
    contacts: dict[str, Contact | None] = field(default_factory=dict)
    tickets: dict[str, Ticket | None] = field(default_factory=dict)
    products: set[str] = field(default_factory=set)
    stubs: list[Stub] = field(default_factory=list)
    planned: set[str] = field(default_factory=set)
    """Names and keys of the people and companies that a trial would have made."""
    _people: dict[str, set[int]] | None = None
    _by_id: dict[int, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    # -- companies --------------------------------------------------------------------------------

    def learn_companies(self, references: Iterable[str]) -> None:
        """Look up many references at once: by the system's key first, then by name."""
        if len(self.companies) > REMEMBERED:
            self.companies.clear()
        wanted = {one for one in references if _folded(one) not in self.companies}
        if not wanted:
            return
        self._learn_by_key(wanted)
        unknown = {one for one in wanted if _folded(one) not in self.companies}
        names: dict[str, list[Company]] = defaultdict(list)
        # SQLite folds the letters of English only, so a name as it stands is looked for as well.
        alike = Q(folded__in=[one.lower() for one in unknown]) | Q(name__in=unknown)
        for company in Company.objects.annotate(folded=Lower("name")).filter(alike):
            names[_folded(company.name)].append(company)
        for one in unknown:
            found = names.get(_folded(one), [])
            self.companies[_folded(one)] = found[0] if len(found) == 1 else None
            if len(found) > 1:
                self.companies.pop(_folded(one))
                self.companies["\x02" + _folded(one)] = None

    def _learn_by_key(self, wanted: set[str]) -> None:
        keys = {_key_of(one): one for one in wanted}
        rows = SourceRow.objects.filter(kind="companies", system=self.system, key__in=keys)
        ties = {pk: keys[key] for key, pk in rows.values_list("key", "subject_id")}
        for company in Company.objects.filter(pk__in=ties):
            self.companies[_folded(ties[company.pk])] = company

    def company(self, reference: str) -> Company | None:
        """Give the company meant; a name that nobody knows becomes a stub, a bare id None.

        Raises `Ambiguous`.
        """
        folded = _folded(reference)
        if "\x02" + folded in self.companies:
            raise Ambiguous(reference)
        found = self.companies.get(folded)
        if found is None and not is_bare_id(reference):
            found = self._stub(reference)
        return found

    def remember_company(self, reference: str, company: Company) -> None:
        """Remember a company that this batch takes in, for the records after it."""
        self.companies[_folded(reference)] = company

    def _stub(self, reference: str) -> Company:
        name = f"Not named in {self.system}" if reference == UNNAMED else reference
        stub = Company(name=name[:LONGEST_NAME], source_system=self.system)
        key = stub.source_id = _key_of(reference)
        self.stubs.append(Stub(key, stub))
        self.companies[_folded(reference)] = stub
        return stub

    # -- people -----------------------------------------------------------------------------------

    def person(self, reference: str) -> Person | None:
        """Give who is meant: by key, mail address, short name or full name. Raises `Ambiguous`."""
        if self._people is None:
            self._learn_people()
        people = self._people or {}
        for name in (f"\x03{self.system}:{reference}"[:200], reference.casefold().strip()):
            found = people.get(name, set())
            if len(found) == 1:
                return self._by_id[next(iter(found))]
            if found:
                raise Ambiguous(reference)
        return None

    def is_planned(self, reference: str) -> bool:
        """Tell whether a trial would have made this person or company."""
        return _folded(reference) in self.planned

    def forget_people(self) -> None:
        """Look everybody up again: some were made."""
        self._people = None

    def _learn_people(self) -> None:
        people: dict[str, set[int]] = defaultdict(set)
        for person in Person.objects.all():
            self._by_id[person.pk] = person
            if person.source_id:
                people["\x03" + person.source_id].add(person.pk)
            for name in {person.email, person.handle, person.name}:
                if name:
                    people[name.casefold().strip()].add(person.pk)
        self._people = dict(people)

    # -- contacts, tickets, products --------------------------------------------------------------

    def learn_contacts(self, references: Iterable[str]) -> None:
        """Look up contacts by mail address; anything else says nothing certain of who it is."""
        if len(self.contacts) > REMEMBERED:
            self.contacts.clear()
        wanted = {one.casefold() for one in references if "@" in one} - self.contacts.keys()
        if not wanted:
            return
        self.contacts.update(dict.fromkeys(wanted))
        for contact in Contact.objects.filter(email__in=wanted).select_related("company"):
            self.contacts[contact.email.casefold()] = contact

    def learn_tickets(self, references: Iterable[str]) -> None:
        """Look up tickets by the system's key."""
        if len(self.tickets) > REMEMBERED:
            self.tickets.clear()
        wanted = {one for one in references if one not in self.tickets}
        if not wanted:
            return
        keys = {short_key(one): one for one in wanted}
        rows = SourceRow.objects.filter(kind="tickets", system=self.system, key__in=keys)
        ties = {pk: keys[key] for key, pk in rows.values_list("key", "subject_id")}
        self.tickets.update(dict.fromkeys(wanted))
        for ticket in Ticket.objects.filter(pk__in=ties).select_related("company"):
            self.tickets[ties[ticket.pk]] = ticket

    def learn_products(self) -> None:
        """Read which products the system has, if they were taken in."""
        rows = SourceRow.objects.filter(kind="products", system=self.system)
        self.products = {extra.get("name", "") for extra in rows.values_list("extra", flat=True)}


def _folded(reference: str) -> str:
    return reference.strip().casefold()


def _key_of(reference: str) -> str:
    return "(none)" if reference == UNNAMED else short_key(reference)
