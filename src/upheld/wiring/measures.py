"""Fills the catalogue of measures with what the packages declare."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.measures.catalogue import Measure

PACKAGES = (
    "promises", "desk", "delivery", "reviews", "timekeeping", "money", "selling", "agreements",
    "market", "customers", "people", "mirror", "connections",
)  # fmt: skip
"""In the order in which the catalogue shows them; one without `measures.py` declares none."""


def declared_measures() -> tuple[Measure, ...]:
    """Give every measure of every package that is there."""
    found: list[Measure] = []
    for package in PACKAGES:
        name = f"upheld.{package}.measures"
        if find_spec(f"upheld.{package}") and find_spec(name):
            found += import_module(name).MEASURES
    return tuple(found)
