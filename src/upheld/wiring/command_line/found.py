"""`upheld found`: a company of one's own on this installation, with its owner."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any

from upheld.wiring.command_line.reports import add_json_flag, refuse, report

if TYPE_CHECKING:
    from upheld.foundation.models import Provider
    from upheld.foundation.refusals import Refused
    from upheld.people.models import Person

NEEDS_TABLES = True


def register(subparsers: Any) -> None:
    """Add `upheld found`."""
    parser = subparsers.add_parser("found", help="found a company, with its owner's sign-in")
    parser.add_argument("name", help="the company's name")
    parser.add_argument("--slug", help="its short name in addresses; default: made of the name")
    parser.add_argument("--owner", required=True, metavar="NAME", help="the owner's name")
    parser.add_argument("--email", required=True, help="the address the owner signs in with")
    parser.add_argument("--zone", help="time zone such as Europe/London; default: this machine's")
    parser.add_argument("--country", help="whose public holidays hold, such as GB; '' for none")
    parser.add_argument("--region", default="", help="for its own holidays, such as SCT or BY")
    parser.add_argument("--currency", help="such as GBP; default: the country's")
    parser.add_argument(
        "--password-stdin", action="store_true",
        help="read the owner's password from standard input instead of asking for it",
    )  # fmt: skip
    add_json_flag(parser)


def run(args: argparse.Namespace) -> int:
    """Found the company. Refuses with: invalid_input, slug_taken, no_password."""
    from upheld.foundation import clock
    from upheld.foundation.refusals import Refused
    from upheld.people.operations.founding import found_provider
    from upheld.people.rules.beginnings import slug_of

    place = _place(args)
    if "" in (place["zone"], place["currency"]):
        missing = "--zone" if not place["zone"] else "--currency"
        sentence = f"Nothing was founded: {missing} cannot be guessed here; say it."
        return refuse("invalid_input", sentence, as_json=args.json)
    password = _password(stdin=args.password_stdin)
    if not password:
        sentence = (
            "Nothing was founded: there is no password. Run it at a terminal, where it is asked "
            "for twice, or give it with --password-stdin."
        )
        return refuse("no_password", sentence, as_json=args.json)
    try:
        provider, owner = found_provider(
            name=args.name, slug=args.slug or slug_of(args.name) or "company",
            owner_name=args.owner, owner_email=args.email, owner_password=password,
            zone=place["zone"], country=place["country"], subdivision=args.region,
            currency=place["currency"], at=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        return refuse(refused.code, _sentence(refused), as_json=args.json)
    _say(provider, owner, as_json=args.json)
    return 0


def _say(provider: Provider, owner: Person, *, as_json: bool) -> None:
    facts = {
        "provider": provider.slug, "name": provider.name, "owner": owner.handle,
        "email": owner.email, "zone": provider.zone, "country": provider.country,
        "region": provider.subdivision, "currency": provider.currency,
    }  # fmt: skip
    where = f"{provider.country} {provider.subdivision}".strip() or "no country"
    lines = [
        f"{provider.name} is founded, as “{provider.slug}”.",
        f"{owner.name} signs in as {owner.email}: start `upheld serve`.",
        f"Zone {provider.zone}, currency {provider.currency}, public holidays of {where}.",
    ]
    report(facts, lines, as_json=as_json)


def _place(args: argparse.Namespace) -> dict[str, str]:
    """Take what was said, and guess the rest from the zone."""
    from upheld.people.queries.countries import guessed, zone_of_machine
    from upheld.people.rules.beginnings import CURRENCY_OF

    guess = guessed("", args.zone or zone_of_machine())
    country = guess["country"] if args.country is None else args.country.upper()
    usual = CURRENCY_OF.get(country, "")
    return {
        "zone": args.zone or guess["zone"],
        "country": country,
        "currency": (args.currency or usual or guess["currency"]).upper(),
    }


def _password(*, stdin: bool) -> str:
    """Read the owner's password without showing it; "" where there is none, or two differ."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        return ""
    password = getpass.getpass("Password for the owner: ")
    if getpass.getpass("Once more: ") == password:
        return password
    print("These two differ.", file=sys.stderr)
    return ""


def _sentence(refused: Refused) -> str:
    """Say the refusal with what is wrong with each field, by the option that gives it."""
    options = {"owner_name": "--owner", "owner_email": "--email", "subdivision": "--region"}
    wrong = [
        f"{options.get(name, 'NAME' if name == 'name' else '--' + name)}: {' '.join(said)}"
        for name, said in refused.fields.items()
    ]
    said = f"Nothing was founded. {refused.why} {'' if wrong else refused.remedy}".strip()
    return "\n  ".join([said, *wrong])
