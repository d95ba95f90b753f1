"""`upheld log "acme vpn down 25m" --person dana`: the capture line from a terminal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

if TYPE_CHECKING:
    from upheld.foundation.actor import Actor

NEEDS_TABLES = True


def register(subparsers: Any) -> None:
    """Add `upheld log`."""
    parser = subparsers.add_parser("log", help="log work by one line, as in the bar at the top")
    parser.add_argument("line", nargs="+", help='such as "acme vpn down 25m"')
    parser.add_argument("--person", required=True, help="whose time it is: the handle behind @")
    parser.add_argument("--provider", default="", help="the provider's short name, if several")
    parser.add_argument("--timer", action="store_true", help="start a timer on it as well")
    parser.add_argument(
        "--set-aside", action="append", default=[], metavar="CODE",
        help="a caution to set aside knowingly; may be given several times",
    )  # fmt: skip
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Do what the line says, as that person; non-zero when it was refused."""
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
