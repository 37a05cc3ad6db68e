"""Addresses of the desk."""

from django.urls import path

from people.gates import signed_in
from workspace.views import drafts, inbox, jobs, notifications, saved_views, search, undo

app_name = "workspace"
urlpatterns = [
    path("search/", signed_in(search.search), name="search"),
    path("inbox/", signed_in(inbox.inbox), name="inbox"),
    path("notifications/", signed_in(notifications.notifications), name="notifications"),
    path("notifications/read/", signed_in(notifications.read_all), name="read_all"),
    path(
        "notifications/<int:pk>/",
        signed_in(notifications.open_notification),
        name="open_notification",
    ),
    path("jobs/", signed_in(jobs.jobs), name="jobs"),
    path("jobs/<uuid:pk>/", signed_in(jobs.job), name="job"),
    path("jobs/<uuid:pk>/state/", signed_in(jobs.job_state), name="job_state"),
    path("jobs/<uuid:pk>/cancel/", signed_in(jobs.cancel), name="cancel_job"),
    path("jobs/<uuid:pk>/result/", signed_in(jobs.result), name="job_result"),
    path("views/<int:pk>/delete/", signed_in(saved_views.delete), name="delete_view"),
    path("undo/", signed_in(undo.recent), name="recent_actions"),
    path("undo/<uuid:pk>/", signed_in(undo.undo), name="undo"),
    path("drafts/<str:form>/", signed_in(drafts.draft), name="draft"),
]
