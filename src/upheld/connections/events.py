"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about imports."""

    IMPORT_BEGUN = "connections.import.begun"
    MAPPING_SET = "connections.import.mapped"
    IMPORT_STARTED = "connections.import.started"
    ROWS_TAKEN_IN = "connections.import.rows_taken_in"
    IMPORT_DONE = "connections.import.done"
    IMPORT_CANCELLED = "connections.import.cancelled"
    IMPORT_FAILED = "connections.import.failed"
    IMPORT_WEIGHED = "connections.import.weighed"
    MAPPING_SAVED = "connections.mapping.saved"
    MAPPING_REMOVED = "connections.mapping.removed"
