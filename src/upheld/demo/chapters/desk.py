"""The service desk: requests come, are answered and solved, mostly in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.demo.chapters.care import care_of
from upheld.demo.plots import Plot, until, working
from upheld.demo.words import REPLIES, REQUESTS, RESOLVED
from upheld.desk.models import Ticket
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.ticket_changes import assign_ticket
from upheld.desk.operations.ticket_files import Upload
from upheld.desk.operations.ticket_merging import merge_ticket
from upheld.desk.operations.ticket_news import watch_ticket
from upheld.desk.operations.ticket_ratings import ask_for_rating, hash_of, rate_by_link
from upheld.desk.operations.ticket_snooze import snooze_ticket
from upheld.desk.operations.ticket_states import (
    close_ticket,
    reopen_ticket,
    resolve_ticket,
    wait_for_customer,
)
from upheld.desk.operations.tickets import note_on_ticket, open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_ratings import question_of_secret
from upheld.desk.rules.ticket_events import WHOLE_PPM, Step
from upheld.foundation.tenancy.scope import open_provider
from upheld.people.models import Schedule
from upheld.timekeeping.operations.time import log_time
from upheld.timekeeping.targets import own_work, target_kind

if TYPE_CHECKING:
    from datetime import date, datetime

    from upheld.demo.teller import Account, Teller

MINUTE, HOUR = 60, 3600
RESPONSE = {1: 15 * MINUTE, 2: HOUR, 3: 4 * HOUR, 4: 8 * HOUR}
AGAIN = {1: 30 * MINUTE, 2: 2 * HOUR, 3: 6 * HOUR, 4: 16 * HOUR}
RESOLUTION = {1: 4 * HOUR, 2: 8 * HOUR, 3: 24 * HOUR, 4: 50 * HOUR}
DANGER = Step(750_000, function="service_desk")


def tell(teller: Teller) -> None:
    """Say what everybody may expect of the desk."""
    with open_provider(teller.provider.pk):
        set_service_level(
            name="Standard",
            schedule=Schedule.objects.get(name="Service desk"),
            first_response=RESPONSE,
            next_response=AGAIN,
            resolution=RESOLUTION,
            steps=(DANGER, Step(WHOLE_PPM, (teller.person("ana").pk,), "service_desk")),
            pausing_states=("waiting",),
            by=teller.by("ana"),
            at=teller.at(teller.begin),
        )


def desk_plot(teller: Teller, account: Account, first: date, *, a_month: float) -> Plot:
    """Tell a customer's requests from their signature on: so many a month."""
    day = first
    while True:
        day += timedelta(days=max(1, int(teller.rng.expovariate(a_month / 30))))
        at = yield from until(teller.some_moment(day, 8, 17))
        yield from _request(teller, account, at)


def _request(teller: Teller, account: Account, at: datetime) -> Plot:
    title, priority = teller.rng.choice(REQUESTS)
    ticket = open_ticket(
        title=title,
        company=account.company,
        contact=account.contact,
        priority=priority,
        kind="incident",
        by=teller.by("sam"),
        at=at,
    )
    account.asks = True
    who = teller.technician()
    assign_ticket(ticket=_fresh(ticket.pk), assignee=teller.person(who), by=teller.by("sam"), at=at)
    slow = teller.rng.random() < 0.07  # noqa: PLR2004  about one in fourteen is answered late
    pace = teller.rng.uniform(1.1, 2.5) if slow else teller.rng.uniform(0.05, 0.7)
    at = yield from until(at + timedelta(seconds=int(RESPONSE[priority] * pace)))
    reply_to_ticket(
        ticket=_fresh(ticket.pk), text=teller.rng.choice(REPLIES), by=teller.by(who), at=at
    )
    _talk_about(teller, _fresh(ticket.pk), who, at)
    if teller.rng.random() < 0.2:  # noqa: PLR2004  one in five waits for the customer
        wait_for_customer(ticket=_fresh(ticket.pk), by=teller.by(who), at=at)
        at = yield from until(at + timedelta(hours=teller.rng.randint(2, 30)))
    yield from _solve(teller, ticket.pk, who, priority, at)


def _solve(teller: Teller, pk: int, who: str, priority: int, at: datetime) -> Plot:
    slow = teller.rng.random() < 0.12  # noqa: PLR2004  about one in eight takes too long
    pace = teller.rng.uniform(1.2, 2.4) if slow else teller.rng.uniform(0.05, 0.6)
    worked = teller.rng.choice((10, 15, 20, 25, 30, 45, 60, 90, 120)) * MINUTE
    at = yield from until(at + timedelta(seconds=max(worked, int(RESOLUTION[priority] * pace))))
    kind = target_kind("ticket")
    target = kind.by_id(teller.by(who), pk) if kind else None
    if target is not None:
        log_time(target=target, seconds=worked, by=teller.by(who), at=at)
    resolve_ticket(ticket=_fresh(pk), text=teller.rng.choice(RESOLVED), by=teller.by(who), at=at)
    _say_how_it_was(teller, _fresh(pk), at)
    at = yield from until(at + timedelta(days=2))
    if teller.rng.random() < 0.05:  # noqa: PLR2004  one in twenty comes back
        reopen_ticket(ticket=_fresh(pk), reason="It is back.", by=teller.by("sam"), at=at)
        at = yield from until(at + timedelta(hours=3))
        resolve_ticket(ticket=_fresh(pk), text=RESOLVED[3], by=teller.by(who), at=at)
        at = yield from until(at + timedelta(days=2))
    close_ticket(ticket=_fresh(pk), by=teller.by(who), at=at)


def _talk_about(teller: Teller, ticket: Ticket, who: str, at: datetime) -> None:
    """Tell what colleagues do around some tickets; by the number, so that chance tells the same."""
    if ticket.number % 6 == 0:
        log = Upload("event log.txt", b"10:02:11 no answer from 10.20.0.1\n10:02:41 retrying\n")
        note_on_ticket(
            ticket=ticket, text="@sam have you seen this line before?", files=[log],
            by=teller.by(who), at=at,
        )  # fmt: skip
        watch_ticket(ticket=_fresh(ticket.pk), by=teller.by("sam"), at=at)
        if ticket.number % 12 == 0:
            note_on_ticket(ticket=_fresh(ticket.pk), text="Yes: the line card. Swap it.",
                           by=teller.by("sam"), at=at)  # fmt: skip
    if ticket.number % 15 == 0:
        again = open_ticket(
            title=f"Again: {ticket.title}"[:200], company=ticket.company, contact=ticket.contact,
            priority=ticket.priority, kind="incident", by=teller.by("sam"), at=at,
        )  # fmt: skip
        merge_ticket(ticket=again, into=_fresh(ticket.pk), by=teller.by(who), at=at)
    if ticket.number % 21 == 0:
        until_then = at + timedelta(days=3)
        snooze_ticket(ticket=_fresh(ticket.pk), until=until_then, by=teller.by(who), at=at)


def _say_how_it_was(teller: Teller, ticket: Ticket, at: datetime) -> None:
    """Ask about every second solved ticket; two customers of three say something."""
    if ticket.number % 2 or ticket.contact_id is None:
        return
    later = at + timedelta(hours=1)
    secret = ask_for_rating(ticket=ticket, by=teller.system, at=later)
    if secret and ticket.number % 3:
        rating = 1 if ticket.number % 22 == 0 else 2 if ticket.number % 8 == 0 else 3
        comment = "It took too long." if rating == 1 else ""
        rate_by_link(row=question_of_secret(hash_of(secret)), rating=rating, comment=comment,
                     by=teller.system, at=later)  # fmt: skip


def own_work_plot(teller: Teller, handle: str) -> Plot:
    """Tell a technician's own hours: training, own systems, now and then."""
    day = teller.begin + timedelta(days=14)
    while True:
        day += timedelta(days=teller.rng.randint(6, 15))
        at = yield from working(teller, day, 16)
        kind = teller.rng.choice(("internal", "internal", "training", "procedure"))
        log_time(
            target=own_work(kind),
            seconds=teller.rng.choice((30, 45, 60, 90)) * MINUTE,
            note={"training": "Course on the new firewall"}.get(
                kind, "Tuned our own backup alerts"
            ),
            by=teller.by(handle),
            at=at,
        )


def care_plot(teller: Teller, handle: str) -> Plot:
    """Tell a technician's planned care of customers' systems: long stretches, every week."""
    day = teller.begin + timedelta(days=100)
    while True:
        served = [one for one in teller.accounts if one.asks]
        day += timedelta(days=max(2, 34 // (1 + len(served))))
        at = yield from working(teller, day, 17)
        hours = teller.plan(handle, at.date(), teller.rng.choice((6, 7, 8)))
        if served and hours:
            account = teller.rng.choices(served, [_needs(one) for one in served])[0]
            target = care_of(teller, account, handle, at)
            log_time(target=target, seconds=hours * HOUR,
                     note="Planned care of their systems", by=teller.by(handle), at=at)  # fmt: skip


def _needs(account: Account) -> float:
    """Say how much care a customer takes: the larger the more, and every fifth twice as much."""
    more = 2.2 if account.company.pk % 5 == 0 else 1.0  # some take more than they pay for
    return more * float((account.company.headcount or 30) ** 0.6)


def presale_plot(teller: Teller, pk: int, handle: str, first: date) -> Plot:
    """Tell the hours that go into a deal before anybody signs."""
    for days in (2, 7, 15, 22):
        at = yield from working(teller, first + timedelta(days=days), 17)
        kind = target_kind("deal")
        target = kind.by_id(teller.by(handle), pk) if kind else None
        if target is not None:
            log_time(
                target=target,
                seconds=teller.rng.choice((60, 90, 120, 180)) * MINUTE,
                by=teller.by(handle),
                at=at,
            )


def _fresh(pk: int) -> Ticket:
    found: Ticket = Ticket.objects.get(pk=pk)
    return found
