"""Encrypt and open a stream with a key that is kept elsewhere.

Layout: the mark, a 16-byte salt, then chunks. Each chunk is 1 MiB of content sealed by AES-256-GCM
(16 bytes more). The nonce of a chunk is a counter and a flag that is 1 in the last one only, so
that chunks can be neither swapped, nor repeated, nor cut off at the end: the STREAM construction
of Hoang, Reyhanitabar, Rogaway and Vizár (2015). The salt makes a fresh key for every file, which
is why the counter may begin at 0 each time.
"""

from __future__ import annotations

import hashlib
import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"UPHELD-SEALED-1\n"
SALT = 16
CHUNK = 1024 * 1024
TAG = 16


class CannotOpen(Exception):  # noqa: N818  # it says what could not be done
    """The key is not the one it was sealed with, or the file was changed or cut off."""


def _cipher(key: str, salt: bytes) -> AESGCM:
    # Slow on purpose (about 100 ms): the key is whatever an operator chose to type.
    return AESGCM(
        hashlib.scrypt(key.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    )


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class SealingWriter(io.RawIOBase):
    """Write content to it; what reaches `target` is sealed. Close it to write the last chunk."""

    def __init__(self, target: BinaryIO, key: str) -> None:
        salt = os.urandom(SALT)
        self._target, self._cipher, self._counter = target, _cipher(key, salt), 0
        self._held = bytearray()
        target.write(MARK + salt)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # narrower than a buffer
        self._held += content
        # One chunk stays back until more comes: only the last may carry the flag.
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._held), last=True)
        super().close()

    def _put(self, content: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._counter, last=last), content, MARK))
        self._counter += 1


class OpeningReader(io.RawIOBase):
    """Read the content of a sealed `source`; raises CannotOpen at the first thing amiss."""

    def __init__(self, source: BinaryIO, key: str) -> None:
        if source.read(len(MARK)) != MARK:
            raise CannotOpen("this is not a sealed backup")
        self._source, self._cipher = source, _cipher(key, source.read(SALT))
        self._counter, self._plain = 0, b""
        self._ahead = source.read(CHUNK + TAG)
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # as above
        while not self._plain and not self._ended:
            self._next()
        taken = self._plain[: len(buffer)]
        buffer[: len(taken)] = taken
        self._plain = self._plain[len(taken) :]
        return len(taken)

    def _next(self) -> None:
        sealed, self._ahead = self._ahead, self._source.read(CHUNK + TAG)
        self._ended = not self._ahead
        try:
            nonce = _nonce(self._counter, last=self._ended)
            self._plain = self._cipher.decrypt(nonce, sealed, MARK)
        except InvalidTag as wrong:
            raise CannotOpen("the key is not the right one, or the file was changed") from wrong
        self._counter += 1


def is_sealed(source: BinaryIO) -> bool:
    """Tell whether a file begins as a sealed one does; the place in it is left at the start."""
    begun = source.read(len(MARK))
    source.seek(0)
    return begun == MARK
