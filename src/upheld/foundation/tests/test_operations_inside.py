"""An operation inside another stands or falls with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from upheld.demo.cast import OPENING
from upheld.foundation.models import RecordEntry, SearchRow
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused
from upheld.foundation.search import Document, refresh_search
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.people.events import Event
from upheld.people.models import Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from upheld.demo.cast import Company
    from upheld.foundation.actor import Actor


@operation(None)
def name_team(*, name: str, by: Actor, at: Any, refuse: bool = False) -> Team:
    """Make a team, and refuse afterwards if asked."""
    del by, at
    team = Team(name=name)
    team.save()
    record(Event.TEAM_FORMED, team)
    if refuse:
        raise Refused("not_today")
    return team


@operation(None)
def around(*, work: Callable[[], Any], by: Actor, at: Any) -> Any:
    """Do something as part of an operation."""
    del by, at
    return unchanged(work())


@pytest.fixture
def by(world: Company) -> dict[str, Any]:
    return {"by": world.system, "at": OPENING}


def test_a_refusal_inside_takes_back_what_was_done_around_it(by):
    def both() -> None:
        name_team(name="First", **by)
        name_team(name="Second", **by, refuse=True)

    before = RecordEntry.objects.count()
    with pytest.raises(Refused):
        around(work=both, **by)

    assert not Team.objects.filter(name__in=["First", "Second"]).exists()
    assert RecordEntry.objects.count() == before


def test_a_swallowed_refusal_lets_nothing_more_through(by):
    def swallow() -> None:
        try:
            name_team(name="Half", **by, refuse=True)
        except Refused:
            Team.objects.count()

    with pytest.raises(TransactionManagementError):
        around(work=swallow, **by)

    assert not Team.objects.filter(name="Half").exists()


def test_two_one_after_the_other_are_refused_each_alone(by):
    name_team(name="Kept", **by)
    with pytest.raises(Refused):
        name_team(name="Gone", **by, refuse=True)

    assert list(Team.objects.filter(name__in=["Kept", "Gone"]).values_list("name", flat=True)) == [
        "Kept"
    ]


def test_housekeeping_around_an_operation_does_not_make_it_a_part(by):
    with bookkeeping(), pytest.raises(Refused):
        name_team(name="Gone", **by, refuse=True)

    assert not Team.objects.filter(name="Gone").exists()


def test_a_part_asks_for_no_savepoint_and_does_not_tell_the_provider_again(by):
    with CaptureQueriesContext(connection) as queries:
        around(work=lambda: name_team(name="Quick", **by), **by)

    said = [query["sql"].lower() for query in queries.captured_queries]
    assert len([sql for sql in said if sql.startswith("savepoint")]) == 1
    assert len([sql for sql in said if "set_config" in sql]) <= 1


@pytest.fixture
def _found(monkeypatch):
    def document(team: Team) -> Document:
        return Document(team.name, f"/teams/{team.pk}", OPENING)

    monkeypatch.setattr(Team, "search_kind", "test-team", raising=False)
    monkeypatch.setattr(Team, "search_document", document, raising=False)


@pytest.mark.usefixtures("_found")
def test_what_is_new_is_found_without_asking_whether_it_was_known(by):
    with CaptureQueriesContext(connection) as queries:
        name_team(name="Quick", **by)

    said = [query["sql"] for query in queries.captured_queries]
    assert SearchRow.objects.filter(kind="test-team", title="Quick").count() == 1
    assert not [sql for sql in said if sql.startswith("SELECT") and "searchrow" in sql]


@pytest.mark.usefixtures("_found")
def test_what_is_new_and_refreshed_twice_is_found_once(by):
    def twice() -> None:
        team = name_team(name="Once", **by)
        team.change(name="Renamed")
        record(Event.TEAM_FORMED, team)
        refresh_search(team)

    around(work=twice, **by)

    assert [row.title for row in SearchRow.objects.filter(kind="test-team")] == ["Renamed"]
