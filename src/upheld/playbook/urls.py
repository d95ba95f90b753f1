"""The addresses of the playbook."""

from django.urls import path

from upheld.playbook.views import procedures, reports, runs, writing

_ONE = "playbook/<int:number>"

urlpatterns = [
    path("playbook/", procedures.index, name="procedures"),
    path("playbook/new", writing.new, name="procedure-new"),
    path("playbook/bring-in", writing.bring_in, name="procedures-bring-in"),
    path("playbook/alike", procedures.alike, name="procedures-alike"),
    path("playbook/alike/<int:pk>", procedures.apart, name="pair-apart"),
    path("playbook/missing", reports.missing, name="report-missing"),
    path("playbook/reports/", reports.index, name="procedure-reports"),
    path("playbook/reports/<int:number>", reports.detail, name="procedure-report"),
    path("playbook/runs/", runs.index, name="runs"),
    path("playbook/runs/new", runs.new, name="run-new"),
    path("playbook/runs/<int:number>", runs.detail, name="run"),
    path("playbook/runs/<int:number>/steps/<int:step>", runs.step, name="run-step"),
    path("playbook/runs/<int:number>/break-off", runs.break_off, name="run-break-off"),
    path(_ONE, procedures.detail, name="procedure"),
    path(f"{_ONE}/edit", writing.edit, name="procedure-edit"),
    path(f"{_ONE}/draft", writing.draft, name="procedure-draft"),
    path(f"{_ONE}/draft/ready", writing.ready, name="procedure-draft-ready"),
    path(f"{_ONE}/draft/discard", writing.discard, name="procedure-draft-discard"),
    path(f"{_ONE}/revisions/<int:revision>", procedures.revision, name="procedure-revision"),
    path(f"{_ONE}/differences", procedures.changes, name="procedure-differences"),
    path(f"{_ONE}/read", procedures.read, name="procedure-read"),
    path(f"{_ONE}/readers", procedures.ask, name="procedure-ask"),
    path(f"{_ONE}/confirmation", procedures.confirm, name="procedure-confirm"),
    path(f"{_ONE}/keeping", procedures.keep, name="procedure-keep"),
    path(f"{_ONE}/withdrawal", procedures.withdraw, name="procedure-withdraw"),
    path(f"{_ONE}/report", reports.new, name="procedure-report-new"),
]
