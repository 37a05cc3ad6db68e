"""Settings, from the environment alone; set-up writes a file of them to `var/env`."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from gis.basemap.configuration import Configuration as Basemap
from municipality.hosts import allowed_hosts

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environ.Env().str("MUNICIPALITY_VAR", default=str(BASE_DIR / "var")))

env = environ.Env()
environ.Env.read_env(VAR_DIR / "env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = allowed_hosts(
    env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
    env.str("LISTEN_ADDRESS", default=""),
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
"""The city shown is invented and its devices are simulated: every page says so."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "municipality.apps.StaticConfig",
    "django.contrib.postgres",
    "django.contrib.gis",
    "django_htmx",
    "leaflet",
    "csp",
    "pgtrigger",
    "people.access",  # above allauth, whose templates it overrides
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "people",
    "people.residents",
    "workspace",
    "gis",
    "gis.basemap",
    "gis.imports",
    "gis.atlas",
    "gis.exports",
    "telemetry",
    "casework",
    "casework.deadlines",
    "casework.documents",
    "casework.messages",
    "casework.signatures",
    "fleet",
    "lighting",
    "ingest",
    "dashboard",
    "demo",
    "municipality",
    "django.contrib.admin.apps.SimpleAdminConfig",  # below, so that our templates come first
    "django.forms",  # likewise
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "people.access.middleware.StrictHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "municipality.errors.ErrorPages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.RememberRights",
    "django.contrib.messages.middleware.MessageMiddleware",
    "workspace.middleware.KeepTyped",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.access.middleware.EndIdleSessions",
    "people.access.middleware.RequireSecondFactor",
    "axes.middleware.AxesMiddleware",
]
FORM_RENDERER = "municipality.forms.ShellRenderer"
MESSAGE_TAGS = {20: "info", 25: "good", 30: "warning", 40: "alarm"}
"""Django's levels of messages as the tones of our alerts."""

ROOT_URLCONF = "municipality.urls"
WSGI_APPLICATION = "municipality.wsgi.application"
ASGI_APPLICATION = "municipality.asgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "municipality.context.site",
            ],
        },
    },
]

# --- the one geospatial database -------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", engine="django.contrib.gis.db.backends.postgis")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Debian's GDAL 3.6 cannot protect itself from hostile CRS text. GeoDjango is only ever given
# integer SRIDs from a list of ours, and no file from outside is read by GDAL.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

MQTT_URL = env.str("MQTT_URL", default="")
MQTT_FILES = env.str("MQTT_FILES", default="")
"""Folder of the private broker's passwords and ACL; empty when the broker is someone else's."""
SIMULATOR_MQTT_URL = env.str("SIMULATOR_MQTT_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")

if REDIS_URL:
    CACHES = {"default": {"BACKEND": "municipality.caches.SteadyCache", "LOCATION": REDIS_URL}}

# --- languages and time ----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
_ROOMS = [BASE_DIR.joinpath(*app.split("."), "locale") for app in INSTALLED_APPS]
LOCALE_PATHS = sorted(filter(Path.is_dir, _ROOMS), key=lambda path: -len(path.parts))
"""Our words go before those that libraries have for the same; the inner rooms come first."""
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Africa/Casablanca"

# --- static files ----------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "public" / "static"
STATICFILES_DIRS = [("vendor", BASE_DIR / "public" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "municipality.storage.ModuleStorage"},
}

# --- security --------------------------------------------------------------------------------
OIDC_URL = env.str("OIDC_URL", default="")
"""Issuer of the municipality's directory (OpenID Connect); without one there is no such button."""
DIRECTORY_ORIGIN = ["://".join(urlsplit(OIDC_URL)[:2])] if OIDC_URL else []
"""A browser holds the redirection after a form against the policy as well."""
BASEMAP = Basemap.read(env, VAR_DIR / "basemap")
"""The maps under every map: docs/basemap.md."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF, *DIRECTORY_ORIGIN],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:", *BASEMAP.origins],
        "manifest-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "worker-src": [SELF],
    },
}
CSRF_FAILURE_VIEW = "municipality.errors.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
USE_X_FORWARDED_HOST = False
BEHIND_TLS = env.bool("BEHIND_TLS", default=False)
"""A front of the municipality's ends TLS before us, and sets `X-Forwarded-Proto` itself."""
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrf"
"""A browser takes a name that begins so from this very host alone, and only over TLS."""
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600
SESSION_IDLE_S = env.int("SESSION_IDLE_MINUTES", default=60) * 60
PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(self), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()"
)

# --- documents and messages ------------------------------------------------------------------
DOCUMENTS_DIR = env.str("DOCUMENTS_DIR", default=str(VAR_DIR / "documents"))
"""The electronic files' bytes, by hash; never below a folder that the web server shows."""
CLAMD = env.str("CLAMD", default="")
"""A ClamAV daemon that looks at every upload: path of its socket, or `host:port`."""

# --- signing in ------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:live"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 86_400
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=True)
"""Whoever holds a sensitive capability must show a second factor."""
PROXIES = env.int("PROXIES", default=2 if BEHIND_TLS else 1)
"""How many proxies add to `X-Forwarded-For`: ours, and a front that ends TLS before it."""

ACCOUNT_ADAPTER = "people.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,20/10m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_TLS else "http"
ACCOUNT_FORMS = {
    "login": "people.access.forms.SignInForm",
    "reauthenticate": "people.access.forms.ConfirmPasswordForm",
    "change_password": "people.access.forms.ChangePasswordForm",
    "set_password": "people.access.forms.SetPasswordForm",
    "reset_password": "people.access.forms.ResetPasswordForm",
    "reset_password_from_key": "people.access.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "people.access.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_FORMS = {
    "authenticate": "people.access.forms.SecondFactorForm",
    "reauthenticate": "people.access.forms.ConfirmCodeForm",
    "activate_totp": "people.access.forms.ActivateCodesForm",
    "add_webauthn": "people.access.forms.AddKeyForm",
    "edit_webauthn": "people.access.forms.RenameKeyForm",
}

OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect") if OIDC_URL else ""
OIDC_MATCH = env.str("OIDC_MATCH", default="email")
"""By what a directory's person is tied to an account: a verified `email`, or `username`."""
SOCIALACCOUNT_ADAPTER = "people.access.adapters.DirectoryAdapter"
_DIRECTORY = {
    "provider_id": "directory",
    "name": OIDC_NAME,
    "client_id": env.str("OIDC_CLIENT_ID", default=""),
    "secret": env.str("OIDC_CLIENT_SECRET", default=""),
    "settings": {"server_url": OIDC_URL, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_DIRECTORY] if OIDC_URL else []}}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
"""Hours for which an account is locked for an address after so many failures."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "people.access.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "people.origin.address_of"
AXES_USERNAME_CALLABLE = "people.access.staff.typed_name"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "credential"]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- messages -------------------------------------------------------------------------------
_LOCAL = "local" if DEMONSTRATION or DEBUG else ""
SMS_GATEWAY = env.str("SMS_GATEWAY", default=_LOCAL)
"""`http`, `smpp`, or `local`, which keeps messages on a page and reaches nobody."""
SMS_SENDER = env.str("SMS_SENDER", default="")
SMS_HTTP_URL = env.str("SMS_HTTP_URL", default="")
SMS_HTTP_TOKEN = env.str("SMS_HTTP_TOKEN", default="")
SMS_HTTP_FIELDS = env.str("SMS_HTTP_FIELDS", default="")
"""JSON: the operator's names for our `from`, `to`, `text` and `reference`."""
SMS_HTTP_ID_FIELD = env.str("SMS_HTTP_ID_FIELD", default="id")
SMPP_URL = env.str("SMPP_URL", default="")
"""`smpp://user:password@host:port?sender=NAME`; `smpps` for TLS."""
MESSAGES_WEBHOOK_SECRET = env.str("MESSAGES_WEBHOOK_SECRET", default="")
"""Shared with whoever reports deliveries; without one, no report is believed."""
EMAIL_GATEWAY = env.str("EMAIL_GATEWAY", default="email" if env.str("EMAIL_URL", "") else _LOCAL)
vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="commune@localhost")
PUSH_GATEWAY = env.str("PUSH_GATEWAY", default="push")
PUSH_CONTACT = env.str("PUSH_CONTACT", default=f"mailto:{DEFAULT_FROM_EMAIL}")
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "push.services.mozilla.com",
        "push.apple.com",
        "notify.windows.com",
    ],
)
"""The push services of the browsers: notifications are sent to no other host."""
VAPID_KEY = env.str("VAPID_KEY", default=str(VAR_DIR / "vapid.pem"))

# --- background work -------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "forget-what-ended": {"task": "people.residents.tasks.forget_what_ended", "schedule": 3600.0},
    "keep-partitions": {"task": "telemetry.tasks.keep_partitions", "schedule": 3600.0},
    "refresh-overview": {"task": "dashboard.tasks.refresh_overview", "schedule": 60.0},
    "refresh-overview-again": {
        "task": "dashboard.tasks.refresh_overview_again",
        "schedule": 86400.0,
    },
    "watch-deadlines": {"task": "casework.deadlines.tasks.watch_deadlines", "schedule": 900.0},
    "recompute-deadlines": {
        "task": "casework.deadlines.tasks.recompute_deadlines",
        "schedule": 86400.0,
    },
    "purge-dead-letters": {"task": "ingest.tasks.purge_old_letters", "schedule": 86400.0},
    "verify-documents": {
        "task": "casework.documents.tasks.verify_stored_files",
        "schedule": 604800.0,
    },
    "send-messages": {"task": "casework.messages.tasks.send_waiting", "schedule": 20.0},
    "collect-receipts": {"task": "casework.messages.tasks.collect_receipts", "schedule": 60.0},
    "give-up-lost-jobs": {"task": "workspace.tasks.give_up_lost_jobs", "schedule": 300.0},
    "forget-imports": {"task": "gis.imports.tasks.forget_old_imports", "schedule": 86400.0},
    "tidy-desks": {"task": "workspace.tasks.tidy_desks", "schedule": 86400.0},
    "wipe-old-texts": {"task": "casework.messages.tasks.purge_old_texts", "schedule": 86400.0},
}

# --- signatures ------------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
"""Where residents reach the site; QR codes and messages lead there."""
SIGNATURE_SECRET = env.str("SIGNATURE_SECRET", default=SECRET_KEY)
"""Opens the private keys of the commune's seal and of its officers. It outlives SECRET_KEY."""
TIME_STAMP_URL = env.str("TIME_STAMP_URL", default="")
"""An authority for time stamps (RFC 3161); empty where the commune stamps its own documents."""
TIME_STAMP_POLICY = env.str("TIME_STAMP_POLICY", default="")
"""The object identifier that our own time stamps name as their policy; empty: the project's own."""

# --- the city --------------------------------------------------------------------------------
COMMUNE_FR = env.str("COMMUNE_FR", default="Commune de Marrakech")
COMMUNE_AR = env.str("COMMUNE_AR", default="جماعة مراكش")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
"""Where people write about these pages; shown on them where it is set."""
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (31.6295, -7.9811),
    "DEFAULT_ZOOM": 13,
    "MIN_ZOOM": 10,
    "MAX_ZOOM": 19,
    "RESET_VIEW": False,
    "TILES": [],
    "ATTRIBUTION_PREFIX": False,
}
LIVE_MOST_READERS = env.int("LIVE_MOST_READERS", default=2000)
"""How many pages may be open on the live stream at a time; one more is asked to come back later."""
GEOMETRIC_SRID = 26191
"""Merchich / Nord Maroc: the planar system in which lengths and areas are computed."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        name: {"level": "ERROR"} for name in ("fontTools", "pyhanko", "pyogrio", "weasyprint")
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
