"""A small desk in the middle of a week: each technician has something of their own to move.

Run as a program beside the server, in the server's own environment. Nobody's rows are another's,
so that tests may run in any order.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.demo.cast import Company

PASSWORD = "promises-are-kept"
WEDNESDAY = datetime(2026, 3, 11, 15, 0, tzinfo=UTC)
"""When it is; in March London's clocks show UTC."""
WEEK = {str(day): [["08:30", "17:00"]] for day in range(5)}
TECHNICIANS = ("cara", "gwen", "kofi", "lars", "mona", "nils", "olek", "pia")
TICKETS = ("Printer jams", "Phone is deaf", "Backup is late", "Scanner is blind", "Mouse is gone")


def moment(day: int, hour: float) -> datetime:
    """Give an hour of a day of that March."""
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour)


def furnish() -> None:
    """Found the company, log what was worked, plan what will be, open tickets."""
    from upheld.customers.operations.companies import add_company
    from upheld.demo.cast import found_company
    from upheld.desk.operations.tickets import open_ticket
    from upheld.foundation.tenancy.scope import open_provider
    from upheld.people.operations.working_time import set_schedule
    from upheld.people.roles import Role

    cast = [("sam", "Sam Okafor", Role.SERVICE_MANAGER, "Service manager")]
    cast += [(one, f"{one.title()} Lind", Role.TECHNICIAN, "Technician") for one in TECHNICIANS]
    northgate = found_company(
        "Northgate IT", "northgate", owner=("ana", "Ana Silva"), cast=tuple(cast),
        at=moment(2, 8), password=PASSWORD,
    )  # fmt: skip
    with open_provider(northgate.provider.pk):
        at = moment(2, 9)
        set_schedule(
            name="Office", zone="Europe/London", hours=WEEK, is_default=True, by=northgate.ana,
            at=at,
        )  # fmt: skip
        acme = add_company(name="Acme Dental", by=northgate.ana, at=at)
        for title in TICKETS:
            open_ticket(title=title, company=acme, by=northgate.sam, at=moment(11, 9))
        _logged(northgate)
        _planned(northgate)


def _logged(company: Company) -> None:
    from upheld.timekeeping.operations.time import log_time
    from upheld.timekeeping.targets import own_work

    for handle, what, day, begins, ends in (
        ("gwen", "Stock", 11, 9, 10),
        ("kofi", "Cables", 11, 9, 10),
        ("kofi", "Manuals", 11, 11, 12),
        ("lars", "Backups", 9, 9, 10),
        ("lars", "Reports", 10, 9, 10),
        ("pia", "Shelves", 11, 9, 10),
    ):
        log_time(
            target=own_work("internal", what), seconds=0, started_at=moment(day, begins),
            ended_at=moment(day, ends), by=getattr(company, handle), at=WEDNESDAY,
        )  # fmt: skip


def _planned(company: Company) -> None:
    from upheld.dispatch.operations.blocks import plan_block
    from upheld.foundation.values.period import Period
    from upheld.timekeeping.targets import own_work

    for handle, what, day, begins, ends in (
        ("mona", "Rack at Acme", 12, 9, 11),
        ("nils", "Firewall at Acme", 12, 9, 11),
        ("olek", "Phones at Acme", 12, 9, 11),
        ("olek", "Training", 13, 10, 12),
        ("pia", "Servers at Acme", 17, 9, 11),
        ("pia", "Switches at Acme", 18, 9, 11),
        ("pia", "Course", 18, 12, 14),
        ("lars", "Vault at Acme", 19, 9, 11),
    ):
        plan_block(
            person=company.people[handle], on=own_work("internal", what), title=what,
            period=Period(moment(day, begins), moment(day, ends)), by=company.sam, at=WEDNESDAY,
        )  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    furnish()
