"""Addresses of the desks: parapheurs, issued documents, certificates."""

from django.urls import path

from casework.signatures import tables
from casework.signatures.views import circuits, documents, keys
from people.gates import requires, signed_in
from workspace.tables.views import TableView

app_name = "signatures_desk"
key_list = TableView.as_view(table=tables.KEYS, template_name="signatures/keys.html")
urlpatterns = [
    path("", signed_in(TableView.as_view(table=tables.CIRCUITS)), name="circuits"),
    path("start/<int:number>/", circuits.start, name="start"),
    path("<int:number>/", circuits.circuit, name="circuit"),
    path("<int:number>/draft.pdf", circuits.draft, name="draft"),
    path("<int:number>/answer/", circuits.answer, name="answer"),
    path("<int:number>/withdraw/", circuits.withdraw, name="withdraw"),
    path(
        "documents/",
        requires("casework.read")(TableView.as_view(table=tables.DOCUMENTS)),
        name="documents",
    ),
    path("documents/<str:code>/", documents.document, name="document"),
    path("documents/<str:code>/file.pdf", documents.download, name="download"),
    path("documents/<str:code>/revoke/", documents.revoke, name="revoke"),
    path("keys/", requires("signatures.keys")(key_list), name="keys"),
    path("keys/issue/", keys.issue, name="issue_key"),
    path("keys/load/", keys.load, name="load_key"),
    path("keys/<int:number>/", keys.key, name="key"),
]
