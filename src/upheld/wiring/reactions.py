"""Which operation answers which fact: the one readable table, in place of signals.

Reactions run in the transaction of the fact, in the order given. An earlier stage of work never
imports a later one; it records a fact, and this table says what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.foundation.facts import Reaction

REACTIONS: Mapping[str, tuple[Reaction, ...]] = {}
