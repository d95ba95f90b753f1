"""Background work, for whoever looks after the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.jobs.listing import JOB_LIST, pill_of, title_of
from upheld.foundation.jobs.minding import cancel_job, retry_job
from upheld.foundation.lists import show_list
from upheld.foundation.may import May
from upheld.foundation.models.jobs import Job, JobState
from upheld.foundation.operation import find
from upheld.foundation.timeline import timeline_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.SEE_JOBS)
def index(request: Request) -> HttpResponse:
    """List background work."""
    return show_list(request, JOB_LIST, Job.objects.all())


@screen(May.SEE_JOBS)
def detail(request: Request, job_id: int) -> HttpResponse:
    """Show one job, and why it failed."""
    job = find(Job.objects.all(), pk=job_id)
    may = request.actor.may(May.MANAGE_JOBS)
    waits = job.state == JobState.QUEUED
    return show(
        request,
        "foundation/job.html",
        job=job,
        title=title_of(job),
        pill=pill_of(job),
        may_retry=may
        and (job.state in {JobState.FAILED, JobState.CANCELLED} or (waits and job.attempts > 0)),
        may_cancel=may and waits,
        timeline=timeline_of(job, request.actor),
    )


@screen(May.MANAGE_JOBS, methods=["POST"])
def retry(request: Request, job_id: int) -> HttpResponse:
    """Have a job tried again."""
    job = find(Job.objects.all(), pk=job_id)
    retry_job(job=job, by=request.actor, at=request.at)
    return go(request, "job", job_id=job_id, notice="It is tried again.")


@screen(May.MANAGE_JOBS, methods=["POST"])
def cancel(request: Request, job_id: int) -> HttpResponse:
    """Call a queued job off."""
    job = find(Job.objects.all(), pk=job_id)
    cancel_job(job=job, by=request.actor, at=request.at)
    return go(request, "job", job_id=job_id, notice="It is called off.")
