"""Laying out the signed document. What people wrote goes in as data, never as markup."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LAYOUT = Path(__file__).parent / "agreement.typ"


def render_agreement(said: Mapping[str, Any], *, at: datetime) -> bytes:
    """Lay out a signed agreement as a PDF: `said` is the layout's data (see `paper.py`)."""
    made = typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        timestamp=at.replace(microsecond=0),
        pdf_standards=["1.7"],
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Give the typefaces that come with the renderer; the system's only for foreign scripts."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
