"""The gallery as a site of its own, and a browser that looks at it."""

from __future__ import annotations

import functools
import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from upheld.foundation.ui import gallery_figures
from upheld.foundation.ui.environment import FOLDER, PageEnvironment, environment
from upheld.foundation.ui.gallery import render_gallery, sample_shell, write_gallery

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="session")
def pages() -> PageEnvironment:
    return environment()


class GallerySite(http.server.SimpleHTTPRequestHandler):
    """Serves the gallery under our content policy and answers what its scripts ask."""

    posted: list[tuple[str, dict[str, list[str]]]] = []

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/palette":
            found = gallery_figures.answers()["found"]
            self.answer(200, "{{ ui.palette_results(found) }}", found=found)
        elif asked.path == "/capture-read":
            chips = gallery_figures.answers()["chips"]
            self.answer(200, "{{ ui.capture_reading(chips) }}", chips=chips)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.posted.append((self.path, parse_qs(body, keep_blank_values=True)))
        if self.path == "/move/harbour-wi-fi" or "lost" in body:
            self.signed_out()
        elif "elsewhere" in body:
            self.send_response(303)
            self.send_header("Location", "/gallery_portal.html")
            self.end_headers()
        elif self.path == "/capture":
            self.answer(200, "{{ ui.capture_saved('25 m logged on Acme.', '#t', '#undo') }}")
        elif self.path == "/move/clinic-network":
            self.send_response(409)
            self.send_header("Content-Type", "application/problem+json")
            self.end_headers()
            self.wfile.write(json.dumps({"what": "Not moved.", "why": "No estimate."}).encode())
        else:
            self.send_response(204)
            self.end_headers()

    def signed_out(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(render_gallery("gallery_bare.html").encode())

    def answer(self, status: int, template: str, **context: Any) -> None:
        made = environment().from_string(template).render(shell=sample_shell(), **context)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(made.encode())


@pytest.fixture(scope="session")
def gallery_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery, served on a free port of this machine."""
    built = FOLDER / "static/upheld/dist/app.css"
    assert built.exists(), "the front end is not built: node frontend/build.mjs"
    folder = tmp_path_factory.mktemp("gallery")
    write_gallery(folder / "gallery.html")
    handler = functools.partial(GallerySite, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("UPHELD_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic"],
        )
        yield browser
        browser.close()


@pytest.fixture
def gallery(chromium: Browser, gallery_site: str) -> Iterator[Page]:
    """The gallery, open at a desk; what the browser complained of is in `complaints(page)`."""
    GallerySite.posted.clear()
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(gallery_site + "gallery.html")
    yield page
    context.close()


@pytest.fixture
def posted(gallery: Page) -> list[tuple[str, dict[str, list[str]]]]:
    """What the gallery's forms and scripts have sent."""
    return GallerySite.posted


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, as a script."""
    root = Path(__file__).parents[5]
    return (root / "frontend/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
