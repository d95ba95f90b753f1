"""Passkeys in a real browser under the content policy, by Chromium's virtual authenticator."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

CHROMIUM = os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium")
EMAIL, PASSWORD = "ana@northgate.example", "promises-are-kept"
FOUND = f"""
import django; django.setup()
from upheld.demo.cast import found_company
found_company("Northgate IT", "northgate", owner=("ana", "Ana"), cast=(), password={PASSWORD!r})
"""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """A server of its own, because a passkey belongs to a name: localhost."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")},
        "UPHELD_DATA_DIR": str(tmp_path_factory.mktemp("passkeys")),
        "DJANGO_SETTINGS_MODULE": "upheld.wiring.settings",
    }
    python = [sys.executable]
    subprocess.run([*python, "-m", "django", "migrate", "-v0"], env=settings, check=True)
    subprocess.run([*python, "-c", FOUND], env=settings, check=True)
    serve = [*python, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with subprocess.Popen(serve, env=settings, stderr=subprocess.DEVNULL) as server:
        base = f"http://localhost:{port}"
        _wait_for(f"{base}/healthz")
        yield base
        server.terminate()


def _wait_for(url: str) -> None:
    for _attempt in range(480):
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="module")
def browser_context() -> Iterator[BrowserContext]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser.new_context()
        browser.close()


def _with_password(page: Page, site: str) -> None:
    page.goto(f"{site}/account/login/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Sign in')")


def _sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/account/logout/")
    page.click("button:has-text('Sign out')")


def test_a_passkey_is_added_signs_in_and_is_a_second_step(site, browser_context):
    page = browser_context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    device = browser_context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    _with_password(page, site)
    page.goto(f"{site}/account/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.click("button:has-text('Go on')")
    page.fill("[name=name]", "Laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")

    _sign_out(page, site)
    page.goto(f"{site}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/account/" not in url)

    _sign_out(page, site)
    _with_password(page, site)
    assert page.url.endswith("/account/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "/account/" not in url)
    assert said == []
