"""The environment of the test suite, set before Django reads its settings (a pytest plugin)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("UPHELD_TEST_DATABASE", "sqlite")
os.environ["UPHELD_DATA_DIR"] = tempfile.mkdtemp(prefix="upheld-test-")
os.environ["UPHELD_SECRET_KEY"] = "only-for-tests-" + "0" * 40
Path(os.environ["UPHELD_DATA_DIR"], "static").mkdir()
