"""The addresses of people."""

from django.urls import path

from upheld.people.views import account, company, pay, people, tokens, working_time

urlpatterns = [
    path("my-account", account.my_account, name="my-account"),
    path("choose-place", account.choose_place, name="choose-place"),
    path("company", company.company, name="company"),
    path("company/edit", company.company_edit, name="company-edit"),
    path("company/policies", company.company_policies, name="company-policies"),
    path("company/planned/<int:plan>/withdrawal", company.plan_withdraw, name="plan-withdraw"),
    path("people/", people.index, name="people"),
    path("people/new", people.new, name="person-new"),
    path("people/@<slug:handle>", people.detail, name="person"),
    path("people/@<slug:handle>/edit", people.edit, name="person-edit"),
    path("people/@<slug:handle>/address", people.address, name="person-address"),
    path("people/@<slug:handle>/leaving", people.leaving, name="person-leaving"),
    path("people/@<slug:handle>/invitation", people.invitation, name="person-invite"),
    path("people/@<slug:handle>/readmission", people.readmission, name="person-readmit"),
    path("people/@<slug:handle>/pay", pay.pay, name="person-pay"),
    path("people/@<slug:handle>/functions", people.function_give, name="function-give"),
    path(
        "people/@<slug:handle>/functions/<int:holder>/end", people.function_end,
        name="function-end",
    ),
    path("people/@<slug:handle>/leave", working_time.leave_enter, name="leave-enter"),
    path(
        "people/@<slug:handle>/leave/<int:leave>/cancel", working_time.leave_cancel,
        name="leave-cancel",
    ),
    path("people/hours", working_time.schedules, name="schedules"),
    path("people/hours/new", working_time.schedule, name="schedule-new"),
    path("people/hours/<int:schedule_id>", working_time.schedule, name="schedule-edit"),
    path("people/days", working_time.day_set, name="day-set"),
    path("people/days/<int:day>/removal", working_time.day_forget, name="day-forget"),
    path("people/keys", tokens.tokens, name="tokens"),
    path("people/keys/<int:token>/revocation", tokens.revoke, name="token-revoke"),
]  # fmt: skip
