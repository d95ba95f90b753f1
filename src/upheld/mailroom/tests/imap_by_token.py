"""pymap, letting people in by tokens besides passwords: run by itself, as a server.

The tokens that hold stand in a file, one on a line, which the token server of the tests writes.
Like Microsoft's and Google's, it says why it refuses before it refuses.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pymap.config import IMAPConfig
from pymap.main import main
from pysasl import SASLAuth
from pysasl.creds.server import ServerCredentials
from pysasl.mechanism import ServerChallenge, ServerMechanism
from pysasl.mechanism.plain import PlainMechanism

ACCEPTED = Path(sys.argv.pop(1))
MECHANISM = sys.argv.pop(1)
SHOWN = {
    "XOAUTH2": rb"user=(?P<user>[^\x01]+)\x01auth=Bearer (?P<token>[^\x01]+)\x01\x01",
    "OAUTHBEARER": rb"n,a=(?P<user>[^,]+),\x01host=[^\x01]+\x01port=\d+"
                   rb"\x01auth=Bearer (?P<token>[^\x01]+)\x01\x01",
}  # fmt: skip
END = {"XOAUTH2": b"", "OAUTHBEARER": b"\x01"}


class ByToken(ServerCredentials):
    """Whoever shows a token that holds."""

    def __init__(self, user: str, token: str) -> None:
        super().__init__()
        self._user, self._token = user, token

    @property
    def authcid(self) -> str:
        return self._user

    @property
    def authzid(self) -> str:
        return self._user

    def verify(self, _identity: object) -> bool:
        return self._token in ACCEPTED.read_text().split()


class TokenMechanism(ServerMechanism):
    """Showing a token, at once or when asked for it."""

    def server_attempt(self, responses):
        if not responses:
            raise ServerChallenge(b"")
        found = re.fullmatch(SHOWN[MECHANISM], responses[0].response)
        user, token = (found["user"].decode(), found["token"].decode()) if found else ("", "")
        shown = ByToken(user, token)
        if not shown.verify(None):
            if len(responses) == 1:
                raise ServerChallenge(b'{"status":"401","schemes":"bearer"}')
            assert responses[1].response == END[MECHANISM]
        return shown, None


setattr(  # noqa: B010  a property of another's class is replaced
    IMAPConfig,
    "tls_auth",
    property(lambda _: SASLAuth([PlainMechanism(), TokenMechanism(MECHANISM.encode())])),
)

if __name__ == "__main__":
    main()
