"""Addresses of the organisation's pages, each behind its gate."""

from django.urls import path

from people.gates import requires, signed_in
from people.lists import listed
from people.views import audit, departments, posts, rights, roles, staff

app_name = "people"
reads = requires("people.read_staff")
changes_structure = requires("people.manage_departments")
changes_staff = requires("people.manage_staff")
changes_roles = requires("people.manage_roles")
gives_roles = requires("people.grant")
reads_audit = requires("people.read_audit")

urlpatterns = [
    path("", signed_in(departments.index), name="departments"),
    path("services/", signed_in(listed("services")), name="services"),
    path("services/new/", changes_structure(departments.create), name="create_department"),
    path("services/<slug:code>/", signed_in(departments.show), name="department"),
    path(
        "services/<slug:code>/change/",
        changes_structure(departments.change),
        name="change_department",
    ),
    path(
        "services/<slug:code>/close/", changes_structure(departments.close), name="close_department"
    ),
    path("posts/new/", changes_structure(posts.create), name="create_post"),
    path("posts/<slug:code>/", signed_in(posts.show), name="post"),
    path("posts/<slug:code>/change/", changes_structure(posts.change), name="change_post"),
    path("people/", reads(listed("staff")), name="staff"),
    path("people/new/", changes_staff(staff.create), name="create_person"),
    path("people/<int:pk>/", signed_in(staff.show), name="person"),
    path("people/<int:pk>/change/", changes_staff(staff.change), name="change_person"),
    path("people/<int:pk>/close/", changes_staff(staff.close), name="close_account"),
    path("people/<int:pk>/appoint/", changes_staff(staff.appoint), name="appoint"),
    path(
        "appointments/<int:pk>/end/", changes_staff(staff.end_appointment), name="end_appointment"
    ),
    path("roles/", reads(listed("roles")), name="roles"),
    path("roles/new/", changes_roles(roles.create), name="create_role"),
    path("roles/<slug:code>/", reads(roles.show), name="role"),
    path("roles/<slug:code>/change/", changes_roles(roles.change), name="change_role"),
    path("grants/", reads(listed("grants")), name="grants"),
    path("grants/new/", gives_roles(rights.create_grant), name="create_grant"),
    path("grants/<int:pk>/end/", gives_roles(rights.end_one_grant), name="end_grant"),
    path("delegations/", reads(listed("delegations")), name="delegations"),
    path("delegations/new/", signed_in(rights.create_delegation), name="create_delegation"),
    path("delegations/<int:pk>/end/", signed_in(rights.end_one_delegation), name="end_delegation"),
    path("audit/", reads_audit(listed("audit")), name="audit"),
    path("audit/of/<str:kind>/<str:number>/", reads_audit(audit.of_object), name="audit_of"),
    path("audit/by/<int:pk>/", reads_audit(audit.of_person), name="audit_by"),
]
