"""The functions that reviews and services ask by, and how they are said."""

from __future__ import annotations

FUNCTIONS = (
    ("legal", "Legal"),
    ("security", "Security"),
    ("onsite", "On-site work"),
    ("service_desk", "Service desk"),
    ("projects", "Projects"),
    ("finance", "Finance"),
    ("sales", "Sales"),
    ("deal_desk", "Deal desk"),
    ("owner", "Owner"),
)


def function_said(key: str) -> str:
    """Say a function in the middle of a sentence: "on-site work"; any other word as it stands."""
    known = dict(FUNCTIONS).get(key)
    return known.lower() if known else key.replace("_", " ")
