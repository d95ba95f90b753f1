#!/usr/bin/env python3
"""Check a receipt from Upheld without Upheld.

    python3 verify_receipt.py RECEIPT.json [--files FOLDER] [--head HEAD.json ...]

A receipt says: this entry stands at this place in the provider's record, and the whole record had
this head when the receipt was written. This program needs nothing but Python 3.8 or newer; it
asks no server and trusts nobody. It computes everything again from what the receipt holds:

1. the fingerprint of the entry, from the entry itself;
2. the head of the record, from that fingerprint and the path in the receipt (RFC 6962, 2.1.1);
3. with --files, the SHA-256 of each file the receipt names, looked for in FOLDER;
4. with --head, whether a head that you hold from another day or from somebody else belongs to
   the same record: neither may contain anything that the other contradicts (RFC 6962, 2.1.2).

It ends with 0 if all of that holds, and with 1 if any of it does not or cannot be checked.
What it cannot know: whether what the entry says was true when it was written, and who wrote this
receipt. Compare the head with one that you have from elsewhere to know that it was not made up.
"""

# ruff: noqa: T201, PTH118, PTH119, PTH123, B905, UP006, UP035
# It prints because it is a program, and keeps to what Python 3.8 knew, because whoever checks a
# receipt years from now may have any Python.

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import unicodedata
from functools import partial
from typing import Any, Callable, Dict, Iterator, NoReturn

RECEIPT = "upheld-receipt/1"
HEAD = "upheld-head/1"
LARGEST = 2**63 - 1
DEEPEST = 64
HEX_DIGITS = 64

Holder = Dict[str, Any]
Check = Callable[..., Iterator[str]]


class Wrong(Exception):  # noqa: N818  it is a finding, not an error of this program
    """Something does not hold, or cannot be read; the message says what."""


def main(arguments: list[str] | None = None) -> int:
    """Run the checks, print what holds, and give the exit status: 0 all of it, 1 not."""
    parser = argparse.ArgumentParser(description="Check a receipt from Upheld, without Upheld.")
    parser.add_argument("receipt", help="the receipt, a JSON file")
    parser.add_argument("--files", metavar="FOLDER", help="where the files it names are")
    parser.add_argument(
        "--head",
        metavar="HEAD.json",
        action="append",
        default=[],
        help="a head (or another receipt) from another day or person; can be repeated",
    )
    asked = parser.parse_args(arguments)
    try:
        receipt = read_json(asked.receipt)
        check_shape(receipt)
    except Wrong as wrong:
        print(f"NOT A RECEIPT  {wrong}")
        return 1
    checks: list[Check] = [check_entry, check_inclusion]
    if asked.files is not None:
        checks.append(partial(check_files, folder=asked.files))
    checks += [partial(check_head, path=path) for path in asked.head]
    return report(receipt, checks, asked)


def report(receipt: Holder, checks: list[Check], asked: argparse.Namespace) -> int:
    """Run each check and say how it went; one failure does not hide the next."""
    failed = 0
    for check in checks:
        try:
            for line in check(receipt):
                print(f"HOLDS          {line}")
        except Wrong as wrong:
            failed += 1
            print(f"DOES NOT HOLD  {wrong}")
    if receipt["files"] and asked.files is None:
        names = ", ".join(str(one["name"]) for one in receipt["files"])
        print(f"NOT CHECKED    the files {names} (name their folder with --files)")
    if not asked.head:
        print("NOT CHECKED    any head from another day or person (give one with --head)")
    if failed:
        print("This receipt does not hold.")
        return 1
    print("All that was checked holds.")
    return 0


def read_json(path: str) -> Any:
    """Read a JSON file strictly: UTF-8, no name twice, no fractional numbers."""
    try:
        with open(path, "rb") as file:
            return json.loads(
                file.read().decode("utf-8"),
                object_pairs_hook=without_doubles,
                parse_float=no_fraction,
                parse_constant=no_fraction,
            )
    except OSError as error:
        raise Wrong(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{path} is not JSON as a record holds it: {error}.") from error


def without_doubles(pairs: list[tuple[str, Any]]) -> Holder:
    """Refuse an object that says one name twice: two readers could see two contents."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def no_fraction(text: str) -> NoReturn:
    """Refuse numbers that are not whole: the record has none."""
    raise ValueError(f"{text} is not a whole number")


def check_shape(receipt: Any) -> None:
    """Check that all parts are there and of the right kind."""
    if not isinstance(receipt, dict) or receipt.get("format") != RECEIPT:
        raise Wrong(f"its format is not {RECEIPT}.")
    if not isinstance(receipt.get("entry"), dict):
        raise Wrong("it has no entry.")
    for name in ("index", "tree_size"):
        whole_number(receipt, name)
    if not isinstance(receipt.get("inclusion_path"), list):
        raise Wrong("it has no inclusion path.")
    check_head_shape(receipt.get("head"))
    if receipt.setdefault("files", []) is None or not isinstance(receipt["files"], list):
        raise Wrong("its list of files is not a list.")
    for one in receipt["files"]:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            raise Wrong("one of its files has no name.")


def check_head_shape(head: Any) -> None:
    """Check that a head has a size and a root."""
    if not isinstance(head, dict):
        raise Wrong("it has no head.")
    whole_number(head, "size")
    digest(head.get("root"), "the root of the head")


def whole_number(holder: Holder, name: str) -> int:
    """Give a count from 0 to 63 bits, or say that it is none."""
    value = holder.get(name)
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise Wrong("its {} is not a count.".format(name.replace("_", " ")))
    return value


def digest(text: Any, what: str) -> bytes:
    """Read 32 bytes written in hex."""
    if isinstance(text, str) and len(text) == HEX_DIGITS:
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    raise Wrong(f"{what} is not a SHA-256 in hex.")


def digests(texts: Any, what: str) -> list[bytes]:
    """Read a list of hashes."""
    if not isinstance(texts, list):
        raise Wrong(f"{what} is not a list.")
    return [digest(text, what) for text in texts]


def check_entry(receipt: Holder) -> Iterator[str]:
    """Compute the fingerprint of the entry again."""
    found = leaf_hash(canonical(receipt["entry"]))
    if digest(receipt.get("leaf_hash"), "the fingerprint of the entry") != found:
        raise Wrong("the entry is not the one that was recorded: its fingerprint differs.")
    number = receipt["entry"].get("sequence")
    if number is not None and number != receipt["index"]:
        raise Wrong("the entry calls itself number {}, not {}.".format(number, receipt["index"]))
    yield "the entry is word for word the one with this fingerprint."


def check_inclusion(receipt: Holder) -> Iterator[str]:
    """Compute the head again from the entry and the path."""
    head, size, index = receipt["head"], receipt["tree_size"], receipt["index"]
    if size != head["size"]:
        raise Wrong(
            "the receipt is for a record of {}, its head for {}.".format(size, head["size"])
        )
    path = digests(receipt["inclusion_path"], "the inclusion path")
    # From the entry itself, not from the fingerprint that the receipt states.
    leaf = leaf_hash(canonical(receipt["entry"]))
    if not is_included(leaf, index, size, path, digest(head["root"], "the root")):
        raise Wrong(f"the entry is not at place {index} of the record with this head.")
    yield "it is entry {} of {} in the record whose head is {}{}.".format(
        index, size, head["root"], dated(head)
    )


def check_files(receipt: Holder, folder: str) -> Iterator[str]:
    """Compute the SHA-256 of each file again."""
    if not receipt["files"]:
        yield "the receipt names no files."
    wrong = []
    for one in receipt["files"]:
        name = one["name"]
        # A receipt is somebody else's text: it may not point outside the folder.
        if os.path.basename(name) != name or name in ("", ".", ".."):
            wrong.append(f"{name!r} is not the bare name of a file")
            continue
        try:
            found = file_hash(os.path.join(folder, name))
        except OSError as error:
            wrong.append(f"{name} cannot be read ({error.strerror})")
            continue
        if found != digest(one.get("sha256"), f"the fingerprint of {name}"):
            wrong.append(f"{name} is not the file that was recorded")
            continue
        yield f"the file {name} is byte for byte the one that was recorded."
    if wrong:
        raise Wrong("; ".join(wrong) + ".")


def file_hash(path: str) -> bytes:
    """Give the SHA-256 of a file, piece by piece."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            found.update(piece)
    return found.digest()


def check_head(receipt: Holder, path: str) -> Iterator[str]:
    """Check that another head is of the same record, earlier or later."""
    other = read_json(path)
    head: Any = other
    if isinstance(other, dict) and other.get("format") == RECEIPT:
        provider, head = other.get("provider"), other.get("head")
    elif isinstance(other, dict) and other.get("format") == HEAD:
        provider = other.get("provider")
    else:
        raise Wrong(f"{path} holds neither a head nor a receipt.")
    if provider != receipt.get("provider"):
        raise Wrong(f"{path} is of another provider.")
    try:
        check_head_shape(head)
    except Wrong as wrong:
        raise Wrong(f"{path}: {wrong}") from wrong
    yield compared(receipt["head"], head, other, path)


def compared(ours: Holder, theirs: Holder, holder: Holder, path: str) -> str:
    """Say how two heads of one record relate, or raise Wrong."""
    if ours["size"] == theirs["size"]:
        if ours["root"] != theirs["root"]:
            raise Wrong(f"{path} is a different record of the same length.")
        return f"{path} is the very same head."
    older, newer = sorted((ours, theirs), key=lambda head: head["size"])
    proof = holder.get("consistency")
    if not isinstance(proof, dict):
        raise Wrong(
            "{} is the head of {} entries, the receipt's of {}, and no path between them is given; "
            "ask the provider for one.".format(path, theirs["size"], ours["size"])
        )
    if (proof.get("from_size"), proof.get("to_size")) != (older["size"], newer["size"]):
        raise Wrong(f"the path in {path} is between other sizes.")
    steps = digests(proof.get("path"), "the path between the heads")
    roots = [digest(head["root"], "the root") for head in (older, newer)]
    if not is_consistent(older["size"], roots[0], newer["size"], roots[1], steps):
        raise Wrong(f"{path} contradicts the receipt: the record was changed between.")
    return "the record of {} entries{} begins with the {}{}, unchanged.".format(
        newer["size"], dated(newer), older["size"], dated(older)
    )


def dated(head: Holder) -> str:
    """Say when a head was taken, if it says so."""
    return " at {}".format(head["at"]) if isinstance(head.get("at"), str) else ""


def canonical(value: Any) -> bytes:
    """Write a value as the record does: RFC 8785 for whole numbers, text composed (NFC)."""
    return json.dumps(
        composed(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode("utf-8", "surrogatepass")


def composed(value: Any, depth: int = 0) -> Any:
    """Put names in order and compose texts, at every depth."""
    if depth > DEEPEST:
        raise Wrong(f"the entry is nested deeper than {DEEPEST} levels, which no record is.")
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(one, depth + 1) for one in value]
    if isinstance(value, dict):
        named = {composed(name): composed(inner, depth + 1) for name, inner in value.items()}
        return dict(sorted(named.items(), key=lambda item: utf16(item[0])))
    return value


def utf16(name: str) -> bytes:
    """Give the key by which RFC 8785 orders names."""
    return name.encode("utf-16-be", "surrogatepass")


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry, told apart from a node by its first byte."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Climb from the leaf to the root by the path, and see whether it is the root."""
    if not 0 <= index < size:
        return False
    sides = []
    start, end = 0, size
    while end - start > 1:
        cut = start + cut_of(end - start)
        sides.append(index < cut)
        start, end = (start, cut) if index < cut else (cut, end)
    if len(sides) != len(path):
        return False
    for is_left, step in zip(reversed(sides), path):
        leaf = node_hash(leaf, step) if is_left else node_hash(step, leaf)
    return leaf == root


def is_consistent(
    old_size: int, old_root: bytes, size: int, root: bytes, path: list[bytes]
) -> bool:
    """Rebuild both roots from the path, and see whether they are the two roots."""
    if old_size == 0:
        return not path and old_root == hashlib.sha256(b"").digest()
    sides = []
    start, end = 0, size
    while old_size != end:
        cut = start + cut_of(end - start)
        sides.append(old_size <= cut)
        start, end = (start, cut) if old_size <= cut else (cut, end)
    steps = list(path) if start else [old_root, *list(path)]
    if len(steps) != len(sides) + 1:
        return False
    old_reached = reached = steps[0]
    for is_left, step in zip(reversed(sides), steps[1:]):
        if is_left:
            reached = node_hash(reached, step)
        else:
            old_reached, reached = node_hash(step, old_reached), node_hash(step, reached)
    return old_reached == old_root and reached == root


def cut_of(size: int) -> int:
    """Give the largest power of two below a size of at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


if __name__ == "__main__":
    sys.exit(main())
