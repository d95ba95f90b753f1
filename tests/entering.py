"""Ways in for tests: a browser that is signed in, and a program with a key."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from upheld.demo.cast import OPENING, Company
from upheld.foundation.clock import standing_at
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import User
from upheld.people.operations.tokens import issue_token


def company_of(who: str, *companies: Company) -> Company:
    """Find the company in which somebody is, by their short name."""
    return next(company for company in companies if who in company.people)


def browser(company: Company, who: str) -> Client:
    """Give a browser in which somebody of a company is signed in."""
    client = Client()
    # Read anew: a test may have changed how they sign in.
    user_id = company.people[who].user_id
    assert user_id is not None
    client.force_login(User.objects.get(pk=user_id))
    return client


def key_of(company: Company, who: str, *, at: datetime = OPENING) -> str:
    """Give the secret of a new key with which a program may do all that somebody may."""
    with open_provider(company.provider.pk):
        _token, secret = issue_token(
            person=company.people[who], name="test", by=company.system, at=at
        )
    return secret


def program(company: Company, who: str) -> Client:
    """Give a program with a new key of somebody's."""
    return Client(headers={"Authorization": f"Bearer {key_of(company, who)}"})


@dataclass
class Doors:
    """Both doors for one person, at a moment that stands still."""

    company: Company
    who: str
    at: datetime = OPENING
    _secret: str = field(default="", init=False)

    def get(self, url: str) -> Any:
        with standing_at(self.at):
            return browser(self.company, self.who).get(url)

    def post(self, url: str, data: dict[str, Any] | None = None) -> Any:
        with standing_at(self.at):
            return browser(self.company, self.who).post(url, data or {})

    def api(
        self, method: str, path: str, body: dict[str, Any] | None = None, **headers: str
    ) -> Any:
        self._secret = self._secret or key_of(self.company, self.who)
        with standing_at(self.at):
            return Client().generic(
                method, f"/api/v1/{path}", json.dumps(body) if body is not None else "",
                content_type="application/json",
                headers={"Authorization": f"Bearer {self._secret}", **headers},
            )  # fmt: skip
