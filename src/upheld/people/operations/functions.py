"""Who answers for what: functions and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.operation import lock, operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, invalid
from upheld.people.events import Event
from upheld.people.may import May
from upheld.people.models import FunctionHolder, Membership, Team
from upheld.people.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


@operation(May.MANAGE_PEOPLE)
def give_function(
    *, person: Person, function: str, by: Actor, at: datetime, rank: int = 0
) -> FunctionHolder:
    """Make somebody answer for a function; the lowest rank is asked first.

    Refuses with: invalid_input, not_working_here.
    """
    del at
    if function not in dict(FUNCTIONS):
        raise invalid(function="This is not a function that somebody can hold.")
    if not person.active:
        raise Refused("not_working_here", f"{person.name} does not work here any more.")
    rows = FunctionHolder.objects.filter(function=function, person=person)
    holder: FunctionHolder | None = rows.first()
    if holder is not None and holder.rank == rank:
        return unchanged(holder)
    if holder is None:
        holder = FunctionHolder(function=function, person=person, rank=rank)
        holder.save()
    else:
        holder = lock(holder).change(rank=rank)
    _copy_functions(person, by)
    record(Event.FUNCTION_GIVEN, holder, about=[person], function=function, rank=rank)
    return holder


@operation(May.MANAGE_PEOPLE)
def end_function(*, holder: FunctionHolder, by: Actor, at: datetime) -> None:
    """Let somebody no longer answer for a function."""
    del at
    holder = lock(holder)
    person = holder.person
    record(Event.FUNCTION_ENDED, person, function=holder.function)
    holder.delete()
    _copy_functions(person, by)


@operation(May.MANAGE_PEOPLE)
def form_team(*, name: str, by: Actor, at: datetime) -> Team:
    """Find a team by its name, or form it. Refuses with: invalid_input."""
    del by, at
    name = name.strip()
    if not name:
        raise invalid(team="Give the team a name.")
    known: Team | None = Team.objects.filter(name__iexact=name).first()
    if known is not None:
        return unchanged(known)
    team = Team(name=name)
    team.save()
    record(Event.TEAM_FORMED, team)
    return team


def _copy_functions(person: Person, by: Actor) -> None:
    """Keep what every request reads equal to who holds what."""
    held = FunctionHolder.objects.filter(person=person).values_list("function", flat=True)
    places = Membership.objects.filter(provider_id=by.provider_id, person_id=person.pk)
    places.update(functions=sorted(held))
