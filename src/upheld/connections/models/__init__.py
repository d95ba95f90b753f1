"""The connections package's tables."""

from upheld.connections.models.run import ImportRefusal, ImportRun, RunState
from upheld.connections.models.saved_mapping import SavedMapping
from upheld.connections.models.source_row import SourceRow

__all__ = ["ImportRefusal", "ImportRun", "RunState", "SavedMapping", "SourceRow"]
