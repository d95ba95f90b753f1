"""Migrations in fewer steps: what one migration makes is made as it ends, and at one time.

Django works out every model anew after each operation that touches one of its relatives. Among
tables that all point at their provider this is nearly all of them, hundreds of times: of twenty
seconds for an empty database, eighteen. Here the indexes and constraints of a table that is made
in the same migration are made with it, and tables that follow each other share one working out.
The files stay as Django writes them, and the tables come out the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState


class BriskExecutor(MigrationExecutor):
    """Runs migrations forwards in fewer steps; everything else as Django does."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, *fake: Any, **faked: Any
    ) -> ProjectState:
        """Run a migration; one that may only be noted as run keeps its operations as written."""
        if not any((*fake, *faked.values())):
            brisk = together(folded(migration.operations))
            migration.operations = brisk  # type: ignore[misc]  # as Django itself sets it
        return super().apply_migration(state, migration, *fake, **faked)


def folded(operations: Iterable[Operation]) -> list[Operation]:
    """Put indexes and constraints into the making of their table, where nothing comes between.

    A field that is added later ends this for its table, and anything else for all tables.
    """
    found: list[Operation] = []
    made: dict[str, int] = {}
    for operation in operations:
        if isinstance(operation, CreateModel):
            made[operation.name_lower] = len(found)
        elif isinstance(operation, AddIndex | AddConstraint):
            place = made.get(operation.model_name_lower)
            if place is not None:
                found[place] = _with(found[place], operation)
                continue
        elif isinstance(operation, AddField):
            made.pop(operation.model_name_lower, None)
        else:
            made.clear()
        found.append(operation)
    return found


def _with(making: Any, operation: Any) -> CreateModel:
    is_index = isinstance(operation, AddIndex)
    name = "indexes" if is_index else "constraints"
    added = operation.index if is_index else operation.constraint
    options = {**making.options, name: [*making.options.get(name, ()), added]}
    return CreateModel(making.name, making.fields, options, making.bases, making.managers)


def together(operations: Iterable[Operation]) -> list[Operation]:
    """Gather the making of tables that follow each other into one operation."""
    found: list[Operation] = []
    run: list[CreateModel] = []
    for operation in operations:
        if isinstance(operation, CreateModel):
            run.append(operation)
            continue
        found += _gathered(run)
        run = []
        found.append(operation)
    return [*found, *_gathered(run)]


def _gathered(run: Sequence[CreateModel]) -> Sequence[Operation]:
    return run if len(run) < 2 else [CreateModels(run)]  # noqa: PLR2004  one is alone already


class CreateModels(Operation):
    """Makes several tables, one after the other, all as they stand after the last."""

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models; what was worked out before is worked out again when it is asked for."""
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:  # fmt: skip
        """Make the tables in their order."""
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name what is made."""
        return "; ".join(one.describe() for one in self.models)
