"""A real calendar server for tests, Radicale in a process of its own, and hostile ones."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import icalendar

HOST = "127.0.0.1"
USER, PASSWORD = "dana", "only-for-tests"
PLAN, OWN = f"/{USER}/plan/", f"/{USER}/own/"


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


class CalendarServer:
    """Radicale with one person and two calendars, its files in a folder of the test's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def begin(self, password: str = PASSWORD) -> None:
        (self.folder / "users").write_text(f"{USER}:{password}\n")
        (self.folder / "config").write_text(
            f"[server]\nhosts = {HOST}:{self.port}\n[auth]\ntype = htpasswd\n"
            f"htpasswd_filename = {self.folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
            f"[storage]\nfilesystem_folder = {self.folder / 'kept'}\n[logging]\nlevel = error\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(self.folder / "config")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(1200):
            with suppress(OSError):
                self.say("OPTIONS", "/", password=password)
                return
            time.sleep(0.05)
        raise AssertionError("the calendar server does not answer")

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def clear(self) -> None:
        """Make both calendars anew, with nothing in them."""
        for url, name in ((PLAN, "Plan"), (OWN, "Own")):
            self.say("DELETE", url)
            body = (
                '<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set>'
                f"<d:prop><d:displayname>{name}</d:displayname></d:prop></d:set></c:mkcalendar>"
            )
            assert self.say("MKCALENDAR", url, body)[0] == 201

    def say(
        self, method: str, url: str, body: str = "", password: str = PASSWORD, **headers: str
    ) -> tuple[int, bytes]:  # fmt: skip
        """Speak to the server as another calendar program of the person's would."""
        connection = HTTPConnection(HOST, self.port, timeout=60)
        known = b64encode(f"{USER}:{password}".encode()).decode()
        connection.request(
            method, url, body.encode(), {"Authorization": f"Basic {known}", **headers}
        )
        answer = connection.getresponse()
        told = answer.status, answer.read()
        connection.close()
        return told

    def files(self, url: str = PLAN) -> dict[str, str]:
        """Give what is kept in a calendar by name, as the server has it on its disk."""
        folder = self.folder / "kept" / "collection-root" / url.strip("/")
        return {one.name: one.read_text() for one in folder.glob("*.ics")}

    def events(self, url: str = PLAN) -> dict[str, Any]:
        """Give what lies in a calendar by title."""
        found = {}
        for text in self.files(url).values():
            for one in icalendar.Calendar.from_ical(text).walk("VEVENT"):
                found[str(one["summary"])] = one
        return found

    def put(self, name: str, text: str, url: str = OWN) -> int:
        """Put something into a calendar."""
        return self.say("PUT", f"{url}{name}", text, **{"Content-Type": "text/calendar"})[0]

    def change(self, title: str, url: str = PLAN, **lines: str) -> None:
        """Change lines of an event, as whoever has it open in their calendar would."""
        for name, text in self.files(url).items():
            if f"SUMMARY:{title}" in text:
                kept = [
                    f"{one.upper().replace('_', '-')}:{lines[one]}" if one else line
                    for line in text.splitlines()
                    for one in [_name_of(line, lines)]
                ]
                assert self.put(name, "\r\n".join(kept) + "\r\n", url) in {201, 204}
                return
        raise AssertionError(f"{title} is not there")

    def take_out(self, title: str, url: str = PLAN) -> None:
        for name, text in self.files(url).items():
            if f"SUMMARY:{title}" in text:
                assert self.say("DELETE", f"{url}{name}")[0] == 200
                return
        raise AssertionError(f"{title} is not there")


def _name_of(line: str, lines: dict[str, str]) -> str:
    name = line.split(":", maxsplit=1)[0].split(";", maxsplit=1)[0].lower().replace("-", "_")
    return name if name in lines else ""


def event(uid: str, start: str, end: str, title: str = "Dentist", *more: str) -> str:
    """Write an event as a calendar program does; moments as 20260310T090000Z."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tests//EN", "BEGIN:VEVENT",
        *([f"UID:{uid}"] if uid else []), "DTSTAMP:20260301T000000Z", f"DTSTART{_value(start)}",
        f"DTEND{_value(end)}", f"SUMMARY:{title}", *more, "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _value(moment: str) -> str:
    return f";VALUE=DATE:{moment}" if len(moment) == 8 else f":{moment}"


@contextmanager
def answering(status: int, body: bytes = b"", headers: dict[str, str] | None = None,
              chunks: int = 1, cut: int = 0):  # fmt: skip
    """Run a server that answers everything alike: `cut` bytes fewer than it says."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append((self.command, self.path))
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) * chunks))
            self.end_headers()
            with suppress(OSError):
                for _ in range(chunks):
                    self.wfile.write(body[: len(body) - cut] if cut else body)
            if cut:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
