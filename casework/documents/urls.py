"""Addresses of the electronic file."""

from django.urls import path

from casework.documents import services, views
from people.gates import requires, resident

app_name = "documents"

adding = requires(services.ADD)
reading = requires(services.READ)
withdrawing = requires(services.WITHDRAW)

urlpatterns = [
    path("to/<int:case_number>/", adding(views.add), name="add"),
    path("<int:number>/", reading(views.document), name="document"),
    path("<int:number>/versions/", adding(views.add_version), name="add_version"),
    path("<int:number>/versions/<int:version>/", reading(views.download), name="download"),
    path("<int:number>/withdrawal/", withdrawing(views.withdraw), name="withdraw"),
    path("<int:number>/sharing/", adding(views.share), name="share"),
    path("shared/<int:number>/<int:version>/", resident(views.shared), name="shared"),
]
