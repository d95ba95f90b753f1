"""`upheld log acme vpn down 25m`: the capture line from a terminal.

With a key (`UPHELD_TOKEN`) it speaks to the Upheld at an address, from anybody's machine; without
one it works on the installation that it stands in, as the person who is named.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor

PATIENCE = 30
"""Seconds until an address that does not answer counts as gone."""


def NEEDS_TABLES(args: argparse.Namespace) -> bool:  # noqa: N802  what `main` asks a subcommand
    """Tell whether this installation's own tables are written to."""
    return not args.token


NEEDS_DJANGO = NEEDS_TABLES


def register(subparsers: Any) -> None:
    """Add `upheld log`."""
    parser = subparsers.add_parser("log", help="log work by one line, as in the bar at the top")
    parser.add_argument("line", nargs="+", help='such as "acme vpn down 25m"')
    parser.add_argument("--token", default=os.environ.get("UPHELD_TOKEN", ""),
                        help="your key, as from `upheld token`; default: UPHELD_TOKEN")  # fmt: skip
    parser.add_argument(
        "--url", default=os.environ.get("UPHELD_PUBLIC_URL", "http://127.0.0.1:8000"),
        help="where Upheld is, for a key; default: UPHELD_PUBLIC_URL, or this machine",
    )  # fmt: skip
    parser.add_argument("--person", default="", help="without a key, whose time it is: the handle")
    parser.add_argument("--provider", default="", help="the provider's short name, if several")
    parser.add_argument("--timer", action="store_true", help="start a timer on it as well")
    parser.add_argument(
        "--set-aside", action="append", default=[], metavar="CODE",
        help="a caution to set aside knowingly; may be given several times",
    )  # fmt: skip
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Do what the line says, as that person; non-zero when it was refused."""
    return _log_there(args) if args.token else _log_here(args)


def _log_there(args: argparse.Namespace) -> int:
    """Send the line to an address with the person's key."""
    body = {"line": " ".join(args.line), "start_timer": args.timer, "setting_aside": args.set_aside}
    if not args.url.startswith(("http://", "https://")):
        sentence = f"Nothing was logged: “{args.url}” is no address. Begin with https://."
        return refuse("no_address", sentence, as_json=args.json)
    asked = urllib.request.Request(  # noqa: S310  checked above
        f"{args.url.rstrip('/')}/api/v1/capture",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {args.token}", "Content-Type": "application/json",
            "Idempotency-Key": secrets.token_hex(16),
        },
    )  # fmt: skip
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            done = json.load(answer)
    except urllib.error.HTTPError as refused:
        return _refused_there(refused, as_json=args.json)
    except (OSError, ValueError):
        sentence = f"Nothing was logged: {args.url} does not answer. Check the address, try again."
        return refuse("no_answer", sentence, as_json=args.json)
    entry = done["entry"] or {"seconds": 0}
    facts = {
        "on": done["on_kind"], "number": done["on_number"], "title": done["on_title"],
        "opened": done["opened"], "seconds": entry["seconds"], "timer": done["timer"] is not None,
    }  # fmt: skip
    report(facts, [_said(facts)], as_json=args.json)
    return 0


def _refused_there(refused: urllib.error.HTTPError, *, as_json: bool) -> int:
    """Say what the other side's problem document says."""
    try:
        said = json.load(refused)
    except ValueError:
        said = {}
    words = [said.get("title", f"Nothing was logged: the answer was {refused.code}.")]
    words += [said.get("detail", ""), said.get("remedy", "")]
    words += [f"{one.get('why', '')} {one.get('remedy', '')}" for one in said.get("reasons", [])]
    words += [
        f"{one.get('why', '')} Set it aside with --set-aside {one.get('code')}."
        for one in said.get("cautions", [])
    ]
    sentence = " ".join(word.strip() for word in words if word and word.strip())
    return refuse(said.get("code", "refused"), sentence, as_json=as_json)


def _log_here(args: argparse.Namespace) -> int:
    """Work on the installation that the command stands in."""
    from upheld.foundation.clock import now
    from upheld.foundation.refusals import Refused
    from upheld.foundation.tenancy.scope import open_provider, writing
    from upheld.timekeeping.operations.capture import capture

    actor = _actor(args.person, args.provider)
    if actor is None:
        sentence = f"Nothing was logged: nobody called “{args.person}” works here, or in several."
        return refuse("no_such_person", f"{sentence} Check --person and --provider.",
                      as_json=args.json)  # fmt: skip
    try:
        with open_provider(actor.provider_id), writing():
            done = capture(
                line=" ".join(args.line), start_timer=args.timer, by=actor, at=now(),
                setting_aside=frozenset(args.set_aside),
            )  # fmt: skip
    except Refused as refused:
        return refuse(refused.code, _sentence(refused), as_json=args.json)
    seconds = done.entry.seconds if done.entry else 0
    facts = {
        "on": done.target.kind, "number": getattr(done.target.row, "number", None),
        "title": done.target.title, "opened": done.opened, "seconds": seconds,
        "timer": done.timer is not None,
    }  # fmt: skip
    report(facts, [_said(facts)], as_json=args.json)
    return 0


def _actor(handle: str, slug: str) -> Actor | None:
    """Give the person's actor, as a request of theirs would have; None if not exactly one."""
    from upheld.foundation.models import Provider
    from upheld.foundation.tenancy.scope import open_provider
    from upheld.people.models import Membership, Person
    from upheld.people.queries.actors import actor_of

    providers = Provider.objects.filter(slug=slug) if slug else Provider.objects.all()
    found = []
    for provider in providers:
        with open_provider(provider.pk):
            person = Person.objects.filter(handle=handle, active=True).first()
            if person is None:
                continue
            place = Membership.objects.filter(
                provider=provider, person_id=person.pk, active=True
            ).first()
            found += [actor_of(place)] if place else []
    return found[0] if len(found) == 1 else None


def _sentence(refused: Any) -> str:
    more = [f"{one.why} {one.remedy}" for one in refused.reasons]
    more += [f"{one.why} Set it aside with --set-aside {one.code}." for one in refused.cautions]
    parts = [refused.what, refused.why, refused.remedy, *more]
    return " ".join(part for part in parts if part)


def _said(facts: dict[str, Any]) -> str:
    from upheld.foundation.values.effort import written_effort

    named = f"#{facts['number']} {facts['title']}" if facts["number"] else facts["title"]
    did = "Opened" if facts["opened"] else "On"
    spent = f", {written_effort(facts['seconds'])}" if facts["seconds"] else ""
    return f"{did} {named}{spent}" + (", the timer runs" if facts["timer"] else "")
