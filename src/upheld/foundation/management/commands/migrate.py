"""Django's `migrate`, followed by the guards that the database keeps itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

from upheld.foundation.tenancy.guards import install_guards


class Command(MigrateCommand):
    """Migrate, then put every tenancy and append-only guard in place."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations and install the guards on the same database."""
        super().handle(*args, **options)
        count = install_guards(connections[options["database"]], settings.UPHELD_APP_ROLE)
        if options["verbosity"] >= 1:
            self.stdout.write(f"  {count} guard statements in place.")
