"""Addresses of the residents' own pages. None of them holds a number or an address of anybody."""

from django.urls import path

from people.gates import public, resident
from people.residents import views

app_name = "residents"
urlpatterns = [
    path("", resident(views.home), name="home"),
    path("sign-in/", public(views.sign_in), name="sign-in"),
    path("sign-in/code/", public(views.code), name="code"),
    path("sign-in/again/", public(views.send_again), name="send-again"),
    path("sign-out/", public(views.sign_out), name="sign-out"),
    path("close/", resident(views.close), name="close"),
]
