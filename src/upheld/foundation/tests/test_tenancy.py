"""Tenancy fails closed: by the managers, and by the database when the managers are bypassed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from upheld.foundation.models import Provider, RecordEntry
from upheld.foundation.tenancy.guards import owned_models
from upheld.foundation.tenancy.scope import (
    NoProviderOpenError,
    OutsideCustomerScopeError,
    no_provider,
    open_provider,
)
from upheld.foundation.tenancy.writing import OutsideOperationError
from upheld.people.models import Leave, Person, Team

if TYPE_CHECKING:
    from upheld.demo.cast import Company


def test_reading_without_an_open_provider_raises(world: Company) -> None:
    with no_provider(), pytest.raises(NoProviderOpenError):
        list(Person.objects.all())
    assert world.people["sam"].name


def test_rows_of_another_provider_do_not_exist(world: Company, elsewhere: Company) -> None:
    stranger = elsewhere.people["olga"]
    assert not Person.objects.filter(pk=stranger.pk).exists()
    assert Person.objects.filter(pk=world.people["sam"].pk).exists()


def test_writing_outside_an_operation_raises(world: Company) -> None:
    with pytest.raises(OutsideOperationError):
        Team(name="Projects").save()
    with pytest.raises(OutsideOperationError):
        Person.objects.update(name="x")
    with pytest.raises(OutsideOperationError):
        world.people["sam"].delete()


def test_a_customer_scope_cannot_read_hidden_tables(world: Company) -> None:
    with (
        open_provider(world.provider.pk, customer_id=1),
        pytest.raises(OutsideCustomerScopeError),
    ):
        list(Leave.objects.all())


def test_the_database_refuses_a_foreign_key_into_another_provider(
    world: Company, elsewhere: Company
) -> None:
    ours, theirs = world.people["sam"], elsewhere.people["olga"]
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into people_leave (provider_id, version, person_id, first_on, last_on, kind) "
            "values (%s, 1, %s, '2026-03-02', '2026-03-03', 'holiday')",
            [ours.provider_id, theirs.pk],
        )


def test_the_database_refuses_to_move_a_row_to_another_provider(
    world: Company, elsewhere: Company
) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update people_person set provider_id = %s where id = %s",
            [elsewhere.provider.pk, world.people["theo"].pk],
        )


@pytest.mark.parametrize("statement", ["update {} set event = 'x'", "delete from {}"])
def test_the_database_refuses_to_change_the_record(world: Company, statement: str) -> None:
    assert RecordEntry.objects.count() > 1
    table = RecordEntry._meta.db_table
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert world.provider.pk


def test_personal_data_can_be_erased_from_the_record(world: Company) -> None:
    entry = RecordEntry.objects.order_by("-sequence")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "update foundation_recordentry set private = null, salt = null where id = %s",
            [entry.pk],
        )
        assert cursor.rowcount == 1
    assert world.provider.pk


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's")
def test_row_level_security_hides_rows_from_raw_queries(world: Company, elsewhere: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from people_person where provider_id = %s",
                       [elsewhere.provider.pk])  # fmt: skip
        assert cursor.fetchone() == (0,)
        cursor.execute("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False, False)
    assert world.provider.pk


def test_every_table_is_owned_or_listed_as_global() -> None:
    from django.apps import apps

    expected_global = {
        "foundation.Provider",
        "foundation.JobTicket",
        "people.User",
        "people.Membership",
        "people.ApiToken",
    }
    ours = {model for model in apps.get_models() if model.__module__.startswith("upheld.")}
    assert {model._meta.label for model in ours - set(owned_models())} == expected_global
    for model in owned_models():
        assert model._meta.base_manager_name == "objects", model


def test_two_providers_exist_apart(world: Company, elsewhere: Company) -> None:
    assert Provider.objects.count() >= 2
    with open_provider(elsewhere.provider.pk):
        assert Person.objects.get(pk=elsewhere.people["olga"].pk).name == "Olga Petrov"
    assert world.provider.pk != elsewhere.provider.pk


def test_a_refusal_inside_gives_the_outer_provider_back(world: Company, elsewhere: Company) -> None:
    with pytest.raises(LookupError), open_provider(elsewhere.provider.pk):
        raise LookupError
    assert Person.objects.filter(pk=world.people["sam"].pk).exists()
