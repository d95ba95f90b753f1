"""The tables of this installation, made or brought up to date before a command needs them."""

from __future__ import annotations

import os
import subprocess
import sys


def bring_up_to_date() -> bool:
    """Apply what is missing of the migrations; on PostgreSQL as the owner of the tables.

    Answers whether the tables are as this version needs them.
    """
    if not _pending():
        return True
    # A process of its own: the owner's rights must not linger in the one that serves.
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
    settings = {**os.environ, "UPHELD_AS_OWNER": "1"}
    done = subprocess.run(command, env=settings, stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def _pending() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
