"""The project's own settings, with what a test run without a set-up must still have."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests alone")
os.environ.setdefault("DATABASE_URL", "postgis:///municipality_without_set_up")

from municipality.settings import *
from municipality.settings import DATABASES, STORAGES

DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
"""Static files come straight from the rooms, whether or not they were collected."""
WHITENOISE_MAX_AGE = 3600
"""A browser that visits every page asks for them once."""
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Fast, and never used outside the tests."""

AXES_ENABLED = False
"""The throttle of signing in is tested where it is meant, and disturbs no other test."""
SECOND_FACTOR = False
"""Likewise the second factor: a test may sign anybody in with one line."""
