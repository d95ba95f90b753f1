"""Lets the clock of a server under test run from another moment, so that a meeting can pass.

Python imports this by itself in every process whose PYTHONPATH names this folder. The file that
UPHELD_JOURNEY_CLOCK names holds the seconds between this machine's clock and the journey's.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from upheld.foundation import clock

_ahead = Path(os.environ["UPHELD_JOURNEY_CLOCK"])


def _read() -> datetime:
    return datetime.now(tz=UTC) + timedelta(seconds=float(_ahead.read_text()))


clock._read = _read
