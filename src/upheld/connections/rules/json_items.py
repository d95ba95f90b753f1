"""Walks the objects of a JSON text one at a time, so that a large export never stands in memory.

Three shapes hold a table: an array of objects, an object with one list of objects in it (the rest
being remarks such as a total), and JSON lines. Numbers are kept as the text that stood there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any, TextIO

from upheld.connections.rules.survey import line_too_long
from upheld.connections.rules.unreadable import Unreadable

_READ = 1 << 16
_BLANK = " \t\r\n\ufeff"


class Repeated(dict[str, Any]):
    """An object in which a name occurred twice; `name` is the first such."""

    name: str = ""


class Items:
    """The objects of a JSON text, each with the line on which it begins.

    `shape` is "json" or "json lines" once walking has begun. Refuses with: damaged_json,
    not_a_table, line_too_long.
    """

    def __init__(self, text: TextIO, longest: int) -> None:
        self._text = text
        self._longest = longest
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=str
        )
        self._buffer = ""
        self._at = 0
        self._line = 1
        self._over = False
        self.shape = "json"

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        opening = self._next_sign()
        if opening == "[":
            yield from self._array()
        elif opening == "{":
            yield from self._object_or_lines()
        else:
            raise not_a_table("It begins with neither a list nor an object.")
        if self._next_sign():
            raise self._damaged("something follows its end")

    def _array(self) -> Iterator[tuple[int, Any]]:
        self._take("[")
        if self._next_sign() == "]":
            self._take("]")
            return
        while True:
            self._next_sign()
            line = self._line
            yield line, self._value()
            if self._next_sign() == "]":
                self._take("]")
                return
            self._take(",")

    def _object_or_lines(self) -> Iterator[tuple[int, Any]]:
        if self._first_line_is_whole():
            first = self._line, self._value()
            if self._next_sign() == "{":
                self.shape = "json lines"
                yield first
                while self._next_sign():
                    line = self._line
                    yield line, self._value()
                return
            lists = [name for name, value in first[1].items() if _is_list_of_objects(value)]
            if not lists:
                yield first
                return
            _refuse_several(lists)
            yield from ((first[0], item) for item in first[1][lists[0]])
            return
        yield from self._list_in_object()

    def _list_in_object(self) -> Iterator[tuple[int, Any]]:
        lists: list[str] = []
        self._take("{")
        while True:
            self._next_sign()
            name = self._value()
            self._take(":")
            if self._next_sign() == "[" and self._holds_objects():
                lists.append(str(name))
                _refuse_several(lists)
                yield from self._array()
            else:
                self._value()
            if self._next_sign() == "}":
                self._take("}")
                break
            self._take(",")
        if not lists:
            raise not_a_table("It is one object without a list of objects in it.")

    def _holds_objects(self) -> bool:
        rest = self._buffer[self._at + 1 :].lstrip(_BLANK)
        while not rest and self._fill():
            rest = self._buffer[self._at + 1 :].lstrip(_BLANK)
        return rest.startswith("{")

    def _first_line_is_whole(self) -> bool:
        while "\n" not in self._buffer[self._at :] and self._fill():
            if len(self._buffer) - self._at > self._longest:
                return False
        line = self._buffer[self._at :].partition("\n")[0]
        try:
            self._decoder.raw_decode(line)
        except (JSONDecodeError, RecursionError):
            return False
        return True

    def _value(self) -> Any:
        """Read the value that begins here, taking in more text until it is whole."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except JSONDecodeError as fault:
                if len(self._buffer) - self._at > self._longest:
                    raise line_too_long(self._longest) from None
                if not self._fill(len(self._buffer) - self._at):
                    raise self._damaged(fault.msg) from None
            except RecursionError:
                raise self._damaged("it is nested too deeply") from None
            else:
                self._line += self._buffer.count("\n", self._at, end)
                self._at = end
                return value

    def _take(self, sign: str) -> None:
        if self._next_sign() != sign:
            raise self._damaged(f"“{sign}” is missing")
        self._at += 1

    def _next_sign(self) -> str:
        while True:
            while self._at < len(self._buffer):
                sign = self._buffer[self._at]
                if sign not in _BLANK:
                    return sign
                self._line += sign == "\n"
                self._at += 1
            if not self._fill():
                return ""

    def _fill(self, at_least: int = 0) -> bool:
        # Reading as much again as is already there keeps repeated attempts at a long value cheap.
        more = "" if self._over else self._text.read(max(_READ, at_least))
        self._over = not more
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return bool(more)

    def _damaged(self, why: str) -> Unreadable:
        return Unreadable(
            "damaged_json",
            f"The JSON text is damaged or cut off on line {self._line} ({why}),"
            " so nothing of it was taken in.",
            "Export it again.",
            None,
        )


def not_a_table(why: str) -> Unreadable:
    return Unreadable(
        "not_a_table",
        f"The JSON text holds no table. {why}",
        "Export a list of objects, one for each row, or one object on each line.",
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    repeated = Repeated(plain)
    names = [name for name, _ in pairs]
    repeated.name = next(name for name in names if names.count(name) > 1)
    return repeated


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _refuse_several(names: list[str]) -> None:
    if len(names) > 1:
        raise Unreadable(
            "several_lists",
            f"The JSON text holds several tables: {', '.join(names)}.",
            "Export each into a file of its own.",
        )
