"""Ways into the doors for the tests of people."""

from __future__ import annotations

import pytest
from tests.entering import browser, company_of, program


@pytest.fixture
def page_of(world, elsewhere):
    """A browser signed in as somebody: `page_of("ana")`; `page_of("olga")` is the stranger."""
    return lambda who: browser(company_of(who, world, elsewhere), who)


@pytest.fixture
def program_of(world, elsewhere):
    """A program with a key of somebody's: `program_of("ana")`."""
    return lambda who: program(company_of(who, world, elsewhere), who)
