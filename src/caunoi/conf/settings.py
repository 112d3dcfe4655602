"""Django's settings, declared from the option table. Nothing here is computed twice or hidden elsewhere."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from caunoi.conf import admission, databases, mail, options, pages

CAUNOI = options.read()
BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = CAUNOI.secret_key or "not-initialised: run `caunoi init`"
DEBUG = CAUNOI.is_debug
ALLOWED_HOSTS = CAUNOI.allowed_hosts
ROOT_URLCONF = "caunoi.conf.urls"
WSGI_APPLICATION = "caunoi.conf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "caunoi.conf",
    "caunoi.portal",
    "caunoi.desk",
    "caunoi.channels",
    "caunoi.newsroom",
    "caunoi.contests",
    "caunoi.feedback",
    "caunoi.plans",
    "caunoi.directives",
    "caunoi.library",
    "caunoi.organisations",
    "caunoi.notifications",
    "caunoi.accounts",
    "caunoi.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django_prose_editor",
]
if CAUNOI.queue == "redis":
    INSTALLED_APPS += ["django_rq"]

MIDDLEWARE = [
    "caunoi.kit.http.middleware.request_identity",
    "caunoi.kit.http.middleware.compress_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "caunoi.kit.http.middleware.language_and_theme",
    "caunoi.kit.http.admission.turn_away",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "caunoi.accounts.web.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "caunoi.accounts.web.middleware.require_second_factor",
    "caunoi.kit.http.middleware.no_store",
    "caunoi.kit.http.middleware.missing_is_not_found",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "caunoi.conf.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "caunoi.kit.templatetags.ui",
                "caunoi.kit.templatetags.intake",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- data
DATABASES = {
    "default": databases.from_url(CAUNOI.database_url)
    if CAUNOI.database_url
    else databases.sqlite(CAUNOI.home / "caunoi.sqlite3")
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "caunoi.accounts.web.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# What is too large for memory never lies in a folder that others read.
FILE_UPLOAD_TEMP_DIR = CAUNOI.home / "uploads"

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "desk:home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "caunoi.accounts.web.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "caunoi.accounts.web.forms.LoginForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Cầu Nối: "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cầu Nối"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CAUNOI.is_https

# --- language, time, numbers
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = CAUNOI.timezone
USE_TZ = True
USE_I18N = True
SITE_NAME = CAUNOI.site_name
SITE_PURPOSE = _("Cổng thông tin và lắng nghe về cải cách hành chính")

# --- messages to the person, in the tones of the design language
MESSAGE_TAGS = {10: "info", 20: "info", 25: "ok", 30: "warn", 40: "bad"}

# --- what is refused first when too much comes
ADMISSION = admission.TABLE

# --- public pages that are kept, and what makes them be made anew
PAGES_KEPT, PAGES_WATCHED = pages.KEPT, pages.WATCHED

# --- files
STATIC_URL = "static/"
STATIC_ROOT = CAUNOI.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "caunoi.kit.http.staticfiles.ManifestStorage"},
}
MEDIA_ROOT = CAUNOI.files_dir

# --- mail
_mail = mail.from_url(CAUNOI.email_url, CAUNOI.home)
EMAIL_BACKEND = _mail.backend
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL = _mail.is_tls_from_the_start
EMAIL_FILE_PATH = _mail.folder
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CAUNOI.email_from

# --- background work
TASKS = {
    "default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]}
    if CAUNOI.queue == "redis"
    else {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
}
RQ_QUEUES = {"default": {"URL": CAUNOI.redis_url}}
RQ = {"JOB_CLASS": "django_tasks_rq.Job"}

# --- safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Addresses that are keys stay within the house. Not "no-referrer": browsers then send forms with "Origin: null", which the
# check against forged forms refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "caunoi.kit.http.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = CAUNOI.is_https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if CAUNOI.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = CAUNOI.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CAUNOI.is_https else None
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "caunoi.kit.http.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": CAUNOI.log_level},
    "loggers": {
        "pikepdf": {"level": "WARNING"},
        # Django's own handlers would write addresses with the keys in them.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
    },
}
