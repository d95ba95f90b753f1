"""What was said and done reads in names: no page prints a stored key in place of one."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from upheld.delivery.operations.change_orders import write_change_order
from upheld.delivery.operations.deliverables import give_deliverable
from upheld.delivery.tests.door import door_of
from upheld.promises.operations.settling import hand_over_promise

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
KEY = re.compile(r"\b[a-z_]+\.[a-z_]+:\d+")


@pytest.mark.parametrize("page", ["deliverable", "handover", "change-order", "promise"])
def test_prints_names_and_no_keys(world, mail, handover, carla, page):
    theo = world.people["theo"]
    give_deliverable(deliverable=mail, person=theo, reason="Away", by=world.sam, at=MONDAY)
    hand_over_promise(promise=mail.promise, owner=theo, by=world.sam, at=MONDAY)
    order = write_change_order(
        sow=mail.sow, title="A second line", asked_by=carla, by=world.sam, at=MONDAY
    )
    numbers = {
        "deliverable": mail.number, "handover": handover.number, "change-order": order.number,
        "promise": mail.promise.number,
    }  # fmt: skip
    answer = door_of(world.sam).get(page, numbers[page])
    assert answer.status_code == 200
    said = answer.content.decode()
    assert not KEY.findall(said)
    if page in {"deliverable", "promise"}:
        assert theo.name in said
