"""Commission for programs."""

from __future__ import annotations

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import Paged, paged
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.money.api.shapes import MySharesOut, RuleIn, RuleOut, ShareOut
from upheld.money.lists import COMMISSIONS
from upheld.money.may import May
from upheld.money.operations.booking import set_commission_rule
from upheld.money.queries.profit import own_currency
from upheld.money.queries.shares import my_shares, visible_shares
from upheld.money.rules.commission import CommissionRule


@endpoint(May.SEE_COMMISSIONS, "GET", "money/commissions", lists=COMMISSIONS)
def list_commissions(request: Request) -> Paged[ShareOut]:
    """List everybody's commission; the same filters as on the page."""
    rows = visible_shares(request.actor).select_related("person", "rule")
    return paged(COMMISSIONS, rows, request, ShareOut.of)


@endpoint(May.SEE_OWN_COMMISSION, "GET", "money/my-share")
def read_my_share(request: Request) -> MySharesOut:
    """Read the caller's own shares, and the rules that hold for everybody."""
    page = my_shares(request.actor, request.at)
    return MySharesOut(
        this_year_minor=page.this_year.minor,
        ever_minor=page.ever.minor,
        shares=[ShareOut.of(one) for one in page.accruals],
        rules=[RuleOut.of(one.row, holds=one.holds) for one in page.rules],
    )


@endpoint(May.MANAGE_COMMISSION, "POST", "money/commission-rules", status=201)
def create_rule(request: Request, body: RuleIn) -> RuleOut:
    """Put a rule of commission in force from a day on."""
    currency = own_currency()
    rule = CommissionRule(
        key=body.key,
        part=body.part,
        base=body.base,
        from_day=body.from_on,
        rate=Rate(body.rate_ppm),
        months=body.months,
        flat=None if body.flat_minor is None else Money(body.flat_minor, currency),
    )
    row = set_commission_rule(
        rule=rule, title=body.title, currency=currency, by=request.actor, at=request.at
    )
    return RuleOut.of(row, holds=row.from_on <= request.at.date())
