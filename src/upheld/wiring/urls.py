"""Every address: each package lists its own; here they are joined."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from upheld.people.views.account import email
from upheld.wiring.api import api
from upheld.wiring.home import home
from upheld.wiring.starting.steps import first_steps, take_starter_set
from upheld.wiring.starting.welcome import welcome
from upheld.wiring.waiting import waiting

PACKAGES = (
    "foundation", "people", "customers", "measures", "reviews", "timekeeping", "promises",
    "playbook", "market", "selling", "agreements", "desk", "delivery", "dispatch", "money", "care",
    "scoreboard", "mirror", "portal", "mailroom", "connections",
    "calendars",
)  # fmt: skip
"""Packages whose `urls.py` is joined in; one without pages of its own has none."""

urlpatterns = [
    path("", home, name="home"),
    path("waiting", waiting, name="waiting"),
    path("welcome", welcome, name="welcome"),
    path("first-steps", first_steps, name="first-steps"),
    path("first-steps/starter-set", take_starter_set, name="starter-set"),
    # Before those of the library, whose page would let an address differ from the person's own.
    path("account/email/", email, name="account_email"),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
]
for _package in PACKAGES:
    if find_spec(f"upheld.{_package}") and find_spec(f"upheld.{_package}.urls"):
        urlpatterns += import_module(f"upheld.{_package}.urls").urlpatterns

handler400 = "upheld.wiring.errors.bad_request"
handler404 = "upheld.wiring.errors.page_not_found"
