"""Settings. Everything a host may change is an environment variable, named in docs/manual/hosting.md.

GOLDENTHREAD_DATA  folder for database, files and secret key (var/ beside the code)
GOLDENTHREAD_DEMO  1 for an invented school with sign-ins on show; never with real children
GOLDENTHREAD_HOSTS names the site answers to, with commas
GOLDENTHREAD_SMTP_URL  smtp://user:password@host:587, or smtps://…:465; without it letters go to the console
GOLDENTHREAD_MAIL_FROM who letters are from
DATABASE_URL       postgresql://… for the web role; without it SQLite in the data folder
DATABASE_OWNER_URL postgresql://… for the role that owns the tables and runs `manage.py migrate`
"""

import os
import sys
from pathlib import Path

from goldenthread.config import database, mail, secret

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("GOLDENTHREAD_DATA", BASE_DIR / "var")).resolve()
DEMO = os.environ.get("GOLDENTHREAD_DEMO") == "1"
DEBUG = os.environ.get("GOLDENTHREAD_DEBUG") == "1"
TESTING = "pytest" in sys.modules
SECRET_KEY = secret.key(DATA_DIR)
# The audit chain is keyed apart from the sessions, so that changing one does not break the other.
AUDIT_KEY = secret.key(DATA_DIR, "audit.key")
ALLOWED_HOSTS = os.environ.get("GOLDENTHREAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SITE_URL = os.environ.get("GOLDENTHREAD_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "goldenthread.config",
    "goldenthread.home",
    "goldenthread.exchange",
    "goldenthread.reviews",
    "goldenthread.plans",
    "goldenthread.outcomes",
    "goldenthread.story",
    "goldenthread.actions",
    "goldenthread.learners",
    "goldenthread.people",
    "goldenthread.schools",
    "goldenthread.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goldenthread.config.middleware.Guard",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goldenthread.people.middleware.Presence",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "goldenthread" / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goldenthread.config.look.look",
            ],
            "builtins": ["goldenthread.schools.templatetags.gt", "goldenthread.people.templatetags.acting"],
        },
    }
]
FORM_RENDERER = "goldenthread.config.formrender.GovukRenderer"

if os.environ.get("DATABASE_URL"):
    owner = os.environ.get("DATABASE_OWNER_URL")
    as_owner = owner and (TESTING or "migrate" in sys.argv[1:2])
    DATABASES = {"default": database.postgres(owner if owner and as_owner else os.environ["DATABASE_URL"])}
    DATABASE_WEB_ROLE = database.postgres(os.environ["DATABASE_URL"])["USER"] if owner else ""
else:
    DATABASES = {"default": database.sqlite(DATA_DIR / "goldenthread.sqlite3")}
    DATABASE_WEB_ROLE = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["goldenthread.people.hashing.Argon2", "django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
MFA_ADAPTER = "goldenthread.people.second.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [path for path in [BASE_DIR / "build" / "static"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = DATA_DIR / "files"
PACKS_DIR = BASE_DIR / "packs"
FONTS_DIR = BASE_DIR / "build" / "fonts"

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": True,
    }
}

# The proxy that holds the certificate says so in this header; it must set it itself, whatever a browser sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# Subdomains and browsers' own lists are for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CSRF_FAILURE_VIEW = "goldenthread.config.errors.csrf"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Letters go to the console until GOLDENTHREAD_SMTP_URL says where to.
vars().update(mail.settings(os.environ.get("GOLDENTHREAD_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("GOLDENTHREAD_MAIL_FROM", "golden-thread@localhost")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# What went wrong goes to standard error, with the reference number its page showed; bodies and names never do.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # The error page's own line tells the same, with its number.
        "django.request": {"level": "CRITICAL"},
        "django_tasks_db": {"level": "ERROR"},
    },
}
