"""The WSGI application gunicorn serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cctv_admin.settings.prod")
os.environ.setdefault("CCTV_DB_STATEMENT_SECONDS", "30")  # a page that takes longer helps nobody and holds a connection

application = get_wsgi_application()

from cctv_admin.alarms import begin_watching  # noqa: E402 the apps must be there first
from cctv_admin.checks import require_safe  # noqa: E402

require_safe()
begin_watching()

gc.collect()
gc.freeze()  # what was loaded stays until the end: no collection looks through it again
gc.set_threshold(20_000, 10, 10)  # a long page makes so many objects; counting references frees nearly all
