"""Whom and what the words of a capture line mean, among what the person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Max, Sum

from upheld.customers.models import Company, Contact
from upheld.foundation.asked_often import SqlKept
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.text import comparable
from upheld.people.models import Person
from upheld.timekeeping.models import Nickname
from upheld.timekeeping.rules.meant import MOST_OFFERED, Meant, Offered, unlike
from upheld.timekeeping.rules.name_matching import (
    Because,
    Candidate,
    Match,
    Register,
    match_names,
    name_at_start,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from upheld.timekeeping.rules.name_matching import Learned
    from upheld.timekeeping.targets import NamedTarget

MOST_NAMESAKES = 50

WHY = {
    Because.LEARNED: "you meant them before",
    Because.INITIALS: "by initials",
    Because.PART: "part of the name",
}


def learned_names(person_id: int | None) -> Learned:
    """Give what a person meant before by which words: one query."""
    found: dict[str, dict[str, int]] = {}
    for words, company_id, used in _LEARNED.lines(person_id):
        found.setdefault(words, {})[str(company_id)] = used
    return found


def _learned(person_id: int | None) -> QuerySet[Nickname, tuple[Any, ...]]:
    rows = Nickname.objects.filter(person_id=person_id).order_by()
    return rows.values_list("words", "company_id", "used")


_LEARNED = SqlKept(_learned)


def company_meant(words: Sequence[str], person_id: int | None) -> Meant | None:
    """Find the customer that a text begins with; None where its first word names nobody.

    Two queries, and one more after a customer came or changed. A number behind "c" ("c17") is the
    customer's own, for names that are alike.
    """
    register = _customers()
    found = name_at_start(words, register, learned_names(person_id))
    if found is None:
        return None
    typed = " ".join(words[: found.words_used])
    settled = found.settled
    if settled is not None:
        return Meant(typed, found.words_used, int(settled.id), settled.name)
    short = {match.id: register.by_id[match.id].also[0] for match in found.matches}
    return Meant(typed, found.words_used, offered=_offered(found.matches, short))


def _customers() -> Register:
    """Give all customers' names, as they are: kept, and read again once any of them changed."""
    provider_id = current_scope().provider_id
    stamp = tuple(_STAMP.lines())
    kept = _REGISTERS.get(provider_id)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    known = Company.objects.order_by().values_list("pk", "name", "number")
    register = Register(Candidate(str(pk), name, (f"c{number}",)) for pk, name, number in known)
    # Not before it is certain that what was read here stays: what is undone leaves no trace.
    transaction.on_commit(lambda: _keep(provider_id, stamp, register))
    return register


def _stamp() -> QuerySet[Company, tuple[Any, ...]]:
    of_all = Company.objects.order_by().values("provider_id")
    told: QuerySet[Company, tuple[Any, ...]] = of_all.annotate(
        Count("pk"), Max("pk"), Sum("version")
    ).values_list()
    return told


_STAMP = SqlKept(_stamp)


def _keep(provider_id: int, stamp: tuple[Any, ...], register: Register) -> None:
    if len(_REGISTERS) >= _KEPT:
        _REGISTERS.clear()
    _REGISTERS[provider_id] = (stamp, register)


_REGISTERS: dict[int, tuple[tuple[Any, ...], Register]] = {}
_KEPT = 16
"""Of so many providers the names are kept in a process."""


def _offered(matches: Sequence[Match], short: Mapping[str, str]) -> tuple[Offered, ...]:
    likely = matches[:MOST_OFFERED]
    written = unlike([(match.name, short[match.id]) for match in likely])
    return tuple(
        Offered(int(match.id), match.name, instead, WHY.get(match.because, ""))
        for match, instead in zip(likely, written, strict=True)
    )


def person_meant(name: str) -> tuple[Meant, Person | None]:
    """Find the colleague behind "@dana": by handle, else by any part of the name. One query."""
    people = {str(person.pk): person for person in Person.objects.filter(active=True)}
    by_handle = [p for p in people.values() if p.handle.casefold() == name.casefold()]
    candidates = [Candidate(pk, person.name, (person.handle,)) for pk, person in people.items()]
    matches = match_names([name], candidates, {})
    found = by_handle or [people[match.id] for match in matches]
    strongest = [m for m in matches if m.because is matches[0].because]
    if by_handle or len(strongest) == 1:
        return Meant(f"@{name}", 1, found[0].pk, found[0].name), found[0]
    offered = tuple(
        Offered(one.pk, one.name, f"@{one.handle}", one.title) for one in found[:MOST_OFFERED]
    )
    return Meant(f"@{name}", 1, offered=offered), None


def contact_meant(name: str, company_id: int) -> tuple[Meant, Contact | None]:
    """Find the customer's person behind "@ruth.adler", by any part of the name. One query."""
    known = {str(one.pk): one for one in Contact.objects.filter(company_id=company_id, active=True)}
    candidates = [Candidate(pk, one.name, (_local_part(one),)) for pk, one in known.items()]
    matches = match_names([name.replace(".", " ")], candidates, {})
    strongest = [match for match in matches if match.because is matches[0].because]
    if len(strongest) == 1:
        found = known[strongest[0].id]
        return Meant(f"@{name}", 1, found.pk, found.name), found
    offered = tuple(
        Offered(one.pk, one.name, f"@{_written(one)}", one.title)
        for one in (known[match.id] for match in matches[:MOST_OFFERED])
    )
    return Meant(f"@{name}", 1, offered=offered), None


def caller_meant(words: Sequence[str]) -> tuple[Meant, Mapping[int, Contact]] | None:
    """Find the customer's person that a text begins with, whoever they work for. One query.

    Asked only where the first word names no customer: "ruth adler vpn down" is Ruth's company.
    """
    rows = Contact.objects.filter(active=True, name__icontains=words[0]).select_related("company")
    known = {str(one.pk): one for one in rows.order_by("name", "pk")[:MOST_NAMESAKES]}
    candidates = [Candidate(pk, one.name) for pk, one in known.items()]
    found = name_at_start(words, Register(candidates), {})
    if found is None:
        return None
    typed = " ".join(words[: found.words_used])
    people = {one.pk: one for one in known.values()}
    if found.settled is not None:
        settled = found.settled
        return Meant(typed, found.words_used, int(settled.id), settled.name), people
    offered = tuple(
        Offered(one.pk, one.name, f"{one.company.name} @{_written(one)}", one.company.name)
        for one in (known[match.id] for match in found.matches[:MOST_OFFERED])
    )
    return Meant(typed, found.words_used, offered=offered), people


def _written(contact: Contact) -> str:
    """Write a name as one word behind "@"; what an at sign cannot hold is left out."""
    words = ("".join(sign for sign in word if sign.isalnum() or sign in "_-") for word in
             contact.name.split())  # fmt: skip
    return ".".join(word for word in words if word)


def _local_part(contact: Contact) -> str:
    return contact.email.partition("@")[0].replace(".", " ")


def target_meant(name: str, named: Sequence[NamedTarget], work: str) -> Meant:
    """Find what "deal acme-refresh" means among deals, deliverables and the like."""
    by_id = {str(one.id): one for one in named}
    exact = [one for one in named if name == str(one.number)]
    candidates = [Candidate(str(one.id), one.name, (one.hint,) if one.hint else ())
                  for one in named]  # fmt: skip
    matches = match_names([comparable(name)], candidates, {})
    strongest = [match for match in matches if match.because is matches[0].because]
    if exact or len(strongest) == 1:
        one = exact[0] if exact else by_id[strongest[0].id]
        return Meant(name, 1, one.id, one.name)
    likely = [by_id[match.id] for match in matches[:MOST_OFFERED]]
    offered = tuple(Offered(one.id, one.name, f"{work} {one.number}", one.hint) for one in likely)
    return Meant(name, 1, offered=offered)
