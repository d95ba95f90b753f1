"""The addresses of time."""

from django.urls import path

from upheld.timekeeping.views import (
    arranging,
    capture,
    grid,
    locks,
    looks,
    pace,
    quick,
    standards,
    time,
    timers,
)

urlpatterns = [
    path("capture", capture.save, name="capture"),
    path("capture/reading", capture.read, name="capture-read"),
    path("capture/<int:pk>/undoing", capture.undo, name="capture-undo"),
    path("quick/", quick.page, name="quick"),
    path("quick/offline", quick.offline, name="quick-offline"),
    path("quick/worker.js", quick.worker, name="quick-worker"),
    path("quick/manifest.webmanifest", quick.manifest, name="quick-manifest"),
    path("time/", time.index, name="time"),
    path("time/new", time.new, name="time-new"),
    path("time/day", grid.day, name="my-time"),
    path("time/week", grid.week, name="my-week"),
    path("time/proposals/logging", grid.log_proposed, name="time-proposal-log"),
    path("time/proposals/declining", grid.decline_proposed, name="time-proposal-decline"),
    path("time/pace", pace.page, name="pace"),
    path("time/pace/<int:pk>", pace.answer, name="pace-answer"),
    path("time/standards", standards.page, name="time-standards"),
    path(
        "time/standards/<int:pk>/withdrawal", standards.withdraw, name="time-standards-withdraw"
    ),
    path("time/locks", locks.page, name="time-locks"),
    path("time/locks/moving-back", locks.unlock, name="time-unlock"),
    path("time/looks", looks.page, name="time-looks"),
    path("time/looks/<int:pk>/passing", looks.fine, name="time-look-fine"),
    path("time/looks/<int:pk>/asking", looks.ask, name="time-look-ask"),
    path("time/looks/<int:pk>/explaining", looks.explain, name="time-look-explain"),
    path("time/<int:pk>", time.correct, name="time-correct"),
    path("time/<int:pk>/moving", grid.move, name="time-move"),
    path("time/<int:pk>/splitting", arranging.split, name="time-split"),
    path("time/<int:pk>/merging", arranging.merge, name="time-merge"),
    path("time/<int:pk>/copying", arranging.copy, name="time-copy"),
    path("time/<int:pk>/voiding", time.void, name="time-void"),
    path("timers/<int:pk>/stopping", timers.stop, name="timer-stop"),
    path("timers/<int:pk>/pausing", timers.pause, name="timer-pause"),
    path("timers/<int:pk>/resuming", timers.resume, name="timer-resume"),
    path("timers/<int:pk>/trimming", timers.trim, name="timer-trim"),
    path("timers/<int:pk>/discarding", timers.discard, name="timer-discard"),
]
