"""Addresses of the API, as OGC API Features and Tiles lay them out."""

from django.urls import path

from gis.ogc import views
from people.gates import public

app_name = "ogc"
ONE = "collections/<str:name>"
TILES = f"{ONE}/tiles"
urlpatterns = [
    path("", public(views.landing), name="landing"),
    path("api", public(views.api), name="api"),
    path("conformance", public(views.conformance), name="conformance"),
    path("collections", public(views.collections), name="collections"),
    path(ONE, public(views.collection), name="collection"),
    path(f"{ONE}/queryables", public(views.queryables), name="queryables"),
    path(f"{ONE}/items", public(views.items), name="items"),
    path(f"{ONE}/items/<str:key>", public(views.item), name="item"),
    path("tileMatrixSets", public(views.matrix_sets), name="matrix-sets"),
    path("tileMatrixSets/<str:grid>", public(views.matrix_set), name="matrix-set"),
    path(TILES, public(views.tilesets), name="tilesets"),
    path(f"{TILES}/<str:grid>", public(views.tileset), name="tileset"),
    path(f"{TILES}/<str:grid>/<int:z>/<int:row>/<int:column>", public(views.tile), name="tile"),
]
