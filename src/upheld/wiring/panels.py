"""Which record pages show which panels of later stages, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.agreements.panels import agreements_of_customer, proposals_of_deal
from upheld.delivery.panels import work_for
from upheld.desk.panels import (
    calls_on_ticket,
    calls_with_customer,
    month_of_service,
    tickets_of,
    told_of_ticket,
)
from upheld.dispatch.panels import weeks_of_proposal
from upheld.mailroom.panels import mail_of_ticket
from upheld.money.panels import cost_of_entry, profit_of_company, profit_of_deal
from upheld.playbook.panels import procedures_followed
from upheld.promises.panels import promises_to
from upheld.selling.panels import deals_of_company
from upheld.timekeeping.panels import time_on_company, time_on_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from upheld.foundation.panels import PanelMaker

PANELS: Mapping[str, tuple[PanelMaker, ...]] = {
    "customers.Company": (
        deals_of_company,
        agreements_of_customer,
        promises_to,
        work_for,
        tickets_of,
        calls_with_customer,
        profit_of_company,
        time_on_company,
    ),
    "selling.Deal": (proposals_of_deal, profit_of_deal, time_on_target),
    "agreements.Proposal": (weeks_of_proposal,),
    "desk.Ticket": (
        procedures_followed,
        time_on_target,
        calls_on_ticket,
        told_of_ticket,
        mail_of_ticket,
    ),
    "timekeeping.TimeEntry": (cost_of_entry,),
    "promises.Promise": (month_of_service,),
    "delivery.Deliverable": (procedures_followed, time_on_target),
}
