from __future__ import annotations

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.wiring.command_line.backups.sealing import (
    CHUNK,
    MARK,
    SALT,
    TAG,
    CannotOpen,
    OpeningReader,
    SealingWriter,
    is_sealed,
)

pytestmark = pytest.mark.once

BEGIN = len(MARK) + SALT


@pytest.fixture(autouse=True)
def _quick_key(monkeypatch):
    # The slow derivation is one line and is met by the tests of the commands; here it would make
    # a thousand cases take two minutes.
    plain = {"n": 2, "r": 1}
    slow = hashlib.scrypt
    monkeypatch.setattr(hashlib, "scrypt", lambda key, **given: slow(key, **{**given, **plain}))


def sealed(content: bytes, key: str = "a key") -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, key)
    for start in range(0, len(content), 300_000):
        writer.write(content[start : start + 300_000])
    writer.close()
    return target.getvalue()


def opened(content: bytes, key: str = "a key") -> bytes:
    return OpeningReader(io.BytesIO(content), key).read() or b""


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_sealed_opens_to_the_same(size):
    content = bytes(range(256)) * (size // 256 + 1)

    assert opened(sealed(content[:size])) == content[:size]


def test_another_key_opens_nothing():
    with pytest.raises(CannotOpen):
        opened(sealed(b"figures"), key="another key")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_changed_byte_is_found(data):
    whole = bytearray(sealed(b"the promise is kept" * 10))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(CannotOpen):
        opened(bytes(whole))


def test_a_missing_end_is_found_at_a_chunk_and_within_one():
    whole = sealed(b"x" * (2 * CHUNK + 5))
    for end in (BEGIN, BEGIN + CHUNK + TAG, BEGIN + 2 * (CHUNK + TAG), len(whole) - 1):
        with pytest.raises(CannotOpen):
            opened(whole[:end])


def test_swapped_and_repeated_chunks_are_found():
    whole = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    size = CHUNK + TAG
    first, second, rest = (
        whole[BEGIN : BEGIN + size],
        whole[BEGIN + size : BEGIN + 2 * size],
        whole[BEGIN + 2 * size :],
    )
    for order in ([second, first, rest], [first, first, second, rest], [first, rest]):
        with pytest.raises(CannotOpen):
            opened(whole[:BEGIN] + b"".join(order))


def test_the_content_cannot_be_read_in_the_file():
    assert b"figures" not in sealed(b"figures" * 100)


def test_a_sealed_file_is_told_by_its_beginning():
    assert is_sealed(io.BytesIO(sealed(b"")))
    assert not is_sealed(io.BytesIO(b"\x1f\x8b and so on"))
