"""A real token server for tests: it gives tokens by RFC 6749, and takes them back."""

from __future__ import annotations

import base64
import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from upheld.mailroom.tests.mail_servers import HOST, PASSWORD, USER, ImapServer, SmtpServer

CLIENT, SECRET, FIRST = "upheld-at-northgate", "client-secret-value", "refresh-0"


class TokenServer:
    """Gives a token for the newest refresh token, and rotates that; or for the client's secret."""

    def __init__(self, folder: Path) -> None:
        self.accepted = folder / "accepted"
        self.accepted.write_text("")
        self.refresh = FIRST
        self.count = 0
        self.asked: list[dict[str, str]] = []
        self.lasts: object = 3600
        self.answer: tuple[int, bytes] | None = None
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer((HOST, 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://{HOST}:{self.server.server_port}/oauth2/token"

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def take_back(self) -> None:
        """No token that was given holds any more."""
        self.accepted.write_text("")

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                with outer.lock:
                    status, said = outer._answered({k: v[0] for k, v in parse_qs(body).items()})
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_said):
                pass

        return Handler

    def _answered(self, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(form)
        if self.answer is not None:
            return self.answer
        if form.get("client_id") != CLIENT:
            return 401, json.dumps({"error": "invalid_client"}).encode()
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] != self.refresh:
                said = f"{form['refresh_token']} is used up"
                error = {"error": "invalid_grant", "error_description": said}
                return 400, json.dumps(error).encode()
        elif form.get("client_secret") != SECRET:
            return 401, json.dumps({"error": "invalid_client"}).encode()
        self.count += 1
        given = {"access_token": f"access-{self.count}", "token_type": "Bearer",
                 "expires_in": self.lasts}  # fmt: skip
        if form["grant_type"] == "refresh_token":
            self.refresh = f"refresh-{self.count}"
            given["refresh_token"] = self.refresh
        self.accepted.write_text(f"{self.accepted.read_text()}{given['access_token']}\n")
        return 200, json.dumps(given).encode()


class TokenImap(ImapServer):
    """The IMAP server, letting people in by tokens besides."""

    def __init__(self, accepted: Path, mechanism: str) -> None:
        super().__init__()
        self.accepted, self.mechanism = accepted, mechanism

    def _command(self) -> list[str]:
        script = Path(__file__).with_name("imap_by_token.py")
        return [
            sys.executable, str(script), str(self.accepted), self.mechanism, "--host", HOST,
            "--port", str(self.port), "--no-tls", "dict", "--demo-user", USER,
            "--demo-password", PASSWORD,
        ]  # fmt: skip


class TokenSmtp(SmtpServer):
    """The SMTP server, taking mail of those alone who show a token that holds."""

    def __init__(self, accepted: Path, mechanism: str) -> None:
        super().__init__()
        self.accepted = accepted
        self.mechanism = mechanism
        setattr(self, f"auth_{mechanism}", self._auth)

    def _options(self) -> dict[str, object]:
        return {"auth_require_tls": False, "auth_exclude_mechanism": ["PLAIN", "LOGIN"]}

    async def handle_MAIL(self, server, session, envelope, address, mail_options):  # noqa: N802
        if not session.authenticated:
            return "530 5.7.0 Sign in first"
        envelope.mail_from = address
        return "250 OK"

    async def _auth(self, server, args):
        from aiosmtpd.smtp import AuthResult

        shown = base64.b64decode(args[1]).decode()
        token = re.search(r"auth=Bearer ([^\x01]+)\x01\x01$", shown)
        starts = {"XOAUTH2": f"user={USER}\x01", "OAUTHBEARER": f"n,a={USER},\x01"}
        if (
            token
            and shown.startswith(starts[self.mechanism])
            and token[1] in self.accepted.read_text().split()
        ):
            return AuthResult(success=True, auth_data=USER)
        ended = await server.challenge_auth('{"status":"401"}')
        assert ended == {"XOAUTH2": b"", "OAUTHBEARER": b"\x01"}[self.mechanism]
        return AuthResult(success=False, handled=False)
