"""One person at both doors of an installation: pages that follow forms, and the API."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from upheld.people.models import ApiToken, Membership

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


class Door:
    """One person at both doors: `html` follows forms, `api` speaks JSON."""

    def __init__(self, membership: Membership) -> None:
        self.client = Client()
        self.client.force_login(membership.user)
        self.secret = secrets.token_urlsafe(24)
        ApiToken.objects.create(
            provider_id=membership.provider_id, membership=membership, name="test",
            hash=hashlib.sha256(self.secret.encode()).hexdigest(), prefix="x", scopes=["*"],
            created_at=MONDAY,
        )  # fmt: skip

    def get(self, route, *args):
        return self.client.get(reverse(route, args=args))

    def post(self, route, *args, **data):
        return self.client.post(reverse(route, args=args), data)

    def ask(self, path):
        return Client().get(f"/api/v1/{path}", headers=self._headers())

    def tell(self, path, body=None, **headers):
        return Client().post(
            f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json",
            headers={**self._headers(), **headers},
        )  # fmt: skip

    def upload(self, path, data, **headers):
        return Client().post(f"/api/v1/{path}", data, headers={**self._headers(), **headers})

    def _headers(self):
        return {"authorization": f"Bearer {self.secret}"}


def door_of(actor) -> Door:
    """Give an actor's doors."""
    return Door(
        Membership.objects.get(
            user_id=actor.user_id, provider_id=actor.provider_id, customer_id=actor.customer_id
        )
    )
