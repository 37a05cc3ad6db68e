"""The project's own settings, with what a test run without a set-up must still have."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests alone")
os.environ.setdefault("DATABASE_URL", "postgis:///municipality_without_set_up")

from municipality.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Fast, and never used outside the tests."""
