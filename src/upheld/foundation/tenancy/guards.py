"""What the database itself keeps, whatever the code does.

Made from the models at the end of every `migrate`, so that a new table cannot be forgotten:
row-level security (PostgreSQL), foreign keys that stay inside one provider (composite keys on
PostgreSQL, triggers on SQLite, where constraints cannot be added), append-only tables, columns
that are settled once and never change, rows that never go or move to another provider.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.apps import apps

from upheld.foundation.tenancy.owned import Owned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

PROVIDER_SETTING = "nullif(current_setting('upheld.provider', true), '')::bigint"
"""Compared in the key's own type: a cast of the column to text misleads the planner."""


def owned_models() -> list[type[Owned]]:
    """Give every table that belongs to providers."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Owned) and model._meta.managed and not model._meta.proxy
    ]


def install_guards(connection: BaseDatabaseWrapper, app_role: str = "") -> int:
    """Put all guards in place, replacing older ones; return how many statements were run.

    Needs the owner's connection. `app_role` is the PostgreSQL role that serves requests.
    """
    existing = set(connection.introspection.table_names())
    models = [model for model in owned_models() if model._meta.db_table in existing]
    make = _postgres_guards if connection.vendor == "postgresql" else _sqlite_guards
    statements = list(make(models, app_role))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return len(statements)


def _owned_keys(model: type[Owned]) -> Iterator[tuple[str, str]]:
    """Give the column and target table of each foreign key to another owned row."""
    for field in model._meta.concrete_fields:
        target: Any = field.related_model
        if field.column and isinstance(target, type) and issubclass(target, Owned):
            yield field.column, target._meta.db_table


def _name(*parts: str) -> str:
    """Give a stable identifier within PostgreSQL's 63 bytes."""
    full = "_".join(parts)
    if len(full) <= 60:  # noqa: PLR2004  room under 63 for a suffix
        return full
    return f"{full[:50]}_{hashlib.sha256(full.encode()).hexdigest()[:8]}"


def _columns(model: type[Owned]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if field.column]


# -- PostgreSQL -----------------------------------------------------------------------------------


def _postgres_guards(models: list[type[Owned]], app_role: str) -> Iterator[str]:
    yield """
        create or replace function upheld_refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '% is append-only: % refused', tg_table_name, tg_op;
        end $$"""
    yield """
        create or replace function upheld_refuse_frozen() returns trigger language plpgsql as $$
        begin
            raise exception '% has settled columns: % refused', tg_table_name, tg_op;
        end $$"""
    yield from _postgres_composite_keys(models)
    for model in models:
        table = model._meta.db_table
        policy = _name(table, "provider")
        yield f'alter table "{table}" enable row level security'
        yield f'alter table "{table}" force row level security'
        yield f'drop policy if exists "{policy}" on "{table}"'
        yield (
            f'create policy "{policy}" on "{table}" '
            f"using (provider_id = {PROVIDER_SETTING}) "
            f"with check (provider_id = {PROVIDER_SETTING})"
        )
        if model.append_only:
            yield from _postgres_append_only(model)
        yield from _postgres_frozen(model)
    if app_role:
        yield from _postgres_grants(models, app_role)


def _postgres_composite_keys(models: list[type[Owned]]) -> Iterator[str]:
    targets = sorted({target for model in models for _, target in _owned_keys(model)})
    for table in targets:
        name = _name(table, "in_provider")
        yield f'create unique index if not exists "{name}" on "{table}" (provider_id, id)'
    for model in models:
        table = model._meta.db_table
        for column, target in _owned_keys(model):
            name = _name(table, column, "in_provider")
            # Names come from our own models, never from input.
            yield f"""
                do $$ begin
                if not exists (select 1 from pg_constraint where conname = '{name}') then
                    alter table "{table}" add constraint "{name}"
                    foreign key (provider_id, "{column}") references "{target}" (provider_id, id)
                    deferrable initially immediate;
                end if; end $$"""


def _postgres_append_only(model: type[Owned]) -> Iterator[str]:
    table = model._meta.db_table
    for action in ("update", "delete", "truncate"):
        name = _name(table, "no", action)
        yield f'drop trigger if exists "{name}" on "{table}"'
        when = f"when ({_touched(model, 'is distinct from')})" if action == "update" else ""
        level = "statement" if action == "truncate" else "row"
        yield (
            f'create trigger "{name}" before {action} on "{table}" for each {level} {when} '
            "execute function upheld_refuse_change()"
        )


def _postgres_frozen(model: type[Owned]) -> Iterator[str]:
    table = model._meta.db_table
    whens = {"update": f"when ({_thawed(model, 'is distinct from')})" if model.frozen else None}
    whens["delete"] = "" if model.undeletable else None
    for action, when in whens.items():
        name = _name(table, "frozen", action)
        yield f'drop trigger if exists "{name}" on "{table}"'
        if when is not None:
            yield (
                f'create trigger "{name}" before {action} on "{table}" for each row {when} '
                "execute function upheld_refuse_frozen()"
            )


def _postgres_grants(models: list[type[Owned]], app_role: str) -> Iterator[str]:
    yield f'grant usage on schema public to "{app_role}"'
    yield f'grant select, insert, update, delete on all tables in schema public to "{app_role}"'
    yield f'grant usage, select on all sequences in schema public to "{app_role}"'
    for model in models:
        if model.append_only:
            table = model._meta.db_table
            yield f'revoke update, delete, truncate on "{table}" from "{app_role}"'
            if model.erasable:
                columns = ", ".join(f'"{column}"' for column in model.erasable)
                yield f'grant update ({columns}) on "{table}" to "{app_role}"'


# -- SQLite ---------------------------------------------------------------------------------------


def _sqlite_guards(models: list[type[Owned]], _app_role: str) -> Iterator[str]:
    for model in models:
        table = model._meta.db_table
        for column, target in _owned_keys(model):
            yield from _sqlite_key(table, column, target)
        yield from _sqlite_trigger(
            _name(table, "stays"),
            f'before update of provider_id on "{table}"',
            "NEW.provider_id is not OLD.provider_id",
            f"{table} cannot move to another provider",
        )
        if model.append_only:
            yield from _sqlite_trigger(
                _name(table, "no_delete"), f'before delete on "{table}"', "1",
                f"{table} is append-only: DELETE refused",
            )  # fmt: skip
            yield from _sqlite_trigger(
                _name(table, "no_update"), f'before update on "{table}"',
                _touched(model, "is not"), f"{table} is append-only: UPDATE refused",
            )  # fmt: skip
        if model.frozen:
            yield from _sqlite_trigger(
                _name(table, "frozen_update"), f'before update on "{table}"',
                _thawed(model, "is not"), f"{table} has settled columns: UPDATE refused",
            )  # fmt: skip
        if model.undeletable:
            yield from _sqlite_trigger(
                _name(table, "frozen_delete"), f'before delete on "{table}"', "1",
                f"{table} has settled columns: DELETE refused",
            )  # fmt: skip


def _sqlite_key(table: str, column: str, target: str) -> Iterator[str]:
    stranger = (
        f'NEW."{column}" is not null and not exists (select 1 from "{target}" as target '
        f'where target.id = NEW."{column}" and target.provider_id = NEW.provider_id)'
    )
    message = f"{table}.{column} points into another provider"
    for action in ("insert", f'update of "{column}", provider_id'):
        name = _name(table, column, action.split()[0])
        yield from _sqlite_trigger(name, f'before {action} on "{table}"', stranger, message)


def _sqlite_trigger(name: str, moment: str, when: str, message: str) -> Iterator[str]:
    yield f'drop trigger if exists "{name}"'
    yield (
        f'create trigger "{name}" {moment} for each row when {when} '
        f"begin select raise(abort, '{message}'); end"
    )


def _touched(model: type[Owned], differs: str) -> str:
    """Say in SQL that an update does more than set erasable columns to nothing."""
    kept = [column for column in _columns(model) if column not in model.erasable]
    parts = [f'OLD."{column}" {differs} NEW."{column}"' for column in kept]
    parts += [
        f'(NEW."{column}" is not null and OLD."{column}" {differs} NEW."{column}")'
        for column in model.erasable
    ]
    return " or ".join(parts)


def _thawed(model: type[Owned], differs: str) -> str:
    """Say in SQL that an update changes a column which was settled before."""
    changed = " or ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in model.frozen)
    return f'OLD."{model.frozen_once}" is not null and ({changed})'
