"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over procedures."""

    SEE = "playbook:procedure:see"
    WRITE = "playbook:procedure:write"
    """Write drafts; whoever owns a procedure may publish it too."""
    PUBLISH = "playbook:procedure:publish"
    """Publish, review, withdraw and hand over any procedure."""
    REPORT = "playbook:report:make"
    RUN = "playbook:run:do"
