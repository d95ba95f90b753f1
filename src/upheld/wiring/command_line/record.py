"""`upheld record`: check the record, and write what leaves the house: receipts and heads."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

if TYPE_CHECKING:
    from upheld.foundation.models import Provider
    from upheld.foundation.record.verify import Head, Verdict

NEEDS_TABLES = True


def register(subparsers: Any) -> None:
    """Add `upheld record verify`, `receipt` and `head`."""
    parser = subparsers.add_parser("record", help="check the record; write receipts and heads")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = acts.add_parser("verify", help="check every entry; names the first bad one")
    verify.add_argument("--provider", metavar="SLUG", help="one provider alone")
    verify.add_argument(
        "--head", metavar="FILE", action="append", type=Path, default=[],
        help="a head or receipt that somebody outside holds; can be repeated",
    )  # fmt: skip
    receipt = acts.add_parser("receipt", help="write the receipt of one entry")
    receipt.add_argument("--provider", metavar="SLUG", required=True)
    receipt.add_argument("sequence", type=int, metavar="SEQUENCE", help="the entry's number")
    receipt.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    head = acts.add_parser("head", help="write the head, and note who holds it")
    head.add_argument("--provider", metavar="SLUG", required=True)
    head.add_argument("--to", required=True, metavar="WHO", help="who will hold it")
    head.add_argument("--since", type=int, metavar="SIZE", help="the size of a head they have")
    head.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    for one in (verify, receipt, head):
        add_json_flag(one)


def run(args: argparse.Namespace) -> int:
    """Do what was asked. Refuses with: no_such_provider, no_such_entry, not_a_head, not_written."""
    from upheld.foundation.refusals import Refused

    acts = {"verify": _verify, "receipt": _receipt, "head": _head}
    try:
        return acts[args.act](args)
    except Refused as refused:
        return refuse(refused.code, _sentence(refused), as_json=args.json)
    except OSError as failed:
        sentence = f"Not written: {failed.filename}: {failed.strerror}."
        return refuse("not_written", sentence, as_json=args.json)


def _sentence(refused: Any) -> str:
    wrong = [message for messages in refused.fields.values() for message in messages]
    return " ".join(part for part in (refused.what, refused.why, *wrong, refused.remedy) if part)


def _verify(args: argparse.Namespace) -> int:
    from upheld.foundation.models import Provider
    from upheld.foundation.record.verify import keep_check, verify_record
    from upheld.foundation.tenancy.scope import open_provider, writing

    chosen = [_provider(args.provider)] if args.provider else Provider.objects.order_by("slug")
    heads = [_read_head(path) for path in args.head]
    lines: list[str] = []
    found: list[dict[str, object]] = []
    for provider in chosen:
        mine = [head for slug, head in heads if slug == provider.slug]
        verdict = verify_record(provider, mine)
        with open_provider(provider.pk), writing():
            keep_check(verdict, datetime.now(UTC))
        found.append(_facts(provider, verdict))
        lines += _lines(provider, verdict)
    well = all(one["well"] for one in found)
    report({"well": well, "records": found}, lines or ["There is no provider."], as_json=args.json)
    return 0 if well else 1


def _facts(provider: Provider, verdict: Verdict) -> dict[str, object]:
    return {
        "provider": provider.slug,
        "well": verdict.well,
        "size": verdict.size,
        "root": verdict.root,
        "erased": verdict.erased,
        "witnessed": verdict.witnessed,
        "unwitnessed": verdict.unwitnessed,
        "faults": [asdict(fault) for fault in verdict.faults],
    }


def _lines(provider: Provider, verdict: Verdict) -> list[str]:
    standing = (
        f"{'ok ' if verdict.well else 'NOT'} {provider.slug}: {verdict.size} entries, "
        f"{verdict.erased} of them without their personal part; "
        f"{verdict.unwitnessed} are newer than any head held outside"
    )
    lines = [standing]
    for fault in verdict.faults:
        row = f" (row {fault.entry_id})" if fault.entry_id is not None else ""
        lines.append(f"    {fault.code}: {fault.why}{row}")
    return lines


def _receipt(args: argparse.Namespace) -> int:
    from upheld.foundation.models import RecordEntry
    from upheld.foundation.record.receipt import receipt_for
    from upheld.foundation.refusals import Refused
    from upheld.foundation.tenancy.scope import open_provider

    provider = _provider(args.provider)
    with open_provider(provider.pk):
        entry = RecordEntry.objects.filter(sequence=args.sequence).first()
        if entry is None:
            raise Refused(
                "no_such_entry",
                f"The record of {provider.slug} has no entry {args.sequence}.",
                what="No receipt was written.",
            )
        document = receipt_for(entry, at=datetime.now(UTC))
    return _written(args, document, f"receipt of entry {args.sequence} of {args.provider}")


def _head(args: argparse.Namespace) -> int:
    from upheld.foundation.record.receipt import head_document, witness_head
    from upheld.foundation.tenancy.scope import open_provider, writing

    provider, at = _provider(args.provider), datetime.now(UTC)
    with open_provider(provider.pk), writing():
        document = head_document(at=at, since=args.since)
        status = _written(args, document, f"head of {document['size']} entries, for {args.to}")
        witness_head(args.to, at=at)
    return status


def _written(args: argparse.Namespace, document: dict[str, Any], what: str) -> int:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    args.out.write_text(f"{text}\n", encoding="utf-8")
    report({"file": str(args.out), "written": what}, [f"{args.out}: {what}"], as_json=args.json)
    return 0


def _provider(slug: str) -> Provider:
    from upheld.foundation.models import Provider
    from upheld.foundation.refusals import Refused

    found = Provider.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Provider.objects.order_by("slug").values_list("slug", flat=True)[:20])
        why = f"There is no provider {slug} here; there is {known or 'none at all'}."
        raise Refused("no_such_provider", why, what="Nothing was done.")
    return found


def _read_head(path: Path) -> tuple[str, Head]:
    """Read a head that somebody holds, from a head's file or a receipt's."""
    from upheld.foundation.record.verify import Head
    from upheld.foundation.refusals import Refused

    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        head = held.get("head", held)
        return held["provider"], Head(int(head["size"]), str(head["root"]), path.name)
    except (ValueError, KeyError, TypeError, AttributeError):
        why = f"{path} holds neither a head nor a receipt."
        raise Refused("not_a_head", why, what="Nothing was checked.") from None
