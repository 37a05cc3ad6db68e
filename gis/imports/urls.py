"""Addresses of imports and of our own layers."""

from django.urls import path

from gis.imports import layer_views, views
from gis.imports.services import IMPORT
from gis.imports.tables import DATASETS, IMPORTS
from people.gates import requires
from workspace.tables.views import TableView

app_name = "geodata"
importing = requires(IMPORT)
imports = TableView.as_view(table=IMPORTS, template_name="geodata/imports.html")
datasets = TableView.as_view(table=DATASETS)

urlpatterns = [
    path("", importing(imports), name="imports"),
    path("new/", importing(views.upload), name="upload"),
    path("layers/", importing(datasets), name="datasets"),
    path("layers/<slug:code>/", importing(layer_views.dataset), name="dataset"),
    path("layers/<slug:code>/change/", importing(layer_views.change), name="change_dataset"),
    path("layers/<slug:code>/delete/", importing(layer_views.delete), name="delete_dataset"),
    path("<uuid:pk>/", importing(views.show), name="import"),
    path("<uuid:pk>/source/", importing(views.source), name="source"),
    path("<uuid:pk>/fields/", importing(views.matching), name="matching"),
    path("<uuid:pk>/on/", importing(views.go_on), name="go_on"),
    path("<uuid:pk>/commit/", importing(views.commit), name="commit"),
    path("<uuid:pk>/undo/", importing(views.undo), name="undo"),
    path("<uuid:pk>/discard/", importing(views.discard), name="discard"),
    path("<uuid:pk>/preview.json", importing(views.preview), name="preview"),
    path("<uuid:pk>/report.csv", importing(views.report), name="report"),
]
