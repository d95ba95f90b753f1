"""Files that were damaged on their way, at random but repeatably."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile

import openpyxl
import pytest

from upheld.connections.rules.readers import open_table
from upheld.connections.rules.unreadable import Limits, Unreadable


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


class TestDamageAtRandom:
    """Whatever happens to a file on its way, it is read or refused; nothing else comes out."""

    TEXT = "name;amount;note\r\n" + "".join(f'"José {n}";{n},5;"x;""y"\n"\r\n' for n in range(30))

    @pytest.fixture(scope="class")
    @classmethod
    def wholes(cls) -> list[bytes]:
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("table.csv", cls.TEXT)
        items = [{"a": number, "b": {"c": "x"}} for number in range(30)]
        return [
            cls.TEXT.encode(), cls.TEXT.encode("utf-16"), cls.TEXT.encode("cp1252"),
            gzip.compress(cls.TEXT.encode()), saved.getvalue(), json.dumps(items).encode(),
            "\n".join(map(json.dumps, items)).encode(),
            workbook(["name", "amount"], *([f"n{number}", number] for number in range(20))),
        ]  # fmt: skip

    @pytest.mark.parametrize("seed", range(40))
    def test_ends_in_rows_or_in_a_refusal(self, wholes: list[bytes], seed: int) -> None:
        chance = random.Random(seed)
        limits = Limits(rows=5_000, expanded_bytes=5_000_000, workbook_bytes=5_000_000)
        refusals: list[Unreadable] = []
        for _ in range(50):
            damaged = bytearray(chance.choice(wholes))
            for _ in range(chance.randint(1, 6)):
                self._damage(damaged, chance)
            try:
                with open_table(io.BytesIO(bytes(damaged)), limits) as table:
                    assert all(len(row.cells) < 5_000 for row in table.rows())
            except Unreadable as fault:
                refusals.append(fault)
        assert all(fault.reason and fault.remedy for fault in refusals)

    @staticmethod
    def _damage(content: bytearray, chance: random.Random) -> None:
        place = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content[place : place + 1] = chance.randbytes(1)
            case 1:
                del content[place : place + chance.randint(1, 50)]
            case 2:
                content[place:place] = chance.randbytes(chance.randint(1, 9))
            case _ if chance.random() < 0.3:
                del content[place:]
