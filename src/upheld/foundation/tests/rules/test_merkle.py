"""The tree of the record, against RFC 6962's own recursive definition and published vectors."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.record.merkle import (
    EMPTY_ROOT,
    BadFrontier,
    Frontier,
    Node,
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
    subtree_from_nodes,
    subtree_of,
)

# The inputs and the roots of the first eight trees are the reference vectors that Certificate
# Transparency's implementations have shared since RFC 6962 appeared.
CT_INPUTS = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

entries = st.lists(st.binary(max_size=8), max_size=70)


def defined_root(data: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written there: from entries, and by recursion."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    cut = 1
    while cut * 2 < len(data):
        cut *= 2
    return sha256(b"\x01" + defined_root(data[:cut]) + defined_root(data[cut:])).digest()


def defined_path(place: int, data: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1: PATH(m, D[n])."""
    if len(data) == 1:
        return []
    cut = 1
    while cut * 2 < len(data):
        cut *= 2
    if place < cut:
        return [*defined_path(place, data[:cut]), defined_root(data[cut:])]
    return [*defined_path(place - cut, data[cut:]), defined_root(data[:cut])]


def defined_proof(old: int, data: list[bytes], *, known: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2: SUBPROOF(m, D[n], b)."""
    if old == len(data):
        return [] if known else [defined_root(data)]
    cut = 1
    while cut * 2 < len(data):
        cut *= 2
    if old <= cut:
        return [*defined_proof(old, data[:cut], known=known), defined_root(data[cut:])]
    return [*defined_proof(old - cut, data[cut:], known=False), defined_root(data[:cut])]


def numbered(count: int) -> list[bytes]:
    return [str(place).encode() for place in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size):
    leaves = [leaf_hash(entry) for entry in CT_INPUTS[:size]]
    assert root_of(leaves).hex() == CT_ROOTS[size - 1]


def test_published_audit_paths_are_found():
    leaves = [leaf_hash(entry) for entry in CT_INPUTS]
    assert [step.hex() for step in inclusion_path(subtree_of(leaves), 0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [step.hex() for step in consistency_path(subtree_of(leaves), 1, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_no_entries_have_the_root_of_nothing():
    assert Frontier().root() == EMPTY_ROOT == sha256(b"").digest()
    assert Frontier().to_json() == []
    assert Frontier.from_json([]) == Frontier()


def test_a_leaf_cannot_pass_for_a_node():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


@given(entries)
def test_frontier_reaches_the_defined_root_at_every_size(data):
    frontier = Frontier()
    for size, entry in enumerate(data, start=1):
        frontier.append(leaf_hash(entry))
        assert frontier.root() == defined_root(data[:size])
        assert Frontier.from_json(frontier.to_json()) == frontier


@given(entries, st.integers(0, 70))
def test_many_at_once_are_one_by_one(data, cut):
    leaves = [leaf_hash(entry) for entry in data]
    one_by_one, at_once = Frontier(), Frontier()
    for leaf in leaves:
        one_by_one.append(leaf)
    at_once.extend(leaves[:cut])
    at_once.extend(leaves[cut:])
    assert at_once == one_by_one


@pytest.mark.parametrize("size", range(1, 34))
def test_paths_are_the_defined_ones(size):
    data = numbered(size)
    subtree = subtree_of([leaf_hash(entry) for entry in data])
    for index in range(size):
        assert inclusion_path(subtree, index, size) == defined_path(index, data)
    for old in range(1, size + 1):
        assert consistency_path(subtree, old, size) == defined_proof(old, data)


@given(st.data())
def test_every_proof_verifies_from_kept_nodes(data):
    found = numbered(data.draw(st.integers(1, 150)))
    kept: dict[tuple[int, int], bytes] = {}
    frontier = Frontier()
    for entry in found:
        for node in frontier.append(leaf_hash(entry)):
            kept[node.level, node.index] = node.digest
    size = data.draw(st.integers(1, len(found)))
    index = data.draw(st.integers(0, size - 1))
    subtree = subtree_from_nodes(lambda level, place: kept[level, place])

    path = inclusion_path(subtree, index, size)
    assert path == defined_path(index, found[:size])
    assert is_included(leaf_hash(found[index]), index, size, path, defined_root(found[:size]))

    old = index + 1
    proof = consistency_path(subtree, old, size)
    old_root = defined_root(found[:old])
    assert is_consistent(old, old_root, size, defined_root(found[:size]), proof)


def test_kept_nodes_are_the_complete_subtrees():
    frontier, data = Frontier(), numbered(12)
    kept = [node for entry in data for node in frontier.append(leaf_hash(entry))]
    assert len(kept) == 12 + 6 + 3 + 1
    for node in kept:
        first = node.index << node.level
        assert node.digest == defined_root(data[first : first + (1 << node.level)])
    assert kept[-1] == Node(2, 2, defined_root(data[8:12]))


def flipped(digest: bytes, bit: int) -> bytes:
    changed = bytearray(digest)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.data())
def test_any_change_to_an_inclusion_fails(data):
    found = numbered(data.draw(st.integers(1, 40)))
    size = len(found)
    index = data.draw(st.integers(0, size - 1))
    path = defined_path(index, found)
    leaf, root = leaf_hash(found[index]), defined_root(found)
    bit = data.draw(st.integers(0, 255))

    assert not is_included(flipped(leaf, bit), index, size, path, root)
    assert not is_included(leaf, index, size, path, flipped(root, bit))
    assert not is_included(leaf, index, size, [*path, root], root)
    for place, step in enumerate(path):
        changed = [*path[:place], flipped(step, bit), *path[place + 1 :]]
        assert not is_included(leaf, index, size, changed, root)
        assert not is_included(leaf, index, size, path[:place] + path[place + 1 :], root)
    others = [place for place in range(size) if place != index]
    assert not any(is_included(leaf, place, size, path, root) for place in others)
    assert not is_included(leaf, -1, size, path, root)
    assert not is_included(leaf, size, size, path, root)


@given(st.data())
def test_any_change_to_a_consistency_fails(data):
    found = numbered(data.draw(st.integers(2, 40)))
    size = len(found)
    old = data.draw(st.integers(1, size - 1))
    proof = defined_proof(old, found)
    old_root, root = defined_root(found[:old]), defined_root(found)
    bit = data.draw(st.integers(0, 255))

    assert is_consistent(old, old_root, size, root, proof)
    assert not is_consistent(old, flipped(old_root, bit), size, root, proof)
    assert not is_consistent(old, old_root, size, flipped(root, bit), proof)
    assert not is_consistent(old, old_root, size, root, [*proof, root])
    for place, step in enumerate(proof):
        changed = [*proof[:place], flipped(step, bit), *proof[place + 1 :]]
        assert not is_consistent(old, old_root, size, root, changed)
        shorter = proof[:place] + proof[place + 1 :]
        assert not is_consistent(old, old_root, size, root, shorter)


@given(st.integers(2, 40), st.data())
def test_a_rewritten_entry_breaks_the_path_between_heads(size, data):
    found = numbered(size)
    old = data.draw(st.integers(1, size - 1))
    rewritten = list(found)
    rewritten[data.draw(st.integers(0, old - 1))] = b"something else"
    honest_head = defined_root(found[:old])
    proof = defined_proof(old, rewritten)
    assert not is_consistent(old, honest_head, size, defined_root(rewritten), proof)


def test_edges_of_consistency():
    root = defined_root(numbered(3))
    assert is_consistent(0, EMPTY_ROOT, 3, root, [])
    assert not is_consistent(0, root, 3, root, [])
    assert not is_consistent(0, EMPTY_ROOT, 3, root, [root])
    assert is_consistent(3, root, 3, root, [])
    assert not is_consistent(3, root, 3, root, [root])
    assert not is_consistent(3, root, 3, EMPTY_ROOT, [])
    assert not is_consistent(4, root, 3, root, [])
    assert not is_consistent(3, root, 5, root, [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_path_for_a_leaf_outside_the_tree(index, size):
    with pytest.raises(IndexError):
        inclusion_path(subtree_of([leaf_hash(b"")] * 3), index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_no_path_from_a_tree_that_is_no_beginning(old, size):
    with pytest.raises(IndexError):
        consistency_path(subtree_of([leaf_hash(b"")] * 3), old, size)


@pytest.mark.parametrize(
    "stored",
    [["1", "00" * 32], [1], [3, "00" * 32], [1, "00"], [1, "zz" * 32], [1, 5], [-1], [True, "0"]],
)
def test_what_is_no_frontier_is_refused(stored):
    with pytest.raises(BadFrontier):
        Frontier.from_json(stored)
