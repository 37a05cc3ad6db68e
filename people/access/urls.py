"""Addresses of signing in and of one's own security, from allauth's views and our own.

The names are allauth's, since its views look for them. What it offers besides (signing up,
several e-mail addresses) has no address here: the administration makes the accounts of its staff.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount.providers.openid_connect import views as directory
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from people.access import views
from people.gates import public, signed_in

sessions = [
    path("", signed_in(views.sessions), name="sessions"),
    path("<int:number>/end/", signed_in(views.end_one), name="end-one"),
    path("end-others/", signed_in(views.end_others), name="end-others"),
]
urlpatterns = [
    path("sessions/", include((sessions, "access"))),
    path(
        "<slug:provider_id>/sign-in/",
        public(require_POST(directory.login)),
        name="openid_connect_login",
    ),
    path(
        "<slug:provider_id>/callback/", public(directory.callback), name="openid_connect_callback"
    ),
    path(
        "sign-in/failed/",
        public(TemplateView.as_view(template_name="socialaccount/authentication_error.html")),
        name="socialaccount_login_error",
    ),
    path(
        "sign-in/cancelled/",
        public(TemplateView.as_view(template_name="socialaccount/login_cancelled.html")),
        name="socialaccount_login_cancelled",
    ),
    path("sign-in/", public(views.SignIn.as_view()), name="account_login"),
    path("sign-in/second-factor/", public(factors.authenticate), name="mfa_authenticate"),
    path("sign-in/security-key/", public(keys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/inactive/", public(account.account_inactive), name="account_inactive"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/choose/", signed_in(account.password_set), name="account_set_password"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/sent/",
        public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/changed/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("confirm/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm/key/", signed_in(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path("security/", signed_in(views.Security.as_view()), name="mfa_index"),
    path("security/codes/on/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("security/codes/off/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/keys/", signed_in(keys.list_webauthn), name="mfa_list_webauthn"),
    path("security/keys/add/", signed_in(keys.add_webauthn), name="mfa_add_webauthn"),
    path("security/keys/<int:pk>/", signed_in(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "security/keys/<int:pk>/remove/",
        signed_in(views.RemoveKey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "security/recovery/",
        signed_in(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "security/recovery/new/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "security/recovery/download/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
