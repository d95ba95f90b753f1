"""Run background jobs: `python -m django jobs`; `upheld serve` does it by itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from upheld.foundation.jobs.worker import Worker


class Command(BaseCommand):
    """Take background jobs until told to stop."""

    help = "Run background jobs until stopped."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Work."""
        Worker(threads=settings.JOB_THREADS).run()
