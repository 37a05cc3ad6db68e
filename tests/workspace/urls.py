"""The project's addresses, and a table of streets to try what every table can do."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
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


FORM = """
{% extends "base.html" %}{% load desk %}
{% block title %}Form{% endblock %}
{% block content %}
  <h1>Form</h1>
  {% draft_bar "tests.form" %}
  <form class="form" method="post" data-draft="tests.form">
    {% csrf_token %}
    <label>Subject <input name="subject"></label>
    <label>Words <textarea name="words"></textarea></label>
    <label><input type="checkbox" name="urgent" value="yes"> Urgent</label>
    <label>Secret <input type="password" name="password" autocomplete="off"></label>
    <button type="submit" class="button">Send</button>
  </form>
{% endblock %}
"""


def form(request: HttpRequest) -> HttpResponse:
    """Show a form whose entries are kept."""
    return HttpResponse(Template(FORM).render(RequestContext(request)))


STREETS = _streets()
urlpatterns = [
    path("tests/form/", signed_in(form), name="form"),
    path("tests/streets/", signed_in(TableView.as_view(table=STREETS)), name="streets"),
    *project,
]
