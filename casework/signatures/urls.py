"""Addresses of the public check; `desk_urls` has those of the desks."""

from django.urls import path

from casework.signatures.views import verify

app_name = "signatures"
urlpatterns = [
    path("", verify.verify, name="verify"),
    path("authority.crl", verify.authority_list, name="authority_list"),
    path("authority.cer", verify.authority_certificate, name="authority_certificate"),
    path("<str:code>/", verify.verify, name="verify_code"),
]
