"""The address of the local gateway's page; it answers only where that gateway is in use."""

from django.urls import path

from casework.messages import views
from people.gates import public

app_name = "local_messages"

urlpatterns = [path("", public(views.local), name="list")]
