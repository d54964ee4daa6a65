"""Settings every installation shares.

What a deployment changes comes from the environment; README.md lists every variable in one table.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

from cctv_admin.settings import keys

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- Where one school's data lies: database, keys, stored files, copies ----------------------------------------------
DATA_DIR = Path(env.str("CCTV_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
KEYS_DIR = Path(env.str("CCTV_KEYS_DIR", default=str(DATA_DIR / "keys"))).resolve()
FILES_DIR = DATA_DIR / "files"
RETENTION_DIR = DATA_DIR / "retention"
COPIES_DIR = Path(env.str("CCTV_COPIES_DIR", default=str(DATA_DIR / "copies"))).resolve()
"""The school's copies, encrypted; a mounted NAS is a folder, too."""
BACKUP_DIR = Path(env.str("CCTV_BACKUP_DIR", default=str(DATA_DIR / "backups"))).resolve()
"""Where the nightly backup is written; another disk or a mounted NAS, or it goes with the one it copies."""
BACKUP_DAYS = env.int("CCTV_BACKUP_DAYS", default=30)
"""How many days a backup is kept; what was destroyed can be read in it as long."""
BACKUP_RECIPIENTS = env.list("CCTV_BACKUP_RECIPIENTS", default=[])
"""Further age recipients who can open every backup, for instance a key that lies in the safe."""
BACKUP_PASSPHRASE = env.str("CCTV_BACKUP_PASSPHRASE", default="")
"""The passphrase of the keys' file, where nobody sits at a terminal to be asked."""
DATA_DIR.mkdir(parents=True, exist_ok=True)
PUBLIC_URL = env.str("CCTV_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
"""How people reach this installation: stands in notices and in the QR code of every paper."""
INSTANCE = env.str("CCTV_INSTANCE", default="")
"""Which of several installations that share PostgreSQL, Redis or a host name this is: keeps queues and cookies apart."""

SECRET_KEYS = keys.text(KEYS_DIR, "secret-key")
SECRET_KEY, *SECRET_KEY_FALLBACKS = SECRET_KEYS  # they follow the file: cctv_admin.middleware.SecretKeyMiddleware
LEDGER_HEAD_KEYS = keys.raw(KEYS_DIR, "ledger-head-key")
LEDGER_SIGNING_KEYS = keys.raw(KEYS_DIR, "ledger-signing-key")
LEDGER_FORMER_KEYS = keys.former(KEYS_DIR, "ledger-former-keys")
FIELD_ENCRYPTION_KEYS = keys.fernet(KEYS_DIR, "field-encryption-keys")
COPY_WRAPPING_KEYS = keys.fernet(KEYS_DIR, "copy-wrapping-keys")
BACKUP_IDENTITIES = keys.age(KEYS_DIR, "backup-identity")

# --- Applications: a room each; an import points down only (docs/architecture.md) -------------------------------------
INSTALLED_APPS = [
    "cctv_admin.apps.CctvAdminConfig",
    "reports.apps.ReportsConfig",
    "requests.apps.RequestsConfig",
    "maintenance.apps.MaintenanceConfig",
    "retention.apps.RetentionConfig",
    "cameras.apps.CamerasConfig",
    "work.apps.WorkConfig",
    "accounts.apps.AccountsConfig",
    "ledger.apps.LedgerConfig",
    "printing.apps.PrintingConfig",
    "files.apps.FilesConfig",
    "crispy_forms",
    "django_htmx",
    "heroicons",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cctv_admin.middleware.SecretKeyMiddleware",
    "cctv_admin.middleware.BrowserRightsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cctv_admin.middleware.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.WatchMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "cctv_admin.middleware.PlainAddressMiddleware",
    "accounts.middleware.OriginMiddleware",
    "accounts.middleware.OnceMiddleware",
    "accounts.middleware.KeptTextMiddleware",
    "work.middleware.InboxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "printing.middleware.PrintingErrorMiddleware",
    "files.middleware.FileMissingMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cctv_admin.urls"
WSGI_APPLICATION = "cctv_admin.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "cctv_admin.context_processors.house",
            ],
            "builtins": ["printing.templatetags.roc", "work.templatetags.due", "cctv_admin.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("ds",)
CRISPY_TEMPLATE_PACK = "ds"

# --- Database: SQLite for one school on one machine, PostgreSQL by DATABASE_URL ---------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CCTV_DB_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Only the web process sets it (wsgi.py): verification, backup and migrations read for as long as they take.
    seconds = env.int("CCTV_DB_STATEMENT_SECONDS", default=0)
    DATABASES["default"]["OPTIONS"] = {
        "options": " ".join(
            f"-c {name}_timeout={seconds}s" for name in ("statement", "lock", "idle_in_transaction_session")
        ),
        "application_name": INSTANCE or "cctv",
        # A server that is there but silent: no page, and no look at its health, waits for it.
        "connect_timeout": 5,
        "tcp_user_timeout": 30_000,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }

DB_APP_PASSWORD = env.str("CCTV_DB_APP_PASSWORD", default="")
"""The password `grant_rights` gives the product's own account, which it makes where it is not there yet."""

# --- Celery is a doorbell: due work is rows, a lost ring costs one beat interval ---------------------------------------
CELERY_BROKER_URL = env.str("CCTV_BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if CELERY_BROKER_URL.startswith("filesystem"):
    QUEUE_DIR = DATA_DIR / "queue"
    for folder in ("messages", "processed", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "processed_folder": str(QUEUE_DIR / "processed"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Longer than any duty takes: a message comes back to another worker only when its own has died. Until then the
        # next ring of beat does the work; a duty that comes twice finds nothing left to do.
        "visibility_timeout": 6 * 3600,
        # One look every 10 seconds for what came back, not one every 100 (kombu looks at each 10th only).
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_keepalive": True,
        "global_keyprefix": f"{INSTANCE}:" if INSTANCE else "",  # several schools, one Redis: each its own keys
    }
CELERY_TASK_ACKS_LATE = True  # killed amid a duty: the ring is not lost with the worker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a long duty keeps no other one waiting behind it
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Taipei"
CELERY_ENABLE_UTC = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "cctv_admin.beat:Scheduler"

# Every duty (例行工作) with the words people see; `work.services.run_duty` records each run for 保存規則.
CELERY_BEAT_SCHEDULE = {
    "retention.tasks.check_minimum_retention": {
        "task": "retention.tasks.check_minimum_retention",
        "schedule": crontab(hour=6, minute=10),
    },
    "retention.tasks.enforce_maximum_retention": {
        "task": "retention.tasks.enforce_maximum_retention",
        "schedule": crontab(hour=2, minute=10),
    },
    "retention.tasks.destroy_copies": {
        "task": "retention.tasks.destroy_copies",
        "schedule": crontab(hour=2, minute=30),
    },
    "retention.tasks.remind_backups": {
        "task": "retention.tasks.remind_backups",
        "schedule": crontab(minute=50),
    },
    "retention.tasks.remind_holds": {
        "task": "retention.tasks.remind_holds",
        "schedule": crontab(hour=7, minute=20),
    },
    "retention.tasks.check_footage": {
        "task": "retention.tasks.check_footage",
        "schedule": crontab(minute=40),
    },
    "retention.tasks.make_copies": {"task": "retention.tasks.make_copies", "schedule": crontab(minute="*/10")},
    "retention.tasks.check_copies": {
        "task": "retention.tasks.check_copies",
        "schedule": crontab(hour=3, minute=30),
    },
    "reports.tasks.look_after_accounts": {
        "task": "reports.tasks.look_after_accounts",
        "schedule": crontab(minute=5),
    },
    "maintenance.tasks.remind_inspection": {
        "task": "maintenance.tasks.remind_inspection",
        "schedule": crontab(hour=7, minute=30),
    },
    "maintenance.tasks.look_after_daily_checks": {
        "task": "maintenance.tasks.look_after_daily_checks",
        "schedule": crontab(hour=9, minute=0),
    },
    "maintenance.tasks.open_coverage_faults": {
        "task": "maintenance.tasks.open_coverage_faults",
        "schedule": crontab(minute=45),
    },
    "reports.tasks.publish_checkpoint": {
        "task": "reports.tasks.publish_checkpoint",
        "schedule": crontab(hour=16, minute=30),
    },
    "reports.tasks.print_papers": {
        "task": "reports.tasks.print_papers",
        "schedule": crontab(minute="*/5"),
    },
    "requests.tasks.discard_old_drafts": {
        "task": "requests.tasks.discard_old_drafts",
        "schedule": crontab(hour=3, minute=10),
    },
    "requests.tasks.chase_ratifications": {
        "task": "requests.tasks.chase_ratifications",
        "schedule": crontab(minute=5),
    },
    "requests.tasks.end_holds": {
        "task": "requests.tasks.end_holds",
        "schedule": crontab(hour=1, minute=50),
    },
    "requests.tasks.chase_corrections": {
        "task": "requests.tasks.chase_corrections",
        "schedule": crontab(hour=8, minute=20),
    },
    "requests.tasks.chase_letters": {
        "task": "requests.tasks.chase_letters",
        "schedule": crontab(hour=8, minute=10),
    },
    "cctv_admin.tasks.back_up": {"task": "cctv_admin.tasks.back_up", "schedule": crontab(hour=1, minute=10)},
    "cctv_admin.tasks.raise_alarms": {"task": "cctv_admin.tasks.raise_alarms", "schedule": crontab(minute="*/5")},
    "work.tasks.send_notices": {"task": "work.tasks.send_notices", "schedule": crontab(minute="*/5")},
    "work.tasks.clear_sessions": {"task": "work.tasks.clear_sessions", "schedule": crontab(minute=25)},
    "work.tasks.seed_holidays": {
        "task": "work.tasks.seed_holidays",
        "schedule": crontab(day_of_month=1, hour=5, minute=0),
    },
}
DUTY_TITLES = {
    "retention.tasks.check_minimum_retention": "檢查影像最低保存日數（計畫肆、三）",
    "retention.tasks.enforce_maximum_retention": "執行影像最高保存期限（計畫肆、四）",
    "retention.tasks.destroy_copies": "執行留存檔屆期銷毀（計畫肆、四）",
    "retention.tasks.remind_backups": "提醒備份工作（計畫伍、三）",
    "retention.tasks.remind_holds": "提醒緊急留存確認與法定留存檢討（計畫肆、四）",
    "retention.tasks.check_footage": "掃描影像資料夾",
    "retention.tasks.make_copies": "製作並驗證留存檔（計畫伍、三）",
    "retention.tasks.check_copies": "定期驗證留存檔（計畫伍、三）",
    "maintenance.tasks.remind_inspection": "提醒定期檢查保養（計畫參、三）",
    "maintenance.tasks.look_after_daily_checks": "查看前一日未檢查的班別（陸、一）",
    "maintenance.tasks.open_coverage_faults": "影像缺漏開立待確認故障（計畫肆、三）",
    "reports.tasks.publish_checkpoint": "簽發存取紀錄查核點（計畫伍、四）",
    "reports.tasks.look_after_accounts": "職務交接、帳號到期與久未使用、年度帳號清查（計畫肆、二）",
    "reports.tasks.print_papers": "列印長篇登記簿與多件附錄1，並移除逾期列印檔",
    "requests.tasks.discard_old_drafts": "清除逾七日未送出的申請草稿",
    "requests.tasks.end_holds": "結案或撤回後解除暫時留存（計畫伍、三）",
    "requests.tasks.chase_corrections": "逾補正期限未補正之通知（計畫伍、一）",
    "requests.tasks.chase_letters": "催辦公務機關補送之公文（計畫伍、二）",
    "requests.tasks.chase_ratifications": "緊急調閱逾期未補核之通知（計畫伍、四）",
    "cctv_admin.tasks.back_up": "備份資料庫、附件與留存檔",
    "cctv_admin.tasks.raise_alarms": "查看系統狀態並發出警報",
    "work.tasks.send_notices": "寄送通知",
    "work.tasks.clear_sessions": "清除已逾時的登入與其暫存內容",
    "work.tasks.seed_holidays": "帶入國定假日",
}

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hant"
TIME_ZONE = "Asia/Taipei"
USE_I18N = True
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("manual", BASE_DIR / "docs" / "manual" / "pictures")]
STATIC_ROOT = Path(env.str("CCTV_STATIC_ROOT", default=str(DATA_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# --- Sign-in ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.adapters.failures.LockGate",
    "accounts.adapters.account.Backend",  # its own module: allauth writes that path into the session
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.services.passwords.NotLikeTheAccount"},
    {"NAME": "accounts.services.passwords.LongEnough"},
    {"NAME": "accounts.services.passwords.NotCommon"},
    {"NAME": "accounts.services.passwords.NotUsedBefore"},
]
PASSWORD_LENGTH = env.int("CCTV_PASSWORD_LENGTH", default=12)
PASSWORD_HISTORY = env.int("CCTV_PASSWORD_HISTORY", default=3)
"""How many passwords before the present one may not be taken again (附表十)."""
PASSWORD_DAYS = env.int("CCTV_PASSWORD_DAYS", default=0)
"""After how many days a password must be changed; 0: never, as who must change often chooses badly (ASVS 6.2.10)."""
SECOND_FACTOR_ROLES = env.list("CCTV_SECOND_FACTOR_ROLES", default=[])
"""Roles that cannot work without a second factor, for instance administrator and principal."""
IDLE_MINUTES = env.int("CCTV_IDLE_MINUTES", default=30)
SESSION_HOURS = env.int("CCTV_SESSION_HOURS", default=12)
"""Idle, a sign-in is locked until the same person proves himself; so many hours after it began, it is over."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# Sign-in by account name; nobody signs up, nothing is sent or confirmed by mail.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # django-axes alone counts failures
ACCOUNT_FORMS = {
    "login": "accounts.adapters.SignInForm",
    "reauthenticate": "accounts.adapters.PasswordAgainForm",
    "change_password": "accounts.adapters.ChangePasswordForm",
}
USERSESSIONS_ADAPTER = "accounts.adapters.SessionsAdapter"
MFA_ADAPTER = "accounts.adapters.MeansAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # one step of 30 s: a phone's clock is not exact; a used step never counts again
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a proof of person: the key asks for PIN or finger
MFA_REAUTHENTICATION_REQUIRED = False  # allauth would keep a stale POST in the session; accounts.urls asks by itself
MFA_FORMS = {
    "authenticate": "accounts.adapters.CodeForm",
    "reauthenticate": "accounts.adapters.CodeAgainForm",
    "activate_totp": "accounts.adapters.ActivateCodeForm",
    "deactivate_totp": "accounts.adapters.DeactivateCodeForm",
    "add_webauthn": "accounts.adapters.AddPasskeyForm",
    "edit_webauthn": "accounts.adapters.RenamePasskeyForm",
    "generate_recovery_codes": "accounts.adapters.RecoveryCodesForm",
}

# Five failures of one name from one address → 15 minutes; the database counts, so every process sees the same.
AXES_HANDLER = "accounts.adapters.FailureCounter"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who keeps trying does not keep the owner out for ever
AXES_USERNAME_CALLABLE = "accounts.adapters.counted_name"
AXES_CLIENT_STR_CALLABLE = "accounts.adapters.client_in_log"
AXES_CLIENT_IP_CALLABLE = "accounts.middleware.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are ledger entries

HTTPS = PUBLIC_URL.startswith("https://")


def _cookie(name: str) -> str:
    """Return what a cookie is called: it knows no port, and a browser takes `__Host-` from this very host, over HTTPS only."""
    return ("__Host-" if HTTPS else "") + name + (f"_{INSTANCE}" if INSTANCE else "")


SESSION_COOKIE_NAME = _cookie("sessionid")
CSRF_COOKIE_NAME = _cookie("csrftoken")
GUARD_DEVICE_COOKIE = _cookie("guard_device")
LAST_ACCOUNT_COOKIE = _cookie("last_account")
INBOX_COOKIE = _cookie("inbox")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a sentence may name somebody: no cookie

# --- Browser side -----------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), midi=(), payment=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self), fullscreen=(self)"
)
"""What pages never ask for is refused to whatever gets into one; passkeys and the player's full screen are ours."""
WHITENOISE_ALLOW_ALL_ORIGINS = False  # style and script are for our own pages only

# --- Mail -------------------------------------------------------------------------------------------------------------
# Without a mail server nothing is sent, nor printed (a log carries no personal data): notices stand in the app.
EMAIL_CONFIG = {"EMAIL_TIMEOUT": 30} | env.email_url("CCTV_EMAIL_URL", default="dummymail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("CCTV_EMAIL_FROM", default="cctv@localhost")
CHECKPOINT_MAIL = env.list("CCTV_CHECKPOINT_MAIL", default=[])
"""Who keeps the ledger's daily checkpoint besides 校長, for instance 文書組長."""
ALARM_MAIL = env.list("CCTV_ALARM_MAIL", default=[])
"""Who is told when this installation needs somebody: what /health/ says, when it begins, daily, and when it ends."""
ALARM_WEBHOOK = env.str("CCTV_ALARM_WEBHOOK", default="")
ALARM_SECRET = env.str("CCTV_ALARM_SECRET", default="")

DEMO = env.bool("CCTV_DEMO", default=False)
BEHIND_PROXY = env.bool("CCTV_BEHIND_PROXY", default=False)
ALLOW_HTTP = env.bool("CCTV_ALLOW_HTTP", default=False)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
"""年度帳號及權限清查 sends two fields an account: Django's 1,000 are too few for five hundred."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 4  # no form has more fields for files
FILE_UPLOAD_HANDLERS = [
    "cctv_admin.uploads.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- A certificate of one's own, or the one script/server --tls made (page 安裝憑證) ----------------------------------
TLS_DIR = DATA_DIR / "tls"
TLS_CERT = env.str("CCTV_TLS_CERT", default="")
TLS_KEY = env.str("CCTV_TLS_KEY", default="")

# --- Logging: one line an event, to stderr. Acts of people stand in the ledger; a log line carries none of their data --
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        },
    },
    "filters": {"discreet": {"()": "cctv_admin.logs.Discreet"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env.str("CCTV_LOG_FORMAT", default="line"),
            "filters": ["discreet"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Below ERROR these name addresses (one-time links, QR tokens) and accounts; refused sign-ins stand in the ledger.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},  # the address of a webhook is often its password
        "celery.beat": {"level": "WARNING"},  # each due ring; what a duty did stands on 保存規則
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
