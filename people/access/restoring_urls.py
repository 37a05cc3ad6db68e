"""Addresses where the administration restores another person's access."""

from django.urls import path

from people.access import restoring
from people.gates import requires

app_name = "restoring"
restores = requires("people.manage_access")

urlpatterns = [
    path("<int:pk>/access/", restores(restoring.show), name="person"),
    path("<int:pk>/access/invite/", restores(restoring.invite), name="invite"),
    path("<int:pk>/access/unlock/", restores(restoring.unlock), name="unlock"),
    path("<int:pk>/access/factor/", restores(restoring.reset_factor), name="reset_factor"),
    path("<int:pk>/access/sessions/", restores(restoring.end_sessions), name="end_sessions"),
]
