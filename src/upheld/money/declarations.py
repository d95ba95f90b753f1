"""How money is said on a timeline; what costs and shares say is read with their rights alone."""

from __future__ import annotations

from upheld.foundation.record.sayings import say
from upheld.foundation.search.registry import declare_command
from upheld.money.events import Event
from upheld.money.may import May

say(Event.BOOKED, "booked {contract} on the signature", kind="money", may=May.SEE_LEDGER)
say(Event.EARNED, "earned {amount}: {subject}", kind="money", may=May.SEE_LEDGER)
say(Event.LINES_READY, "made what recurs in a month ready to bill", kind="money",
    may=May.SEE_LEDGER)  # fmt: skip
say(Event.BILLED, "billed {subject}", kind="money", may=May.SEE_LEDGER)
say(Event.COMMISSION_ACCRUED, "noted a share of {amount}", kind="money", may=May.SEE_COMMISSIONS)
say(Event.RULE_SET, "put the rule “{subject}” in force", kind="money")

declare_command("True profit by customer", "customer-profits", May.SEE_COST, icon="chart-bar")
declare_command("Invoice lines", "invoice-lines", May.SEE_LEDGER, icon="report-money")
declare_command("Booked against earned", "agreement-ledger", May.SEE_LEDGER, icon="report-money")
declare_command("New rule of commission", "commission-rule-new", May.MANAGE_COMMISSION)
