"""Addresses of the outbox."""

from django.urls import path

from casework.messages import doors, services, views
from casework.messages.tables import OUTBOX
from people.gates import public, requires, signed_in
from workspace.tables.views import TableView

app_name = "outbox"

reading = requires(services.READ)
managing = requires(services.MANAGE)
writing = requires(services.WRITE)

urlpatterns = [
    path("", reading(TableView.as_view(table=OUTBOX)), name="list"),
    path("<int:number>/", reading(views.message), name="message"),
    path("<int:number>/cancel/", managing(views.cancel), name="cancel"),
    path("<int:number>/resend/", managing(views.resend), name="resend"),
    path("texts/", writing(views.texts), name="texts"),
    path("texts/<str:code>/<str:language>/", writing(views.text), name="text"),
    path("devices/", signed_in(doors.devices), name="devices"),
    path("devices/add/", signed_in(doors.add_device), name="add_device"),
    path("devices/renew/", public(doors.renew_device), name="renew_device"),
    path("devices/remove/", signed_in(doors.remove_device), name="remove_device"),
    path("worker.js", public(doors.worker), name="worker"),
    path("stop/<str:token>/", public(doors.stop), name="stop"),
    path("receipts/<slug:gateway>/", public(doors.receipt), name="receipt"),
    path("answers/<slug:gateway>/", public(doors.answer), name="answer"),
]
