"""`upheld demo`: the furnished company, told into this installation."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

NEEDS_TABLES = True


def register(subparsers: Any) -> None:
    """Add `upheld demo`."""
    parser = subparsers.add_parser("demo", help="tell the story of a furnished demo company")
    parser.add_argument("--seed", type=int, default=7, help="the same seed tells the same story")
    parser.add_argument(
        "--scale", type=float, default=0,
        help="besides, fill the desk for load tests: 1 is 1,000 tickets with 3,000 time entries",
    )  # fmt: skip
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Tell the story; all of it or nothing. Refuses with: slug_taken."""
    from upheld.demo.load import fill_to_scale
    from upheld.demo.story import tell_story
    from upheld.foundation import clock
    from upheld.foundation.models import Provider
    from upheld.foundation.refusals import Refused

    def say(line: str) -> None:
        if not args.json:
            print(line, file=sys.stderr, flush=True)

    say("Telling the demo company's story; this takes a minute or two.")
    try:
        told = None
        if not args.scale or not Provider.objects.filter(slug="northgate").exists():
            told = tell_story(clock.now(), seed=args.seed, say=say)
        filled = fill_to_scale(args.scale, clock.now(), seed=args.seed, say=say)
    except Refused as refused:
        return refuse(refused.code, str(refused), as_json=args.json)
    facts = {"provider": "northgate", "steps": told.steps if told else 0, **filled}
    report(facts, login_lines(), as_json=args.json)
    return 0


def login_lines() -> list[str]:
    """Give a sign-in for each role, if the demo company is there."""
    from upheld.demo.cast import PASSWORD
    from upheld.foundation.models import Provider
    from upheld.people.models import Membership
    from upheld.people.roles import Role

    provider = Provider.objects.filter(slug="northgate").first()
    if provider is None:
        return []
    lines = [f"Sign in with the password {PASSWORD}:"]
    for role in Role:
        rows = Membership.objects.filter(provider=provider, role=role, active=True)
        place = rows.select_related("user").order_by("pk").first()
        if place is not None:
            lines.append(f"  {role.title:<18}{place.name:<20}{place.user.email}")
    return lines
