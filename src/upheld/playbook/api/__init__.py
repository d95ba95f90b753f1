"""The endpoints of the playbook."""

from upheld.playbook.api import procedures, reports, runs, writing

__all__ = ["procedures", "reports", "runs", "writing"]
