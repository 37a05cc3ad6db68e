"""Addresses of the residents' requests."""

from django.urls import path

from casework.views import deposits, tracking
from people.gates import public, resident

app_name = "requests"

urlpatterns = [
    path("", public(tracking.find), name="find"),
    path("new/", public(deposits.online), name="new"),
    path("<int:number>/", resident(tracking.follow), name="case"),
    path("<int:number>/deposited/", resident(tracking.deposited), name="deposited"),
    path("<int:number>/answer/", resident(tracking.answer), name="answer"),
    path("<int:number>/receipt/<str:language>/", resident(tracking.receipt), name="receipt"),
    path("<int:number>/documents/<str:code>/", resident(tracking.document), name="document"),
    path("<int:number>/leave/", resident(tracking.leave), name="leave"),
]
