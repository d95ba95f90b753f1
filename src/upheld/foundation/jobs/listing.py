"""The list of background work."""

from __future__ import annotations

from django.urls import reverse

from upheld.foundation.jobs.declaring import JOBS, load_jobs
from upheld.foundation.lists import ByChoice, ByDays, ByText, Kind, ListColumn, ListOf, Pill
from upheld.foundation.models.jobs import Job, JobState

TONES = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "info",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "neutral",
}


def title_of(job: Job) -> str:
    """Say what a job does; one that no package declares any more by its code."""
    load_jobs()
    declared = JOBS.get(job.code)
    return declared.title if declared is not None else job.code


def pill_of(job: Job) -> Pill:
    """Say how a job stands."""
    state = JobState(job.state)
    if state is JobState.QUEUED and job.attempts:
        return Pill("Waits to be tried again", "warn")
    return Pill(str(state.label), TONES[state])


JOB_LIST: ListOf[Job] = ListOf(
    key="jobs",
    title="Background work",
    noun="job",
    route="jobs",
    url=lambda job: reverse("job", args=[job.pk]),
    order="-queued_at",
    about="What Upheld does by itself: measuring, reminding, sending mail.",
    example="Every hour each claim is judged anew.",
    columns=(
        ListColumn("title", "What", title_of, link=True),
        ListColumn("state", "State", pill_of, Kind.STATUS, sort="state"),
        ListColumn("said", "What came of it", lambda job: job.said, wide_only=True),
        ListColumn("attempts", "Tries", lambda job: job.attempts, Kind.NUMBER, sort="attempts"),
        ListColumn("queued", "Asked for", lambda job: job.queued_at, Kind.AGO, sort="queued_at"),
        ListColumn("run_at", "Not before", lambda job: job.run_at, Kind.MOMENT, shown=False),
        ListColumn("finished", "Ended", lambda job: job.finished_at, Kind.AGO, sort="finished_at"),
    ),
    filters=(
        ByText("code", "said"),
        ByChoice("state", "State", "state", choices=JobState.choices),
        ByDays("queued", "Asked for", "queued_at"),
    ),
)
