"""Pages and tiles: the WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipality.settings")

application = get_wsgi_application()
import_string("municipality.warming.warm_up")()
