"""`upheld token`: a key for a program, issued by whoever has the machine in hand."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from typing import Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

NEEDS_TABLES = True


def register(subparsers: Any) -> None:
    """Add `upheld token`."""
    parser = subparsers.add_parser("token", help="issue a key with which a program acts")
    parser.add_argument("--provider", required=True, metavar="SLUG", help="short name of the firm")
    parser.add_argument("--person", required=True, metavar="HANDLE", help="for whom it acts")
    parser.add_argument(
        "--scope", action="append", metavar="CAPABILITY",
        help="a right of that person, such as desk:ticket:see; repeatable; default: all",
    )  # fmt: skip
    parser.add_argument("--name", default="Command line", help="what the key is for")
    parser.add_argument("--days", type=int, help="ends after so many days; default: never")
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Issue the key and print it, this once."""
    from upheld.foundation.actor import system
    from upheld.foundation.models import Provider
    from upheld.foundation.refusals import Refused
    from upheld.foundation.tenancy.scope import open_provider
    from upheld.people.models import Person
    from upheld.people.operations.tokens import ALL_SCOPES, issue_token

    provider = Provider.objects.filter(slug=args.provider).first()
    if provider is None:
        known = ", ".join(Provider.objects.order_by("slug").values_list("slug", flat=True)[:20])
        sentence = f"No key was made: there is no provider “{args.provider}”. Known: {known or '–'}"
        return refuse("not_found", sentence, as_json=args.json)
    at = datetime.now(UTC)
    with open_provider(provider.pk):
        person = Person.objects.filter(handle=args.person.lstrip("@")).first()
        if person is None:
            sentence = f"No key was made: nobody at {provider.name} is called @{args.person}."
            return refuse("not_found", sentence, as_json=args.json)
        try:
            token, secret = issue_token(
                person=person,
                name=args.name,
                scopes=args.scope or (ALL_SCOPES,),
                expires_at=at + timedelta(days=args.days) if args.days else None,
                by=system(provider.pk, name="Command line"),
                at=at,
            )
        except Refused as refused:
            return refuse(refused.code, str(refused), as_json=args.json)
    facts = {
        "token": secret, "provider": provider.slug, "person": person.handle,
        "scopes": token.scopes, "expires_at": token.expires_at,
    }  # fmt: skip
    report(facts, [secret], as_json=args.json)
    return 0
