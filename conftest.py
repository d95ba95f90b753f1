"""What every test stands on: the cast, the real data, and no way out of the machine.

Its settings are made before, by the plugin upheld.wiring.testing.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker
    from tests.founding import Founded
    from tests.installing import Database, Migrated

    from upheld.demo.cast import Company

ROOT = Path(__file__).parent
GARBAGE = 20_000
"""How many new things call for a search for what may go: far more than a request makes."""


def pytest_unconfigure() -> None:
    """Remove the data folder that the plugin made for this run."""
    shutil.rmtree(os.environ["UPHELD_DATA_DIR"], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what no database has a part in: rules, the tree itself, and what may not open one."""
    for item in items:
        by_place = {"rules", "architecture"} & set(item.path.relative_to(ROOT).parts)
        if by_place or not (_OPENS & set(getattr(item, "fixturenames", ())) or _is_marked(item)):
            item.add_marker(pytest.mark.once)


_OPENS = {"db", "transactional_db", "django_db_setup", "migrated_database", "databases"}
"""Who asks for none of these, not even by another fixture, is refused every database."""


def _is_marked(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what lives as long as the run out of every search for what may go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)
    logging.getLogger("django.request").addFilter(_without_its_request)


def _without_its_request(record: logging.LogRecord) -> bool:
    """Let a line of the log not hold the whole request until its test ends: a walk sends 10,000."""
    record.__dict__.pop("request", None)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Forget what a test said that passed; pytest would keep it all until the end of the run."""
    if report.passed:
        report.sections.clear()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; tests that need it skip without it, except in CI."""
    found = Path(os.environ.get("UPHELD_DATA", ROOT.parent / "shared" / "data"))
    if not found.is_dir():
        assert "UPHELD_DATA_REQUIRED" not in os.environ, f"no real data at UPHELD_DATA={found}"
        pytest.skip(f"no real data at UPHELD_DATA={found}")
    return found


@pytest.fixture(scope="session")
def companies(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Founded]:
    """A stranger's company and the one of the story at the same installation, founded once.

    In this order, so that a row added to the story's has no key of the stranger's.
    """
    # Not before Django is set up.
    from tests.founding import founded

    from upheld.demo.cast import found_company

    with django_db_blocker.unblock():
        return founded(
            lambda: found_company(
                "Southbank Systems", "southbank", owner=("olga", "Olga Petrov"), cast=()
            ),
            lambda: found_company("Northgate IT", "northgate", owner=("ana", "Ana Reyes")),
        )


@pytest.fixture
def world(companies: list[Founded], db: None) -> Iterator[Company]:
    """The small company of the story, with its provider open: `world.sam` is Sam as an actor."""
    from upheld.foundation.tenancy.scope import open_provider

    company = companies[1].put_back()
    with open_provider(company.provider.pk):
        yield company


@pytest.fixture
def elsewhere(companies: list[Founded], db: None) -> Company:
    """A stranger's company at the same installation; its owner is Olga."""
    return companies[0].put_back()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrated]:
    """A migrated database of the kind under test, to be copied for whole installations."""
    from tests.installing import migrated

    with migrated(tmp_path_factory.mktemp("migrated")) as database:
        yield database


@pytest.fixture
def own_database(migrated_database: Migrated, tmp_path: Path) -> Iterator[Database]:
    """A migrated database that other processes can open, with nobody in it."""
    with migrated_database.copied(tmp_path / "var") as database:
        yield database


@pytest.fixture
def questions() -> Callable[[], AbstractContextManager[list[str]]]:
    """What is asked of the database meanwhile; what opens or ends a transaction is no question."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from tests.budgets.counting import questions_of

    @contextmanager
    def asking() -> Iterator[list[str]]:
        asked: list[str] = []
        with CaptureQueriesContext(connection) as queries:
            yield asked
        asked += questions_of(queries)

    return asking


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
