"""What every test stands on: settings of its own, and no way out of the machine."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

# Before the settings are read: a test must never touch the data of whoever runs it.
os.environ["UPHELD_DATA_DIR"] = tempfile.mkdtemp(prefix="upheld-test-")
atexit.register(shutil.rmtree, os.environ["UPHELD_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("UPHELD_TEST_DATABASE", "sqlite")
os.environ.setdefault("UPHELD_SECRET_KEY", "a key for tests alone")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.wiring.settings")

ROOT = Path(__file__).parent


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it skip without it, except in CI."""
    found = Path(os.environ.get("UPHELD_DATA", ROOT.parent / "shared" / "data"))
    if not found.is_dir():
        assert "UPHELD_DATA_REQUIRED" not in os.environ, f"no real data at UPHELD_DATA={found}"
        pytest.skip(f"no real data at UPHELD_DATA={found}")
    return found


@pytest.fixture(autouse=True, scope="session")
def _no_way_out() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
