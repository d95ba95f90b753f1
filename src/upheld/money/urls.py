"""The addresses of money."""

from django.urls import path

from upheld.money.views import ledger, profit, shares

urlpatterns = [
    path("money/", ledger.room, name="money"),
    path("money/agreements", ledger.agreements, name="agreement-ledger"),
    path("money/lines", ledger.lines, name="invoice-lines"),
    path("money/lines/billing", ledger.bill, name="invoice-lines-bill"),
    path("money/months", ledger.ready, name="month-ready"),
    path("money/bookings", ledger.bookings, name="bookings"),
    path("money/earned", ledger.earned, name="earned-revenue"),
    path("money/commissions", ledger.commissions, name="commissions"),
    path("money/customers", profit.customers, name="customer-profits"),
    path("money/customers/<int:number>", profit.customer, name="customer-profit"),
    path("money/deals/<int:number>", profit.deal, name="deal-profit"),
    path("my-share/", shares.mine, name="my-commission"),
    path("my-share/rules/new", shares.new_rule, name="commission-rule-new"),
]
