"""What runs by itself for deliverables: agreed silence speaks, kept files are read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.delivery.models import EvidenceItem, SignOff
from upheld.delivery.operations.evidence import FOLDER, check_evidence
from upheld.delivery.operations.sign_off import let_silence_speak
from upheld.delivery.rules.sign_off import RoundState
from upheld.foundation.files import sweep
from upheld.foundation.jobs import Daily, Every, Periodic, job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (
    Periodic("delivery.let_silence_speak", Every(minutes=15), "Take agreed silence for an answer"),
    Periodic("delivery.check_evidence", Daily(hour=3), "Read kept evidence again"),
    Periodic("delivery.sweep_files", Daily(hour=4), "Remove files of attachments that failed"),
)


@job("delivery.let_silence_speak", title="Take agreed silence for an answer")
def let_silences_speak(*, by: Actor, at: datetime) -> str:
    """Settle each round whose agreed days are over, one transaction for each."""
    due = SignOff.objects.filter(state=RoundState.WAITING.value, deemed_at__lte=at)
    rounds = list(due.select_related("deliverable").order_by("deemed_at", "pk"))
    for one in rounds:
        let_silence_speak(sign_off=one, by=by, at=at)
    return f"{len(rounds)} rounds were over"


@job("delivery.check_evidence", title="Read kept evidence again", longest=3600)
def check_kept_evidence(*, by: Actor, at: datetime) -> str:
    """Hold every kept file against its SHA-256; what differs is recorded."""
    files = EvidenceItem.objects.exclude(file="").select_related("deliverable").order_by("pk")
    answers = [check_evidence(item=item, by=by, at=at) for item in files.iterator(chunk_size=200)]
    return f"{len(answers)} files read, {answers.count(False)} missing or altered"


@job("delivery.sweep_files", title="Remove files of attachments that failed")
def sweep_files(*, by: Actor, at: datetime) -> str:
    """Remove files that no row names: a killed process leaves its file behind."""
    named = set(EvidenceItem.objects.exclude(file="").values_list("file", flat=True))
    removed = sweep(FOLDER, by.provider_id, named, at)
    return f"{removed} files removed"
