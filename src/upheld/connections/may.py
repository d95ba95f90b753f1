"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Importing writes into every room at once, so it is one right, given sparingly."""

    RUN_IMPORTS = "connections:import:run"
