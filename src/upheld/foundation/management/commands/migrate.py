"""Django's `migrate`, followed by the guards that the database keeps itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate as django_migrate
from django.db import connections

from upheld.foundation.brisk_migrations import BriskExecutor
from upheld.foundation.search.index import install_search
from upheld.foundation.tenancy.guards import install_guards

# Django's command offers no other way to say who runs the migrations.
django_migrate.MigrationExecutor = BriskExecutor  # type: ignore[attr-defined]


class Command(django_migrate.Command):
    """Migrate, then put every guard and the search index in place."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations and install the guards on the same database."""
        super().handle(*args, **options)
        connection = connections[options["database"]]
        count = install_guards(connection, settings.UPHELD_APP_ROLE)
        count += install_search(connection, settings.UPHELD_APP_ROLE)
        if options["verbosity"] >= 1:
            self.stdout.write(f"  {count} statements for guards and search are in place.")
