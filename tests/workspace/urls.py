"""The project's addresses, and a table of streets to try what every table can do."""

from django.urls import path

from gis.models import Street
from municipality.urls import urlpatterns as project
from people.gates import signed_in
from workspace.tables import Column, Kind, Table, TableFilters, find, register
from workspace.tables.views import TableView


class StreetFilters(TableFilters):
    """Streets by name and category."""

    search_fields = ("code__icontains", "name_fr__icontains", "name_ar__icontains")

    class Meta:
        model = Street
        fields = ["category"]


def _streets() -> Table:
    try:
        return find("tests.streets")
    except KeyError:
        pass
    table = Table(
        name="tests.streets",
        title="Streets",
        rows=lambda actor: Street.objects.select_related("territory"),
        columns=(
            Column("code", "Code", Kind.CODE, sort=("code",), is_heading=True),
            Column("name_fr", "Name", sort=("name_fr",)),
            Column("length_m", "Length", Kind.NUMBER, sort=("length_m",), decimals=1),
            Column("territory", "Territory", value="territory.name_fr"),
            Column("name_ar", "Arabic", on_screen=False),
        ),
        filters=StreetFilters,
        order=("name_fr",),
        geometry="geom",
    )
    register(table)
    return table


STREETS = _streets()
urlpatterns = [
    path("tests/streets/", signed_in(TableView.as_view(table=STREETS)), name="streets"),
    *project,
]
