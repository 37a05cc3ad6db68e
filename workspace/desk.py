"""What the desk itself offers: its jobs, ways back, actions of the audit trail, menu."""

from django.utils.translation import gettext_lazy as _

from people import bell
from people.audit import name_actions
from workspace import jobs, navigation, search, undo
from workspace.navigation import Entry
from workspace.notifications import notify
from workspace.organisation import pages as organisation
from workspace.people_search import find_departments, find_people
from workspace.services import restore_view
from workspace.tables.exports.writing import ACTION, TASK, export_table

bell.register(notify)
jobs.register(TASK, export_table)
organisation.register()
undo.register("workspace.delete_view", restore_view)
name_actions({ACTION: _("Table exported")})
search.register(search.Provider("departments", _("Departments"), find_departments))
search.register(search.Provider("people", _("Colleagues"), find_people))
navigation.register(
    Entry("people:departments", _("Services"), "people", order=10, staff=True),
    Entry("people:staff", _("Staff"), "people", order=20, capability="people.read_staff"),
    Entry("people:delegations", _("Delegations"), "people", 30, "people.read_staff"),
    Entry("people:audit", _("Audit trail"), "people", order=40, capability="people.read_audit"),
    Entry(
        "admin:index", _("Reference tables"), "system", order=50, capability="workspace.configure"
    ),
    Entry("residents:home", _("My requests"), "city", order=90),
    Entry("mfa_index", _("My security"), "account", order=80, staff=True),
    Entry("workspace:inbox", _("Inbox"), "desk", order=10, staff=True),
    Entry("workspace:notifications", _("Notifications"), "account", order=10, staff=True),
    Entry("workspace:jobs", _("Jobs"), "account", order=20, staff=True),
)
