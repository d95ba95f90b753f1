"""Bring over_the_aim.json down to the sizes of today.

    python -m tests.architecture.limits [--admit]

Without --admit a limit only falls or goes. With it, what is newly over its aim is listed too, which
a review should see as a line added to that file and ask about.
"""

from __future__ import annotations

import json
import sys

from tests.architecture.test_sizes import AIMS, KEPT, kept, measured


def lowered(*, admit: bool) -> dict[str, dict[str, int]]:
    """Answer the limits of today for each kind; nothing over a hard stop is ever listed."""
    before, now = kept(), measured()
    return {
        kind: {
            name: size
            for name, size in sorted(now[kind].items())
            if aim < size <= stop and (size <= before[kind].get(name, 0) or admit)
        }
        for kind, (aim, stop) in AIMS.items()
    }


if __name__ == "__main__":
    limits = lowered(admit="--admit" in sys.argv)
    KEPT.write_text(json.dumps(limits, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{ {kind: len(listed) for kind, listed in limits.items()} }\n")
