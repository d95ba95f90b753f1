"""The full-text index beside the search rows: FTS5 on SQLite, a GIN index on PostgreSQL.

On PostgreSQL row-level security bars the planner from using a full-text index on a protected
table: the match operator could tell secrets through its errors, so it is only run on rows that
already passed. The index is therefore a table of its own that nobody but its owner can read. A
function of the owner looks things up in it, for the open provider alone, and gives ids; the rows
behind them are then read through row-level security like any other.

On SQLite the index holds no text of its own and is joined with the rows, whose provider is asked
for by the manager. In both, every word stands behind its provider's id.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

ROWS = "foundation_searchrow"
INDEX = "foundation_searchindex"


def install_search(connection: BaseDatabaseWrapper, app_role: str = "") -> int:
    """Put the index and what keeps it in step in place; return how many statements were run.

    Needs the owner's connection; run at the end of every `migrate`, like the guards.
    """
    existing = set(connection.introspection.table_names())
    if ROWS not in existing:
        return 0
    if connection.vendor == "postgresql":
        statements = list(_postgres(app_role))
    else:
        statements = list(_sqlite(exists=INDEX in existing))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return len(statements)


def _sqlite(*, exists: bool) -> Iterator[str]:
    if not exists:
        yield """
            create virtual table "foundation_searchindex" using fts5(
                words, content='', contentless_delete=1, detail=none,
                tokenize="ascii tokenchars ':'"
            )"""
        yield (
            'insert into "foundation_searchindex" (rowid, words) '
            'select id, words from "foundation_searchrow"'
        )
    add = 'insert into "foundation_searchindex" (rowid, words) values (NEW.id, NEW.words)'
    drop = 'delete from "foundation_searchindex" where rowid = OLD.id'
    for name, moment, acts in (
        ("added", 'after insert on "foundation_searchrow"', add),
        ("changed", 'after update of words on "foundation_searchrow"', f"{drop}; {add}"),
        ("gone", 'after delete on "foundation_searchrow"', drop),
    ):
        yield f'drop trigger if exists "foundation_searchrow_{name}"'
        trigger = f'"foundation_searchrow_{name}" {moment}'
        yield f"create trigger {trigger} for each row begin {acts}; end"


def _postgres(app_role: str) -> Iterator[str]:
    yield from _index_table()
    yield from _search_function()
    if app_role:
        yield f'revoke all on "foundation_searchindex" from "{app_role}"'
        yield (
            "grant execute on function upheld_search(text[], text[], bigint, integer) "
            f'to "{app_role}"'
        )


def _index_table() -> Iterator[str]:
    yield """
        create table if not exists "foundation_searchindex" (
            row_id bigint primary key,
            kind varchar(30) not null,
            at timestamptz not null,
            customer_id bigint,
            words tsvector not null
        )"""
    yield (
        'create index if not exists "foundation_searchindex_words" '
        'on "foundation_searchindex" using gin (words)'
    )
    yield """
        create or replace function upheld_index_search() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
        begin
            if tg_op = 'DELETE' then
                delete from public.foundation_searchindex where row_id = old.id;
                return null;
            end if;
            insert into public.foundation_searchindex (row_id, kind, at, customer_id, words)
            values (
                new.id, new.kind, new.at, case when new.portal_url = '' then null
                else new.customer_id end, array_to_tsvector(string_to_array(new.words, ' '))
            )
            on conflict (row_id) do update set
                kind = excluded.kind, at = excluded.at,
                customer_id = excluded.customer_id, words = excluded.words;
            return null;
        end $$"""
    yield 'drop trigger if exists "foundation_searchrow_indexed" on "foundation_searchrow"'
    yield (
        'create trigger "foundation_searchrow_indexed" '
        'after insert or update or delete on "foundation_searchrow" '
        "for each row execute function upheld_index_search()"
    )


def _search_function() -> Iterator[str]:
    # The words come as an array and are quoted here, so that no caller can write a query of its
    # own; the provider is the open one, never a parameter.
    yield """
        create or replace function upheld_search(
            wanted text[], kinds text[], customer bigint, most integer
        ) returns table (row_id bigint)
        language plpgsql stable security definer rows 200
        set search_path = pg_catalog, pg_temp as $$
        declare
            provider text := nullif(current_setting('upheld.provider', true), '');
            query tsquery;
        begin
            if provider is null or cardinality(wanted) = 0 then
                return;
            end if;
            select string_agg(
                quote_literal(provider || ':' || word)
                || case when length(word) > 1 then ':*' else '' end, ' & '
            )::tsquery into query from unnest(wanted) as word;
            return query
                select found.row_id from public.foundation_searchindex as found
                where found.words @@ query and found.kind = any(kinds)
                and (customer is null or found.customer_id = customer)
                order by found.at desc limit most;
        end $$"""
    yield "revoke all on function upheld_search(text[], text[], bigint, integer) from public"
