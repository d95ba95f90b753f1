"""Ways into the doors for the tests of people."""

from __future__ import annotations

import pytest
from django.test import Client

from upheld.demo.cast import OPENING
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import User
from upheld.people.operations.tokens import issue_token


@pytest.fixture
def page_of(world, elsewhere):
    """A browser signed in as somebody: `page_of("ana")`; `page_of("olga")` is the stranger."""

    def signed_in(handle: str) -> Client:
        company = elsewhere if handle in elsewhere.people else world
        client = Client()
        client.force_login(User.objects.get(email=company.people[handle].email))
        return client

    return signed_in


@pytest.fixture
def program_of(world, elsewhere):
    """A program with a key of somebody's: `program_of("ana")`."""

    def with_key(handle: str) -> Client:
        company = elsewhere if handle in elsewhere.people else world
        with open_provider(company.provider.pk):
            _token, secret = issue_token(
                person=company.people[handle], name="test", by=company.system, at=OPENING
            )
        return Client(headers={"authorization": f"Bearer {secret}"})

    return with_key
