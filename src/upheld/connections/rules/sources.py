"""Where the bytes come from: a path or a stream, perhaps compressed, readable again from the start.

Rows are wanted more than once (to look, to decide date order, to import), so a stream that cannot
be rewound is kept in a temporary file while it is first walked through.
"""

from __future__ import annotations

import gzip
import io
import os
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, cast

from upheld.connections.rules.survey import CHUNK, too_big
from upheld.connections.rules.unreadable import Limits, Unreadable

GZIP_MARK = b"\x1f\x8b"
_HELD_IN_MEMORY = 8_000_000


class Source:
    """The bytes as they arrived: `open()` starts a fresh reading, `close()` drops what was kept."""

    def __init__(self, given: str | os.PathLike[str] | IO[bytes], limits: Limits) -> None:
        self._limits = limits
        self._path: Path | None = None
        self._stream: BinaryIO | None = None
        self._own: BinaryIO | None = None
        if isinstance(given, str | os.PathLike):
            self._path = Path(given)
            self._check_size(self._path.stat().st_size)
        elif _rewinds(given):
            self._stream = cast("BinaryIO", given)
            self._start = given.tell()
            self._check_size(given.seek(0, os.SEEK_END) - self._start)
        else:
            self._pending: IO[bytes] | None = given
            self._own = cast("BinaryIO", tempfile.SpooledTemporaryFile(_HELD_IN_MEMORY))  # noqa: SIM115 - see close
            return
        self._pending = None

    def open(self) -> BinaryIO:
        """Start reading from the first byte; only one reading of a stream goes on at a time."""
        if self._path is not None:
            return self._path.open("rb")
        if self._pending is not None:
            pending, self._pending = self._pending, None
            return cast(
                "BinaryIO", io.BufferedReader(_Keeping(pending, self._kept(), self._limits))
            )
        stream, start = (self._own, 0) if self._own is not None else (self._stream, self._start)
        return cast("BinaryIO", io.BufferedReader(_Window(cast("BinaryIO", stream), start)))

    def close(self) -> None:
        if self._own is not None:
            self._own.close()

    def _kept(self) -> BinaryIO:
        return cast("BinaryIO", self._own)

    def _check_size(self, size: int) -> None:
        if size > self._limits.packed_bytes:
            raise too_big(self._limits.packed_bytes)


def unpacked(open_packed: Callable[[], BinaryIO], limits: Limits) -> BinaryIO:
    """What a gzip file holds, refused as soon as it grows beyond its limits.

    Refuses with: damaged_gzip, bomb, too_big.
    """
    counted = _Counted(open_packed())
    return cast("BinaryIO", io.BufferedReader(_Unpacking(counted, limits), CHUNK))


def damaged_gzip(why: str) -> Unreadable:
    return Unreadable(
        "damaged_gzip",
        f"The compressed file is damaged or cut off ({why}), so nothing of it was taken in.",
        "Export or copy it again and compare its size with the original.",
    )


def bomb(times: int) -> Unreadable:
    return Unreadable(
        "bomb",
        f"The file unpacks to more than {times} times its size, as no honest table does.",
        "Unpack it yourself and look at what is in it before importing it.",
    )


def _rewinds(stream: IO[bytes]) -> bool:
    try:
        return stream.seekable()
    except AttributeError:
        return False


class RawReading(io.RawIOBase):
    """A raw stream that only has to say how it takes the next bytes."""

    def take(self, size: int) -> bytes:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self.take(len(view))
        view[: len(data)] = data
        return len(data)


class _Window(RawReading):
    """Reads a shared stream from its start without closing it."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream = stream
        self._start = start
        self._at = 0

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            offset += self._stream.seek(0, os.SEEK_END) - self._start
        elif whence == os.SEEK_CUR:
            offset += self._at
        self._at = max(0, offset)
        return self._at

    def take(self, size: int) -> bytes:
        self._stream.seek(self._start + self._at)
        data = self._stream.read(size)
        self._at += len(data)
        return data


class _Keeping(RawReading):
    """Reads a stream once and keeps what it read."""

    def __init__(self, stream: IO[bytes], kept: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        self._kept = kept
        self._limits = limits
        self._size = 0

    def take(self, size: int) -> bytes:
        data = self._stream.read(size) or b""
        self._size += len(data)
        if self._size > self._limits.packed_bytes:
            raise too_big(self._limits.packed_bytes)
        self._kept.write(data)
        return data


class _Counted(io.RawIOBase):
    """Knows how many packed bytes have been asked for, so that growth can be judged."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self.size += len(data)
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Unpacking(RawReading):
    def __init__(self, packed: _Counted, limits: Limits) -> None:
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed, mode="rb")
        self._limits = limits
        self._size = 0

    def take(self, size: int) -> bytes:
        try:
            data = self._gzip.read1(size)
        except EOFError:
            raise damaged_gzip("it ends too early") from None
        except (gzip.BadGzipFile, zlib.error) as fault:
            raise damaged_gzip(str(fault)) from None
        self._size += len(data)
        self._judge_growth()
        return data

    def close(self) -> None:
        self._gzip.close()
        self._packed.close()
        super().close()

    def _judge_growth(self) -> None:
        limits = self._limits
        if self._size > limits.expanded_bytes:
            raise too_big(limits.expanded_bytes)
        # gzip reads ahead in blocks, so what it has asked for is never less than what it has used.
        if self._size > limits.expansion_free + limits.expansion * max(1, self._packed.size):
            raise bomb(limits.expansion)
