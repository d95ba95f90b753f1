"""What can be allowed in this package."""

from enum import StrEnum


class May(StrEnum):
    """Capabilities over deliverables and what was promised of them."""

    SEE_DELIVERABLES = "delivery:deliverable:see"
    ANSWER_HANDOVERS = "delivery:handover:answer"
    """Whoever is asked to keep a promise says yes or why not, in whatever role."""
    WORK_ON_DELIVERABLES = "delivery:deliverable:work"
    """Start them, show what was done, submit them for sign-off; accept what was handed over."""
    GIVE_DELIVERABLES = "delivery:deliverable:give"
    """Put work and handed-over promises to somebody else."""
    WRITE_CHANGE_ORDERS = "delivery:change_order:write"
    GIVE_AWAY_WORK = "delivery:change_order:give_away"
    """Allow work that nobody pays for and that the customer was not asked about."""
    READ_WORK = "delivery:work:read"
    """A customer reads what is done for them, and what shows it."""
    SIGN_OFF_WORK = "delivery:work:sign_off"
    """A customer accepts or rejects work, and answers change orders."""
