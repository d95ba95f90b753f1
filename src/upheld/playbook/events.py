"""What is recorded in this package."""

from enum import StrEnum


class Event(StrEnum):
    """Facts about procedures."""

    BEGUN = "playbook.procedure.begun"
    DRAFT_WRITTEN = "playbook.draft.written"
    DRAFT_SUBMITTED = "playbook.draft.submitted"
    DRAFT_DISCARDED = "playbook.draft.discarded"
    PUBLISHED = "playbook.procedure.published"
    REVIEWED = "playbook.procedure.reviewed"
    BROUGHT_IN = "playbook.procedure.brought_in"
    KEPT_BY = "playbook.procedure.kept_by"
    WITHDRAWN = "playbook.procedure.withdrawn"
    ASKED_TO_READ = "playbook.reading.asked"
    READ = "playbook.reading.done"
    REPORTED = "playbook.report.made"
    REPORT_ANSWERED = "playbook.report.answered"
    RUN_BEGUN = "playbook.run.begun"
    STEP_DONE = "playbook.step.done"
    STEP_SKIPPED = "playbook.step.skipped"
    STEP_OPENED = "playbook.step.opened"
    RUN_ENDED = "playbook.run.ended"
    TOLD_APART = "playbook.pair.told_apart"
