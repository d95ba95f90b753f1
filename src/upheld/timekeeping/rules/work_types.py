"""What sort of work time was, as it follows from what it was on; nobody chooses it."""

from __future__ import annotations

LONGEST = 30
SUPPORT = "Support"
BY_KIND = {
    "ticket": SUPPORT,
    "deliverable": "Project",
    "deal": "Before a signature",
    "complaint": "Complaint",
    "procedure": "Procedure",
    "training": "Training",
    "internal": "Internal",
}


def work_type_of(kind: str, row_kind: str = "") -> str:
    """Give the work type: the ticket's own kind where it has one, else that of what it is on."""
    return (row_kind.strip() or BY_KIND.get(kind, kind.capitalize()))[:LONGEST]


def work_type_because(kind: str, work_type: str) -> str:
    """Say which rule gave it."""
    if not work_type:
        return "Entered before work types were kept with entries, or it came from elsewhere."
    if kind == "ticket" and work_type != SUPPORT:
        return "The kind of the ticket that it is on."
    return f"All work on a {kind} is that." if kind in BY_KIND else "By what it is on."
