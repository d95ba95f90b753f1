"""A published procedure of Sam's, a ticket to follow it on, and both doors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from upheld.demo.cast import OPENING
from upheld.desk.operations.tickets import open_ticket
from upheld.desk.targets import ticket_target
from upheld.foundation.clock import standing_at
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.operations.tokens import issue_token
from upheld.playbook.models import Draft, Procedure
from upheld.playbook.operations.drafts import Particulars, begin_procedure
from upheld.playbook.operations.publishing import publish_draft

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.demo.cast import Company
    from upheld.timekeeping.targets import Target

TEXT = """Anybody on the desk may do it.

1. Look up when the last good backup was taken.
2. Start the restore in the console.
3. Check a file of yesterday with the customer.
"""
LATER = OPENING + timedelta(hours=2)


def published(
    world: Company, title: str = "Restore a server", text: str = TEXT, *,
    at: datetime = OPENING, subject: str = "Backup", every: int = 180,
) -> Procedure:  # fmt: skip
    """Write and publish a procedure of Sam's."""
    said = Particulars(subject, world.people["sam"], every)
    procedure = begin_procedure(title=title, text=text, particulars=said, by=world.sam, at=at)
    publish_draft(draft=Draft.objects.get(procedure=procedure), by=world.sam, at=at)
    procedure.refresh_from_db()
    return procedure


@pytest.fixture
def procedure(world: Company) -> Procedure:
    return published(world)


@pytest.fixture
def publish(world: Company) -> Any:
    """Writes and publishes another procedure of Sam's, by its title and text."""
    return lambda *args, **more: published(world, *args, **more)


@pytest.fixture
def on(world: Company) -> Target:
    ticket = open_ticket(title="Server is gone", by=world.dana, at=OPENING)
    return ticket_target(ticket)


@dataclass
class Doors:
    """Both doors for one person, at a moment that stands still."""

    world: Company
    who: str
    at: datetime = LATER

    def get(self, url: str, **headers: str) -> HttpResponse:
        return self._page("get", url, {}, headers)

    def post(self, url: str, data: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self._page("post", url, data or {}, headers)

    def api(self, method: str, path: str, body: dict[str, Any] | None = None, **more: str) -> Any:
        boss = next(actor for actor in self.world.actors.values() if actor.role == "owner")
        with open_provider(self.world.provider.pk):
            person = self.world.people[self.who]
            _, secret = issue_token(person=person, name="test", by=boss, at=OPENING)
        headers = {"Authorization": f"Bearer {secret}", **more}
        with standing_at(self.at):
            return Client().generic(
                method, f"/api/v1/{path}", json.dumps(body) if body is not None else "",
                content_type="application/json", headers=headers,
            )  # fmt: skip

    def _page(
        self, method: str, url: str, data: dict[str, Any], headers: dict[str, str]
    ) -> HttpResponse:
        client = Client()
        with standing_at(self.at):
            user = self.world.people[self.who].user
            assert user is not None
            client.force_login(user)
            return getattr(client, method)(url, data, headers=headers)


@pytest.fixture
def doors_of(world: Company) -> Any:
    return lambda who: Doors(world, who)


@pytest.fixture
def olga(elsewhere: Company) -> Doors:
    """A stranger: the owner of another provider on this installation."""
    return Doors(elsewhere, "olga")
