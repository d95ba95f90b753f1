"""Sixty companies: who they are, who is there, and how they want to be treated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.customers.models import BuyingPart
from upheld.customers.operations.companies import add_company, add_house_rule, add_site
from upheld.customers.operations.contacts import add_contact, invite_contact
from upheld.demo.cast import PASSWORD
from upheld.demo.firms import REGIMES, Firm, firms
from upheld.demo.teller import Account, Teller
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.queries.actors import actor_of

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

MORNING = {str(day): [["00:00", "10:00"]] for day in range(7)}

HOUSE_RULES = (
    ("Do not ring before ten", {"hours": MORNING, "means": ("call",)}),
    ("Ask before photographing anything", {"topic": "photographs", "ask_first": True}),
    ("Do not speak of prices with the staff", {"topic": "prices"}),
    ("The server room only with somebody of theirs", {"place": "server room", "ask_first": True}),
)


def tell(teller: Teller) -> None:
    """Enter the companies over the first weeks; each has a person, every third a house rule."""
    with open_provider(teller.provider.pk):
        for index, firm in enumerate(firms()):
            teller.accounts.append(_account(teller, firm, index))


def _account(teller: Teller, firm: Firm, index: int) -> Account:
    at = teller.at(teller.working_day(teller.begin + timedelta(days=index % 45)), 10)
    seller = ("lena", "ravi")[index % 2]
    by = teller.by(seller)
    company = add_company(
        name=firm.name,
        does=firm.does,
        industry=firm.industry,
        headcount=firm.headcount,
        devices=firm.headcount * 13 // 10,
        regulation=REGIMES.get(firm.industry, ["GDPR"]),
        risk_tolerance=("low", "medium", "medium", "high")[index % 4],
        country="United Kingdom",
        owner=teller.person(seller),
        website=f"https://{firm.domain}",
        by=by,
        at=at,
    )
    contact = add_contact(
        company=company,
        name=firm.contact,
        email=f"{firm.contact.split()[-1].lower()}@{firm.domain}",
        phone=f"+44 1632 96{index:04d}",
        title=firm.title,
        technical=(1, 2, 2, 3, 4)[index % 5],
        part=BuyingPart.DECIDER,
        may_sign=True,
        by=by,
        at=at,
    )
    account = Account(company, contact)
    _more_of(account, firm, index, by, at)
    return account


def _more_of(account: Account, firm: Firm, index: int, by: Actor, at: datetime) -> None:
    """Tell what only some companies have: somebody of their own who knows, and house rules."""
    company = account.company
    if index % 4 == 0:
        add_contact(
            company=company,
            name=("Robin Ames", "Kim Larsen", "Drew Patel", "Jo Marsden")[index // 4 % 4],
            email=f"it@{firm.domain}",
            title="Systems",
            technical=4,
            part=BuyingPart.CHAMPION,
            by=by,
            at=at,
        )
        add_site(company=company, name="Head office", address="1 Example Street", by=by, at=at)
    if index % 3 == 0:
        words, particulars = HOUSE_RULES[index // 3 % len(HOUSE_RULES)]
        add_house_rule(
            company=company, words=words, told_by=firm.contact, champion=account.contact,
            by=by, at=at, **particulars,
        )  # fmt: skip


def let_in(teller: Teller, account: Account) -> Account:
    """Let the company's person into the portal, once; only the first has a password to show.

    Everybody else signs in by a code, as customers do.
    """
    if account.actor is None:
        place = invite_contact(
            contact=account.contact,
            password=PASSWORD if account is teller.accounts[0] else None,
            by=teller.by("lena"),
            at=teller.at(teller.begin + timedelta(days=60)),
        )
        account.actor = actor_of(place)
    return account
