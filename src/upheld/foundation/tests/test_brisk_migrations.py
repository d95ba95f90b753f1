"""Fewer steps, the same tables: what each package's migration describes at its end."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
    RunPython,
)
from django.db.migrations.state import ProjectState

from upheld.foundation.brisk_migrations import CreateModels, folded, together

pytestmark = pytest.mark.once


def making(name):
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True))], options={})


def index(of, name):
    return AddIndex(of, models.Index(fields=["id"], name=name))


def positive(of, name):
    return AddConstraint(of, models.CheckConstraint(condition=models.Q(id__gt=0), name=name))


def described(operations):
    """Give the models as they stand after operations, each by all that it is made of."""
    state = ProjectState()
    for operation in operations:
        operation.state_forwards("shop", state)
    return state.models


def test_what_belongs_to_a_table_is_made_with_it():
    written = [making("A"), making("B"), index("a", "a_id"), positive("b", "b_id"),
               index("a", "a_id_too")]  # fmt: skip

    [first, second] = folded(written)

    assert isinstance(first, CreateModel)
    assert isinstance(second, CreateModel)
    assert [one.name for one in first.options["indexes"]] == ["a_id", "a_id_too"]
    assert [one.name for one in second.options["constraints"]] == ["b_id"]
    assert described([first, second]) == described(written)


def test_what_follows_a_later_field_stays_where_it_is():
    later = AddField("a", "x", models.IntegerField(null=True))
    written = [making("A"), making("B"), later, index("a", "a_id"), index("b", "b_id")]

    found = folded(written)

    assert [type(one) for one in found] == [CreateModel, CreateModel, AddField, AddIndex]
    assert described(found) == described(written)


def test_nothing_is_moved_past_what_could_depend_on_it():
    written = [making("A"), RunPython(RunPython.noop), index("a", "a_id")]

    assert folded(written) == written


def test_tables_are_made_together_until_something_else_is_done():
    late = index("a", "a_id")
    written = [making("A"), making("B"), late, making("C")]

    [first, second, third] = together(written)

    assert isinstance(first, CreateModels)
    assert [one.name for one in first.models] == ["A", "B"]
    assert second is late
    assert third is written[3]
    assert described([first, second, third]) == described(written)


def test_every_migration_ends_in_the_models_that_it_describes():
    nodes = MigrationLoader(None).graph.nodes
    fewer = 0
    for (label, _name), migration in nodes.items():
        if not type(migration).__module__.startswith("upheld."):
            continue
        written, brisk = ProjectState(), ProjectState()
        gathered = together(folded(migration.operations))
        for operations, state in ((migration.operations, written), (gathered, brisk)):
            for operation in operations:
                operation.state_forwards(label, state)
        assert brisk.models == written.models
        fewer += len(migration.operations) - len(gathered)
    assert fewer > 0
