"""The addresses of time."""

from django.urls import path

from upheld.timekeeping.views import capture, time, timers

urlpatterns = [
    path("capture", capture.save, name="capture"),
    path("capture/reading", capture.read, name="capture-read"),
    path("capture/<int:pk>/undoing", capture.undo, name="capture-undo"),
    path("time/", time.index, name="time"),
    path("time/new", time.new, name="time-new"),
    path("time/week", time.week, name="my-week"),
    path("time/<int:pk>", time.correct, name="time-correct"),
    path("time/<int:pk>/voiding", time.void, name="time-void"),
    path("timers/<int:pk>/stopping", timers.stop, name="timer-stop"),
    path("timers/<int:pk>/pausing", timers.pause, name="timer-pause"),
    path("timers/<int:pk>/resuming", timers.resume, name="timer-resume"),
    path("timers/<int:pk>/discarding", timers.discard, name="timer-discard"),
]
