"""All settings, in one file. What an installation may change comes from the environment (`docs/settings.md`)."""

import os
import socket
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sealog import env
from sealog.embedded import places

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where things lie -------------------------------------------------------------------------------------
DATA_DIR = Path(env.text("SEALOG_DATA_DIR", str(BASE_DIR / "var"))).expanduser().resolve()
SECRETS_DIR = DATA_DIR / "secrets"
FILES_DIR = Path(env.text("SEALOG_SERVER_FILEPATH_ROOT", str(DATA_DIR / "files"))).expanduser().resolve()
IMAGES_DIR = FILES_DIR / "images"
EXPORTS_DIR = Path(env.text("SEALOG_EXPORTS_DIR", str(DATA_DIR / "exports"))).expanduser().resolve()
PACKAGES_DIR = Path(env.text("SEALOG_PACKAGES_DIR", str(DATA_DIR / "packages"))).expanduser().resolve()

# --- what kind of installation this is --------------------------------------------------------------------
DEBUG = env.flag("SEALOG_DEBUG")
DEMO = env.flag("SEALOG_DEMO")
BIND = env.text("SEALOG_BIND", "127.0.0.1")
PORT = env.integer("SEALOG_PORT", 8000, least=1, most=65535)
WEB_PROCESSES = env.integer("SEALOG_WEB_PROCESSES", min(2, os.cpu_count() or 1), least=1, most=64)
WEB_THREADS = env.integer("SEALOG_WEB_THREADS", 8, least=1, most=64)  # of each web process
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104  (compared with, not bound to)
if DEMO and BIND not in LOOPBACK:
    raise ImproperlyConfigured(
        "SEALOG_DEMO has well-known passwords: it binds to 127.0.0.1 only. Unset SEALOG_BIND."
    )

SECRET_KEY = env.secret("SEALOG_SECRET_KEY", SECRETS_DIR)
ALLOWED_HOSTS = env.words(
    "SEALOG_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]", socket.gethostname().lower(), BIND)
)
TLS = env.flag("SEALOG_TLS")
CSRF_TRUSTED_ORIGINS = env.words("SEALOG_TRUSTED_ORIGINS")

APP_TITLE = env.text("SEALOG_TITLE", "Sealog")
LOGIN_TEXT = env.text("SEALOG_LOGIN_TEXT", "Log what happens, the moment it happens.")

# --- rooms ------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "logging_core.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular_sidecar",
    "channels",
    "axes",
    "csp",
    "sealog",
    "logging_core",
    "qualitycontrol",
    "monitoring",
]
MIDDLEWARE = [
    "logging_core.compat.outermost.outermost",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "logging_core.accounts.middleware.renew_session",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "sealog.urls"
ASGI_APPLICATION = "sealog.asgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- automation -------------------------------------------------------------------------------------------
# Defaults; what is set on the page counts.
ASNAP_INTERVAL = env.integer("SEALOG_ASNAP_INTERVAL", 10, least=1, most=3600)  # seconds
ASNAP_TIMEOUT = env.integer("SEALOG_ASNAP_TIMEOUT", 0, least=0, most=10_080)  # minutes; 0: never off by itself
# Servers that webhooks, sync, InfluxDB and frame grabs may use, besides those on private networks.
ALLOWED_HOSTS_OUT = env.words("SEALOG_ALLOWED_HOSTS_OUT")
RESPONDERS = env.words("SEALOG_RESPONDERS")  # targets that hear of changes of cruises and lowerings

# --- exchange with other instances (docs/sync.md) -----------------------------------------------------------
SYNC_NAME = env.text("SEALOG_SYNC_NAME", socket.gethostname().lower()[:40])  # how we are called by the others
SYNC_READ_ONLY = env.words("SEALOG_SYNC_READ_ONLY")  # kinds of records that are not changed here
SYNC_AT_ONCE = env.integer("SEALOG_SYNC_AT_ONCE", 8, least=1, most=100)  # peers
if unknown_kinds := set(SYNC_READ_ONLY) - {"cruise", "lowering", "template", "event", "aux_data"}:
    raise ImproperlyConfigured(f"SEALOG_SYNC_READ_ONLY names unknown kinds: {', '.join(sorted(unknown_kinds))}")

# Pictures of cameras (docs/automation.md): folders from which they may be copied, and how large one may be.
FRAME_DIRS = env.words("SEALOG_FRAME_DIRS", (str(DATA_DIR / "frames"),))
FRAME_MAX_BYTES = env.integer("SEALOG_FRAME_MAX_MB", 20, least=1, most=500) * 1_000_000
# The InfluxDB 2 server of rules that name no other one; loggers write to it, too.
INFLUXDB_URL = env.text("SEALOG_INFLUXDB_URL", "http://localhost:8086")
INFLUXDB_ORG = env.text("SEALOG_INFLUXDB_ORG", "openrvdas")
INFLUXDB_BUCKET = env.text("SEALOG_INFLUXDB_BUCKET", "openrvdas")
INFLUXDB_TOKEN = env.text("SEALOG_INFLUXDB_TOKEN")
INFLUXDB_VERIFY_SSL = env.flag("SEALOG_INFLUXDB_VERIFY_SSL", default=True)

# --- jobs (docs/automation.md) ------------------------------------------------------------------------------
JOB_MODULES = [  # where the kinds of jobs are
    "logging_core.automation.asnap.jobs",
    "logging_core.automation.aux_rules.jobs",
    "logging_core.exchange.package.jobs",
]
# Flower and the bell that starts it, below /flower/ for admins.
FLOWER_SOCKET = places.socket_folder(DATA_DIR) / "flower" / "flower.sock"
FLOWER_BELL = places.socket_folder(DATA_DIR) / "flower" / "bell"
JOB_DAYS = env.integer("SEALOG_JOB_DAYS", 90, least=1, most=36500)

# --- sensor loggers -----------------------------------------------------------------------------------------
# Cruise definitions and device definitions; nothing outside of it is read for a page or a program.
DEFINITIONS_DIR = Path(env.text("SEALOG_DEFINITIONS_DIR", str(DATA_DIR / "definitions"))).expanduser().resolve()
LOGGER_PLUGINS = env.words("SEALOG_LOGGER_PLUGINS")  # packages whose readers, transforms, writers may be named
LOGGER_LOG_DAYS = env.integer("SEALOG_LOGGER_LOG_DAYS", 90, least=1, most=36500)
SAMPLE_DAYS = env.integer("SEALOG_SAMPLE_DAYS", 0, least=0, most=36500)  # 0: for ever

# --- what the screens show --------------------------------------------------------------------------------
EXCLUDED_SOURCES = env.words("SEALOG_EXCLUDED_SOURCES")
IMAGE_SOURCES = env.words("SEALOG_IMAGE_SOURCES", ("framegrabber", "vehicleRealtimeFramegrabberData"))
SOURCE_ORDER = env.words("SEALOG_SOURCE_ORDER", ("vehicleRealtimeNavData", "vesselRealtimeNavData"))
CATEGORY_ORDER = env.words("SEALOG_CATEGORY_ORDER")
# Streams of the header strip; of several the first that speaks is shown. The defaults are those of the demo.
STRIP_LATITUDE = env.words("SEALOG_STRIP_LATITUDE", ("RovLatitude", "GpsLatitude"))
STRIP_LONGITUDE = env.words("SEALOG_STRIP_LONGITUDE", ("RovLongitude", "GpsLongitude"))
STRIP_DEPTH = env.words("SEALOG_STRIP_DEPTH", ("RovDepth",))

# --- seismic archive (docs/archive.md) ----------------------------------------------------------------------
# Archives and local sources lie below these folders, and nothing outside of them is read or written.
ARCHIVE_ROOTS = env.words("SEALOG_ARCHIVE_ROOTS", (str(DATA_DIR / "archives"),))
ARCHIVE_FREE_FLOOR = env.integer("SEALOG_ARCHIVE_FREE_MB", 1000) * 1_000_000  # so much stays free on the disk
ARCHIVE_BACKUP_DAYS = env.integer("SEALOG_ARCHIVE_BACKUP_DAYS", 30, least=1, most=36500)

# --- seismic archive: sources of missing data (docs/completion.md) ------------------------------------------
# Names, addresses and networks allowed besides public addresses. The demonstration completes itself from itself.
SOURCE_HOSTS = env.words("SEALOG_SOURCE_HOSTS", ("127.0.0.1",) if DEMO else ())
SOURCE_PROGRAMS = env.words("SEALOG_SOURCE_PROGRAMS")  # external programs that sources may run, by their full path
SOURCE_CONTACT = env.text("SEALOG_SOURCE_CONTACT")  # told to data centres
SOURCE_MAX_BYTES = env.integer("SEALOG_SOURCE_MAX_MB", 1000, least=1, most=1_000_000) * 1_000_000
SOURCE_MAX_SECONDS = env.integer("SEALOG_SOURCE_MAX_SECONDS", 1200, least=1, most=3000)
ARCHIVE_WORKERS = env.integer("SEALOG_ARCHIVE_WORKERS", 2, least=1, most=256)
ARCHIVE_LEASE_SECONDS = env.integer("SEALOG_ARCHIVE_LEASE_SECONDS", 60, least=2, most=3600)
ARCHIVE_LOG_DAYS = env.integer("SEALOG_ARCHIVE_LOG_DAYS", 90, least=1, most=36500)
ARCHIVE_LOG_ROWS = env.integer("SEALOG_ARCHIVE_LOG_ROWS", 200_000, least=100)
# Who may ask the FDSN services without logging in: callers from loopback and private networks, anybody, nobody.
FDSNWS = env.choice("SEALOG_FDSNWS", ("private", "any", "off"))
# Who may look at the archive's pages without logging in, likewise.
ARCHIVE_READING = env.choice("SEALOG_ARCHIVE_READING", ("private", "any", "off"))
FDSNWS_MAX_BYTES = env.integer("SEALOG_FDSNWS_MAX_MB", 2000, least=1, most=1_000_000) * 1_000_000  # of samples

# --- database and broker: embedded ones unless URLs are given ---------------------------------------------
EMBEDDED_POSTGRES = not env.text("DATABASE_URL")
EMBEDDED_VALKEY = not env.text("REDIS_URL")
POSTGRES_PASSWORD = env.secret("SEALOG_POSTGRES_PASSWORD", SECRETS_DIR) if EMBEDDED_POSTGRES else ""
DATABASE_URL = env.text("DATABASE_URL") or places.postgres_url(DATA_DIR, POSTGRES_PASSWORD)
REDIS_URL = env.text("REDIS_URL") or places.valkey_url(DATA_DIR)
DATABASES = {
    "default": {
        **env.database(DATABASE_URL),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "sealog"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [places.channels_url(REDIS_URL)], "prefix": places.channels_prefix(REDIS_URL)},
    }
}

CELERY_IMPORTS = ["sealog.processes.pool"]
CELERY_BROKER_URL = places.celery_url(REDIS_URL)
CELERY_RESULT_BACKEND = CELERY_BROKER_URL
CELERY_RESULT_EXPIRES = 3600
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "completion.run_*": {"queue": "archive"},
    "statistics.*": {"queue": "archive"},
    "sync.*": {"queue": "sync"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CONCURRENCY = env.integer("SEALOG_WORKERS", 2, least=2, most=256)
# One of these is always free for snapshots and rules. With workers on more machines more jobs can run at once.
JOBS_AT_ONCE = env.integer("SEALOG_JOBS_AT_ONCE", CELERY_WORKER_CONCURRENCY - 1, least=1, most=1000)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "asnap": {"task": "automation.asnap_tick", "schedule": 1.0, "options": {"expires": 2}},
    "followers": {"task": "automation.follow", "schedule": 1.0, "options": {"expires": 2}},
    "jobs": {"task": "jobs.revive", "schedule": 5.0, "options": {"expires": 5}},
    "old-jobs": {"task": "jobs.prune", "schedule": 3600.0, "options": {"expires": 3600}},
    "aux-data": {"task": "automation.aux_data_due", "schedule": 1.0, "options": {"expires": 2}},
    "old-aux-tasks": {"task": "automation.aux_data_prune", "schedule": 3600.0, "options": {"expires": 3600}},
    "triggers": {"task": "automation.look_at_triggers", "schedule": 2.0, "options": {"expires": 2}},
    "notifications": {"task": "automation.send_due_notifications", "schedule": 10.0, "options": {"expires": 10}},
    "free-space": {"task": "automation.measure_free_space", "schedule": 60.0, "options": {"expires": 60}},
    "logger-commands": {"task": "loggers.carry_out_commands", "schedule": 2.0, "options": {"expires": 2}},
    "logger-log": {"task": "loggers.delete_old_lines", "schedule": 3600.0, "options": {"expires": 3600}},
    "sync": {"task": "sync.tick", "schedule": 1.0, "options": {"expires": 2}},
    "roll-ups": {"task": "streams.roll_up", "schedule": 60.0, "options": {"expires": 60}},
    "old-samples": {"task": "streams.drop_old_days", "schedule": 3600.0, "options": {"expires": 3600}},
    "archive": {"task": "completion.tick", "schedule": 15.0, "options": {"expires": 15}},
    "archive-log": {"task": "completion.prune", "schedule": 3600.0, "options": {"expires": 3600}},
    "archive-trash": {"task": "archive.empty_trash", "schedule": 86400.0, "options": {"expires": 86400}},
    "worker-heartbeat": {"task": "health.worker_heartbeat", "schedule": 10.0, "options": {"expires": 10}},
}

# --- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "logging_core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "logging_core.accounts.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "logging_core.accounts.hashers.ExistingServerHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "fullname", "email"]},
    },
]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600  # idle time; `renew_session` starts it anew
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying while locked does not keep the door shut
AXES_LOCKOUT_CALLABLE = "logging_core.accounts.pages.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
# Who may change or delete an event: its owner for this long, event managers and admins always.
# "anyone" gives the rule of existing Sealog servers: whoever may write events may change each of them.
EVENT_EDITING = env.choice("SEALOG_EVENT_EDITING", ("owner", "anyone"))
EVENT_OWNER_MINUTES = env.integer("SEALOG_EVENT_OWNER_MINUTES", 24 * 60, least=0)
PASSWORDLESS_NETWORKS = env.networks(
    "SEALOG_PASSWORDLESS_NETWORKS",
    ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"),
)

# --- existing Sealog clients and scripts (logging_core/compat) ----------------------------------------------
SERVER_SECRET = env.secret("SEALOG_SERVER_SECRET", SECRETS_DIR)  # signs their tokens
# Who may listen on their WebSocket without a token: callers from loopback and private networks, anybody, nobody.
WS_ANONYMOUS = env.choice("SEALOG_WS_ANONYMOUS", ("private", "any", "off"))
# Who may read and publish values as with a cached data server (/cds-ws, /fields, /latest) without logging in.
CDS_ANONYMOUS = env.choice("SEALOG_CDS_ANONYMOUS", ("private", "any", "off"))
# Where localhost:8766 in a cruise definition leads: to this server.
DATA_SERVER = env.text("SEALOG_DATA_SERVER", f"{'127.0.0.1' if BIND in ANY_ADDRESS else BIND}:{PORT}")
WS_STRICT = env.flag("SEALOG_WS_STRICT")  # a bad token is refused instead of counting as none
ACCESS_CONTROL = env.flag("SEALOG_ACCESS_CONTROL")  # hidden cruises and lowerings open to those they name
REGISTRATION = env.choice("SEALOG_REGISTRATION", ("open", "approval"))
REGISTRATION_ROLES = env.words("SEALOG_REGISTRATION_ROLES", ("event_watcher", "event_logger"))
RECAPTCHA_SECRET = env.text("SEALOG_RECAPTCHA_SECRET")  # empty: nobody is asked
RECAPTCHA_HOST = env.choice("SEALOG_RECAPTCHA_HOST", ("www.google.com", "www.recaptcha.net"))
RECAPTCHA_URL = f"https://{RECAPTCHA_HOST}/recaptcha/api/siteverify"
IMAGE_NETWORKS = env.networks("SEALOG_IMAGE_NETWORKS")  # to which pictures are open without a token; none: to all
CSV_SAFE = env.flag("SEALOG_CSV_SAFE")  # cells that a spreadsheet would run begin with an apostrophe
# Where links in mails about passwords may lead, besides the hosts of this server.
RESET_ORIGINS = env.words("SEALOG_RESET_ORIGINS")

# --- data export: names of its files and folders ----------------------------------------------------------
EXPORT_LAYOUT = env.choice("SEALOG_EXPORT_LAYOUT", ("vehicle", "vessel"))  # by lowering, or the cruise whole
VEHICLE_NAME = env.text("SEALOG_VEHICLE_NAME", "Deep_Discoverer" if EXPORT_LAYOUT == "vehicle" else "Discoverer")
EXPORT_IMAGES = env.flag("SEALOG_EXPORT_IMAGES", default=True)
EXPORT_LOWERING_FOLDER = env.choice("SEALOG_EXPORT_LOWERING_FOLDER", ("lowering", "cruise_lowering"))
PACKAGES_KEPT = env.integer("SEALOG_PACKAGES_KEPT", 3, least=1, most=1000)  # of each cruise and lowering
# Where positions come from: data sources of aux data, the first that has any; or else streams of longitude and
# latitude, and of the vehicle's depth. The streams are those of the demo.
VEHICLE_POSITION_SOURCES = env.words(
    "SEALOG_VEHICLE_POSITION_SOURCES",
    ("realtimeVehicleUSBLPosition", "realtimeVehiclePosition", "vehicleRealtimeNavData"),
)
VESSEL_POSITION_SOURCES = env.words(
    "SEALOG_VESSEL_POSITION_SOURCES", ("realtimeVesselPosition", "vesselRealtimeNavData")
)
VEHICLE_STREAMS = env.words("SEALOG_VEHICLE_STREAMS", ("RovLongitude", "RovLatitude", "RovDepth"))
VESSEL_STREAMS = env.words("SEALOG_VESSEL_STREAMS", ("GpsLongitude", "GpsLatitude"))

# --- mail: off without a server ---------------------------------------------------------------------------
EMAIL_HOST = env.text("SEALOG_MAIL_HOST")
EMAIL_PORT = env.integer("SEALOG_MAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("SEALOG_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("SEALOG_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("SEALOG_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("SEALOG_MAIL_FROM", "sealog@localhost")
NOTIFIED = env.words("SEALOG_MAIL_NOTIFY")  # who hears of new registrations

# --- HTTP -------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["logging_core.shared.sessions.PageSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "logging_core.shared.http.answer_refusal",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "logging_core.compat.schema.operation.Operation",
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sealog",
    "DESCRIPTION": "The HTTP interface of existing Sealog clients and scripts.",
    "VERSION": "2.3.4",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/sealog-server",
    "POSTPROCESSING_HOOKS": ["logging_core.compat.schema.components.add"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # a cruise definition with its folder of includes and devices
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked on the machine itself, without the proxy in front
# A ship's other servers share its domain and may have no TLS: we speak for our own name only.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_HSTS_SECONDS = 31536000 if TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- time and language ------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en-gb"

# --- static files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static" / "sealog",
    ("vendor/alpinejs", BASE_DIR / "static" / "vendor" / "node_modules" / "@alpinejs" / "csp" / "dist"),
    ("vendor/uplot", BASE_DIR / "static" / "vendor" / "node_modules" / "uplot" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "sealog.static_storage.HashedModules"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- logs -------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sealog.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("SEALOG_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "axes": {"level": "WARNING"},
        "bagit": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "uvicorn.access": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
    },
}
