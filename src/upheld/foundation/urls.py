"""The foundation's addresses."""

from django.urls import path

from upheld.foundation.views import finding, jobs, look, record, saved_views

urlpatterns = [
    path("theme", look.theme, name="theme"),
    path("components", look.components, name="components"),
    path("views/<slug:key>", saved_views.saved_view_save, name="saved-view-save"),
    path("views/<int:view_id>/removal", saved_views.saved_view_remove, name="saved-view-remove"),
    path("search", finding.results, name="search"),
    path("palette", finding.palette, name="palette"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:job_id>", jobs.detail, name="job"),
    path("jobs/<int:job_id>/retry", jobs.retry, name="job-retry"),
    path("jobs/<int:job_id>/cancellation", jobs.cancel, name="job-cancel"),
    path("record", record.index, name="record"),
    path("record/check", record.check, name="record-check"),
    path("record/<int:sequence>", record.detail, name="record-entry"),
    path("record/<int:sequence>/receipt", record.receipt, name="record-receipt"),
]
