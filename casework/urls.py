"""Addresses of the desks; `request_urls` has those of the residents."""

from django.urls import path

from casework.tables import CASES
from casework.views import cases, deposits, holidays
from people.gates import requires
from workspace.tables.views import TableView

app_name = "casework"

reading = requires("casework.read")
depositing = requires("casework.deposit")

urlpatterns = [
    path("", reading(TableView.as_view(table=CASES)), name="list"),
    path("new/", depositing(deposits.at_the_counter), name="new"),
    path("holidays/", requires("casework.configure")(holidays.holidays), name="holidays"),
    path("<int:number>/", reading(cases.case_page), name="case"),
    path("<int:number>/deposited/", depositing(deposits.deposited), name="deposited"),
    path("<int:number>/state/", requires("casework.process")(cases.change), name="change"),
    path("<int:number>/assignment/", requires("casework.assign")(cases.assign), name="assign"),
    path("<int:number>/notes/", requires("casework.process")(cases.note), name="note"),
    path(
        "<int:number>/deadlines/<int:deadline>/",
        requires("casework.extend")(cases.extend),
        name="extend",
    ),
    path("<int:number>/receipt/<str:language>/", reading(cases.receipt), name="receipt"),
]
