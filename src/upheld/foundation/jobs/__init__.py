"""Background and periodic work.

    @job("reviews.remind")
    def remind(*, by: Actor, at: datetime, review_id: int) -> str: ...

    enqueue("reviews.remind", review_id=review.pk)      # joins the caller's transaction

A package declares its jobs in `jobs.py`, and what runs by itself in that module's `PERIODIC`. The
queue is two tables in the same database: no broker, and a job exists exactly if the change that
asked for it does. Decision record 0007 says why.
"""

from upheld.foundation.jobs.declaring import Daily, Every, Periodic, job
from upheld.foundation.jobs.queue import enqueue

__all__ = ["Daily", "Every", "Periodic", "enqueue", "job"]
