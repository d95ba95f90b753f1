"""Merkle trees as RFC 6962 defines them (section 2.1; the checks follow RFC 9162, 2.1.3 and 2.1.4).

A leaf is hashed after a 0x00 byte and a node after 0x01, so that neither can pass for the other.
The tree of n leaves is cut at the largest power of two below n. Hashes are 32 bytes of SHA-256;
positions count from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves."""

HASH_BYTES = 32

Subtree = Callable[[int, int], bytes]
"""Gives the root of the leaves [start, end), for start < end."""

NodeAt = Callable[[int, int], bytes]
"""Gives the node (level, index): the root of the 2**level leaves from index * 2**level on."""


class BadFrontier(ValueError):  # noqa: N818  says what is wrong, as the domain does
    """Stored text is not a frontier: too many or too few hashes, or not hashes at all."""

    code = "bad_frontier"


def leaf_hash(entry: bytes) -> bytes:
    """Hash the bytes of one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree: the root of the 2**level leaves from index * 2**level on."""

    level: int
    index: int
    digest: bytes


@dataclass(slots=True)
class Frontier:
    """All that is needed to go on appending: the roots of the complete subtrees, largest first.

    There is one peak for each 1 in the binary number `size`.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise BadFrontier(f"a tree of {self.size} leaves has another number of peaks")

    def append(self, leaf: bytes) -> tuple[Node, ...]:
        """Add a leaf hash; give the nodes that it completed, the leaf itself first.

        Whoever keeps those nodes can prove anything later by reading a few of them.
        """
        top, index = Node(0, self.size, leaf), self.size
        completed = [top]
        while index & 1:
            index >>= 1
            top = Node(top.level + 1, index, node_hash(self.peaks.pop(), top.digest))
            completed.append(top)
        self.peaks.append(top.digest)
        self.size += 1
        return tuple(completed)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaf hashes, faster than one by one."""
        peaks, size = self.peaks, self.size
        for leaf in leaves:
            top, index = leaf, size
            while index & 1:
                index >>= 1
                top = node_hash(peaks.pop(), top)
            peaks.append(top)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """Give the root of the whole tree; EMPTY_ROOT for no leaves."""
        return _folded(self.peaks) if self.peaks else EMPTY_ROOT

    def to_json(self) -> list[int | str]:
        """Give it as JSON holds it: the size, then the peaks in hex; [] for no leaves."""
        return [self.size, *(peak.hex() for peak in self.peaks)] if self.size else []

    @classmethod
    def from_json(cls, stored: Sequence[object]) -> Frontier:
        """Read what `to_json` gave. Raises BadFrontier."""
        if not stored:
            return cls()
        size, *peaks = stored
        if type(size) is not int:
            raise BadFrontier("a frontier begins with its size")
        return cls(size, [_digest(peak) for peak in peaks])


def _digest(stored: object) -> bytes:
    try:
        digest = bytes.fromhex(stored) if isinstance(stored, str) else b""
    except ValueError:
        digest = b""
    if len(digest) != HASH_BYTES:
        raise BadFrontier(f"{stored!r} is not a SHA-256 hash in hex")
    return digest


def _folded(peaks: Sequence[bytes]) -> bytes:
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def subtree_of(leaves: Sequence[bytes]) -> Subtree:
    """Read subtrees from all the leaf hashes, in memory."""
    return lambda start, end: root_of(leaves[start:end])


def subtree_from_nodes(node_at: NodeAt) -> Subtree:
    """Read subtrees from kept complete nodes (those that `append` gave): a few reads each."""

    def subtree(start: int, end: int) -> bytes:
        # A cut of the tree is complete subtrees in falling size, as a frontier's peaks are.
        peaks = []
        while start < end:
            level = (end - start).bit_length() - 1
            peaks.append(node_at(level, start >> level))
            start += 1 << level
        return _folded(peaks)

    return subtree


def inclusion_path(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """Give the hashes that prove leaf `index` to be in the tree of the first `size` leaves.

    From the leaf's neighbour upwards. Raises IndexError for a leaf that is not in that tree.
    """
    if not 0 <= index < size:
        msg = f"leaf {index} is not in a tree of {size}"
        raise IndexError(msg)
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        cut = start + _cut(end - start)
        if index < cut:
            path.append(subtree(cut, end))
            end = cut
        else:
            path.append(subtree(start, cut))
            start = cut
    return path[::-1]


def consistency_path(subtree: Subtree, old_size: int, size: int) -> list[bytes]:
    """Give the hashes that prove the first `old_size` leaves to be the same in both trees.

    Empty for two trees of one size. Raises IndexError unless 0 < old_size <= size.
    """
    if not 0 < old_size <= size:
        msg = f"a tree of {old_size} is not the beginning of a tree of {size}"
        raise IndexError(msg)
    path: list[bytes] = []
    start, end = 0, size
    while old_size != end:
        cut = start + _cut(end - start)
        if old_size <= cut:
            path.append(subtree(cut, end))
            end = cut
        else:
            path.append(subtree(start, cut))
            start = cut
    # The verifier knows the old root already when it is this very subtree.
    if start:
        path.append(subtree(start, end))
    return path[::-1]


def _cut(size: int) -> int:
    """Give the largest power of two below a size of at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path proves that the tree of `size` with that root holds the leaf hash."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def is_consistent(
    old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]
) -> bool:
    """Tell whether the path proves that the newer tree only adds to the older one.

    An empty older tree is the beginning of any tree; its path is empty.
    """
    if not 0 <= old_size <= size:
        return False
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    if old_size == size:
        return not path and old_root == root
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    steps = list(path) if place else [old_root, *path]
    if not steps:
        return False
    old_reached = reached = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_reached, reached = node_hash(step, old_reached), node_hash(step, reached)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old_reached == old_root and reached == root
