"""Which record pages show which panels of later stages, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.promises.panels import promises_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.foundation.panels import PanelMaker

PANELS: Mapping[str, tuple[PanelMaker, ...]] = {
    "customers.Company": (promises_to,),
    "selling.Deal": (),
}
