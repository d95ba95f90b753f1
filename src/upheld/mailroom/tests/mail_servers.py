"""Real mail servers for tests: pymap for IMAP in a process of its own, aiosmtpd for SMTP."""

from __future__ import annotations

import imaplib
import socket
import ssl
import subprocess
import sys
import threading
import time
import warnings
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "support", "only-for-tests"
HOST = "127.0.0.1"
NOW = datetime.now(UTC).replace(microsecond=0)
"""The servers keep the real time of arrival, so these tests live in the present.

Here and not in the conftest, which pytest reads under a name of its own: two moments would differ.
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


class ImapServer:
    """An IMAP server with one mailbox, in memory: stopped and begun again, it numbers anew."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def _command(self) -> list[str]:
        return [
            str(Path(sys.executable).parent / "pymap"), "--host", HOST, "--port", str(self.port),
            "--no-tls", "dict", "--demo-user", USER, "--demo-password", PASSWORD,
        ]  # fmt: skip

    def begin(self) -> None:
        self.process = subprocess.Popen(
            self._command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            with suppress(OSError, imaplib.IMAP4.error):
                self.signed_in().logout()
                return
            time.sleep(0.05)
        raise AssertionError("the IMAP server does not answer")

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def signed_in(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(HOST, self.port, timeout=60)
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(USER, PASSWORD)
        return client

    def receive(self, *mails: bytes) -> None:
        """Have mail arrive, in this order."""
        client = self.signed_in()
        for mail in mails:
            assert client.append("INBOX", None, None, mail)[0] == "OK"
        client.logout()

    def clear(self) -> None:
        """Take all mail away; numbering goes on."""
        client = self.signed_in()
        client.select("INBOX")
        client.store("1:*", "+FLAGS", "\\Deleted")
        client.expunge()
        client.logout()


class SmtpServer:
    """An SMTP server that keeps what it takes, and refuses as it is told."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[bytes] = []
        self.recipients: list[str] = []
        self.answer_to_data = ""
        self.answer_to_rcpt = ""
        self.hang_up = False
        self.controller: Any = None

    def begin(self, context: ssl.SSLContext | None = None) -> None:
        """Begin to take mail, under TLS where a context is given."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from aiosmtpd.controller import Controller

        self.controller = Controller(
            self, hostname=HOST, port=self.port, ready_timeout=30, ssl_context=context,
            **self._options(),
        )  # fmt: skip
        self.controller.start()

    def _options(self) -> dict[str, Any]:
        return {}

    def end(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if self.answer_to_rcpt:
            return self.answer_to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answer_to_data:
            return self.answer_to_data
        self.taken.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        if self.hang_up:
            server.transport.abort()
        return "250 OK"


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for a name by nobody's authority; give a server's context and its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kept = folder / "certificate.pem"
    kept.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(kept)
    return context, kept


@contextmanager
def cut_after(port: int, count: int):
    """Stand before a server and cut each connection after so many bytes from it."""
    listening = socket.create_server((HOST, 0))
    ended = threading.Event()

    def pass_on(client: socket.socket) -> None:
        left = count
        with client, socket.create_connection((HOST, port)) as server:
            threading.Thread(target=_pour, args=(client, server), daemon=True).start()
            with suppress(OSError):
                while left > 0 and (content := server.recv(min(left, 65536))):
                    client.sendall(content)
                    left -= len(content)
                client.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        while not ended.is_set():
            with suppress(OSError):
                client, _ = listening.accept()
                threading.Thread(target=pass_on, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        ended.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _pour(source: socket.socket, into: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            into.sendall(content)
