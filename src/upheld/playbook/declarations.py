"""How what happens to procedures is said, what of them is found, and what can be begun."""

from __future__ import annotations

from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind
from upheld.playbook.events import Event
from upheld.playbook.may import May
from upheld.playbook.models import Procedure, Report, ReportState, Run, RunState

declare_kind("procedure", "Procedures", icon="book-2", may=May.SEE)
declare_command("New procedure", "procedure-new", May.WRITE, icon="book-2")
declare_command("Report a missing procedure", "report-missing", May.REPORT, icon="flag")
declare_command("Procedures followed", "runs", May.SEE, icon="checks", group="Go to")
declare_command("Reports on procedures", "procedure-reports", May.SEE, icon="flag", group="Go to")
declare_command("Procedures on one subject", "procedures-alike", May.SEE, icon="copy",
                group="Go to")  # fmt: skip
declare_command("Bring in procedures", "procedures-bring-in", May.PUBLISH, icon="file-import")

say(Event.BEGUN, "began procedure {number}", kind="note")
say(Event.DRAFT_WRITTEN, "wrote a draft of the next revision", kind="note")
say(Event.DRAFT_SUBMITTED, "said that the draft is ready", kind="review")
say(Event.DRAFT_DISCARDED, "threw the draft away")
say(Event.PUBLISHED, "published revision {revision}", kind="note")
say(Event.REVIEWED, "looked at it: revision {revision} still holds until {review_on}",
    kind="review")  # fmt: skip
say(Event.BROUGHT_IN, "brought it in from where it is written: {came}", kind="note")
say(Event.KEPT_BY, "changed how it is kept")
say(Event.WITHDRAWN, "withdrew the procedure")
say(Event.ASKED_TO_READ, "asked {count} to read revision {revision}", kind="note")
say(Event.READ, "read revision {revision}", kind="note")
say(Event.REPORTED, "reported: {kind} (report {number})", kind="complaint")
say(Event.REPORT_ANSWERED, "answered report {number}: {state}", kind="review")
say(Event.RUN_BEGUN, "began to follow “{title}”", kind="note")
say(Event.STEP_DONE, "did step {step}: {words}", kind="note")
say(Event.STEP_SKIPPED, "skipped step {step}: {words}", kind="note")
say(Event.STEP_OPENED, "opened step {step} again: {words}")
say(Event.RUN_ENDED, "ended “{title}”: {state}, {settled} of {steps} steps", kind="note")
say(Event.TOLD_APART, "said why two procedures are both needed", kind="note")

name_fields(
    Procedure,
    title=FieldSaid("Title"),
    subject=FieldSaid("Subject"),
    review_on=FieldSaid("Look again by"),
    review_every_days=FieldSaid("Days between looks"),
    revision=FieldSaid("Revision"),
)
_SAID_ALREADY = FieldSaid("", shown=False)
name_fields(
    Run,
    state=FieldSaid("State", titles=tuple(RunState.choices)),
    steps_settled=_SAID_ALREADY,
    ended_by_id=_SAID_ALREADY,
    why_ended=_SAID_ALREADY,
)
name_fields(
    Report,
    state=FieldSaid("State", titles=tuple(ReportState.choices)),
    answered_by_id=_SAID_ALREADY,
    answer=_SAID_ALREADY,
    corrected_in=FieldSaid("Corrected in"),
)
