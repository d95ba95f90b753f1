"""The playbook package's tables."""

from upheld.playbook.models.procedure import Draft, LikePair, Procedure, Reading, Revision
from upheld.playbook.models.report import Report, ReportKind, ReportState
from upheld.playbook.models.run import Run, RunState, RunStep, StepState

__all__ = [
    "Draft",
    "LikePair",
    "Procedure",
    "Reading",
    "Report",
    "ReportKind",
    "ReportState",
    "Revision",
    "Run",
    "RunState",
    "RunStep",
    "StepState",
]
