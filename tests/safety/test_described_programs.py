"""The API keeps to its own description, whatever schemathesis makes of that description.

Every operation is sent what the description allows and what it forbids; a wrong answer is a fault
of ours, an undeclared status, or a body of another shape than declared.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from ninja import Schema
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.safety.hostile import nothing_kept
from tests.safety.story import NOW, Story, tell
from tests.safety.unfinished import leave_open

from upheld.foundation.clock import standing_at
from upheld.wiring.wsgi import application

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.slow, pytest.mark.once]

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
)  # fmt: skip
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
FEW = 3
"""Cases for each operation and kind, of allowed and of forbidden input: some 1,200 requests."""


@pytest.fixture
def story(world, elsewhere, monkeypatch) -> Iterator[Story]:
    told = leave_open(tell(world, elsewhere, monkeypatch))
    with standing_at(NOW):
        yield told


@pytest.mark.parametrize(("who", "audience"), [("ana", "staff"), ("carla", "customer")])
def test_the_api_answers_as_it_says(story, who, audience, caplog):
    caplog.set_level(logging.CRITICAL)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    headers = {"Authorization": f"Bearer {story.secrets[who]}"}
    asked, found = 0, []
    for given_operation in described.get_all_operations():
        operation = given_operation.ok()  # type: ignore[union-attr]  # raises where it is none
        if operation.definition.raw.get("x-audience", "staff") != audience:
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                _try_cases(operation, mode, headers)
            except FailureGroup as fault:
                found.append(f"{operation.label}: {_told(fault)}")
            asked += 1
    assert asked > 20
    assert not found, f"{len(found)} of {asked}:\n" + "\n".join(found)


def _try_cases(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    @settings(
        max_examples=FEW, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=SLOW,
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:
        with nothing_kept():
            response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    each()


def _told(fault: FailureGroup) -> str:
    return " | ".join(" ".join(str(one).split())[:400] for one in fault.exceptions)


def test_each_shape_has_a_name_of_its_own():
    """Two of one name would be described as one, and one of the two descriptions be untrue."""
    names = Counter(shape.__name__ for shape in set(_shapes(Schema)) if "[" not in shape.__name__)
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []


def _shapes(shape: type[Schema]) -> Iterator[type[Schema]]:
    for one in shape.__subclasses__():
        if one.__module__.startswith("upheld."):
            yield one
            yield from _shapes(one)
