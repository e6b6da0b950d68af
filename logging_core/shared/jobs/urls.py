from django.urls import path

from logging_core.shared import converters  # noqa: F401  (registers record_id)
from logging_core.shared.jobs import api, pages
from logging_core.shared.jobs.flower import flower

urlpatterns = [
    path("jobs", pages.jobs, name="jobs"),
    path("jobs/list", pages.job_list, name="jobs-list"),
    path("jobs/workers", pages.working, name="jobs-workers"),
    path("jobs/<record_id:id>", pages.job, name="job"),
    path("jobs/<record_id:id>/details", pages.job_details, name="job-details"),
    path("jobs/<record_id:id>/cancel", pages.cancel, name="job-cancel"),
    path("jobs/<record_id:id>/retry", pages.retry, name="job-retry"),
    path("flower/", flower, name="flower"),
    path("flower/<path:path>", flower, name="flower-path"),
]

api_urlpatterns = [
    path("jobs", api.Jobs.as_view(), name="api-jobs"),
    path("jobs/<record_id:id>", api.OneJob.as_view(), name="api-job"),
    path("jobs/<record_id:id>/cancel", api.Cancel.as_view(), name="api-job-cancel"),
    path("jobs/<record_id:id>/retry", api.Retry.as_view(), name="api-job-retry"),
]
