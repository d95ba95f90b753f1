"""Tells the safety suite's story at a running installation, and says which pages it then has.

Run as a program beside the server, with the server's settings. Prints one JSON object: the cookies
of those who look, and the addresses that answer them with a whole page.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import django

django.setup()

import pytest  # noqa: E402  the story reads models, which Django must know first
from django.conf import settings  # noqa: E402
from tests.safety.examples import QUERIES, address, missing_example  # noqa: E402
from tests.safety.story import NOW, tell  # noqa: E402
from tests.safety.walk import routes  # noqa: E402

from upheld.demo.cast import found_company  # noqa: E402
from upheld.foundation.clock import standing_at  # noqa: E402
from upheld.foundation.doors.declaration import Audience  # noqa: E402
from upheld.foundation.tenancy.scope import open_provider  # noqa: E402

if TYPE_CHECKING:
    from django.test import Client
    from tests.safety.story import Story
    from tests.safety.walk import Route

OWNER, CUSTOMER, ANYONE = "ana", "carla", ""
OF_OTHERS = (
    "account/password/change/",
    "account/2fa/",
    "account/2fa/webauthn/",
    "account/sessions/",
)
"""Pages of the sign-in, which are no doors of ours, for whoever is signed in."""
OF_ANYONE = ("account/login/", "account/password/reset/", "account/password/reset/done/")


def main() -> None:
    """Tell the story and print where it can be looked at."""
    world = found_company("Northgate IT", "northgate", owner=("ana", "Ana Reyes"))
    elsewhere = found_company(
        "Southbank Systems", "southbank", owner=("olga", "Olga Petrov"), cast=()
    )
    with pytest.MonkeyPatch.context() as patch, open_provider(world.provider.pk):
        story = tell(world, elsewhere, patch)
        with standing_at(NOW):
            json.dump(
                {
                    "cookie": settings.SESSION_COOKIE_NAME,
                    "looks": [_look_of(who, story) for who in (OWNER, CUSTOMER, ANYONE)],
                },
                sys.stdout,
            )


def _look_of(who: str, story: Story) -> dict[str, Any]:
    """Give somebody's session and the addresses of the pages that they can read."""
    client = story.page_of(who)
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    found = {address(one.pattern, story) + QUERIES.get(one.name, "") for one in _routes_of(who)}
    found |= {f"/{one}" for one in (OF_OTHERS if who else OF_ANYONE)}
    return {
        "who": who or "anyone",
        "session": session.value if session else "",
        "pages": sorted(url for url in found if _is_page(client, url)),
    }


def _routes_of(who: str) -> list[Route]:
    mine = {OWNER: Audience.STAFF, CUSTOMER: Audience.CUSTOMER}
    return [
        one
        for one in routes()
        if one.method == "GET"
        and not one.is_api
        and not missing_example(one.pattern)
        and (one.kind == "public" if not who else one.audience in {mine[who], Audience.SIGNED_IN})
    ]


def _is_page(client: Client, url: str) -> bool:
    """Tell whether an address answers with a page: no file, no part of one, no refusal."""
    answer = client.get(url)
    if answer.status_code != 200 or answer.streaming or "Content-Disposition" in answer:
        return False
    return b"<html" in answer.content


if __name__ == "__main__":
    main()
