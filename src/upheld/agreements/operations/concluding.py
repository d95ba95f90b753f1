"""What a signature brings into being: the agreement, what recurs under it, the work."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from upheld.agreements.events import Event
from upheld.agreements.models import Agreement, AgreementLine, StatementOfWork
from upheld.foundation.models.numbering import next_number
from upheld.foundation.record.write import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from upheld.agreements.models import Proposal, Signature


def conclude(
    proposal: Proposal, signature: Signature, content: Mapping[str, Any], at: datetime
) -> Agreement:
    """Make the agreement from the signed words alone, whatever the draft says by now."""
    begins = _begins(content, at)
    price = content["price"]
    agreement = Agreement(
        number=next_number("agreement"),
        company_id=proposal.company_id,
        deal_id=proposal.deal_id,
        signature=signature,
        title=content["title"],
        starts_on=begins,
        months=content["months"],
        ends_on=months_later(begins, content["months"]),
        currency=content["currency"],
        one_off_minor=price["one_off_minor"],
        monthly_minor=price["monthly_minor"],
        contract_minor=price["contract_minor"],
        list_minor=price["list_minor"],
        sign_off_days=content["sign_off"]["days"],
        silence=content["sign_off"]["silence"],
        seller_id=proposal.deal.owner_id,
    )
    agreement.save()
    AgreementLine.objects.bulk_create(_line(agreement, one) for one in content["lines"])
    sow = StatementOfWork(
        number=next_number("statement_of_work"),
        agreement=agreement,
        company_id=proposal.company_id,
        title=content["title"],
    )
    sow.save()
    record(
        Event.AGREEMENT_MADE, agreement, about=[sow, proposal, proposal.deal, proposal.company],
        number=agreement.number, starts_on=begins, ends_on=agreement.ends_on,
        one_off=agreement.one_off, monthly=agreement.monthly,
    )  # fmt: skip
    return agreement


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _begins(content: Mapping[str, Any], at: datetime) -> date:
    if content["starts_on"]:
        return date.fromisoformat(content["starts_on"])
    return at.astimezone(ZoneInfo(content["provider"]["zone"])).date()


def _line(agreement: Agreement, line: Mapping[str, Any]) -> AgreementLine:
    return AgreementLine(
        agreement=agreement,
        kind=line["kind"],
        title=line["title"],
        quantity=line["quantity"],
        list_minor=line["listed_minor"],
        net_minor=line["net_minor"],
        currency=agreement.currency,
    )
