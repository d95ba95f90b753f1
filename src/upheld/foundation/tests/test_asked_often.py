"""What is kept of a question, and for whom it is asked anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F, Value
from tests.acme import MONDAY

from upheld.foundation.asked_often import AskedOften, moment_of
from upheld.foundation.models import RecordEntry
from upheld.foundation.tenancy.scope import NoProviderOpenError, open_provider
from upheld.people.models import Person


@pytest.fixture
def built():
    """The days for which the question was built, in their order."""
    return []


@pytest.fixture
def question(built):
    def build(actor, at):
        built.append((actor.name, at))
        rows = Person.objects.filter(pk=actor.person_id).order_by()
        return rows.annotate(day=Value(str(at.date()))).values_list("name", "day", F("provider_id"))

    return AskedOften(build)


def test_it_is_built_once_for_a_person_and_day(world, question, built):
    first = question.lines(world.sam, MONDAY)

    assert first == question.lines(world.sam, MONDAY + timedelta(minutes=5))
    assert [row[0] for row in first] == [world.people["sam"].name]
    assert len(built) == 1


def test_another_person_and_another_day_are_other_questions(world, question, built):
    mine, theirs = question.lines(world.sam, MONDAY), question.lines(world.lena, MONDAY)
    later = question.lines(world.sam, MONDAY + timedelta(days=1))
    fewer = replace(world.sam, capabilities=frozenset())

    assert {mine[0][0], theirs[0][0]} == {world.people[one].name for one in ("sam", "lena")}
    assert mine[0][1] != later[0][1]
    assert question.lines(fewer, MONDAY) == mine
    assert len(built) == 4


def test_another_provider_is_asked_of_its_own_rows(world, elsewhere, question, built):
    here = question.lines(world.sam, MONDAY)
    with open_provider(elsewhere.provider.pk):
        assert question.lines(world.sam, MONDAY) == []

    assert question.lines(world.sam, MONDAY) == here
    assert len(built) == 2


def test_nothing_is_asked_without_a_provider(world, question):
    kept = question.lines(world.sam, MONDAY)
    assert kept

    from upheld.foundation.tenancy import scope

    token = scope._current.set(None)
    try:
        with pytest.raises(NoProviderOpenError):
            question.lines(world.sam, MONDAY)
    finally:
        scope._current.reset(token)


def test_a_moment_is_the_same_from_both_engines(world):
    entry = RecordEntry.objects.order_by("-pk").first()
    assert entry is not None
    of_a_column = RecordEntry.objects.filter(pk=entry.pk).order_by().values_list("at")
    worked_out = of_a_column.annotate(moment=Value(MONDAY)).values_list("moment")

    for rows, expected in ((of_a_column, entry.at), (worked_out, MONDAY)):
        with connection.cursor() as cursor:
            cursor.execute(*rows.query.sql_with_params())
            (kept,) = cursor.fetchone()
        assert moment_of(kept) == expected
