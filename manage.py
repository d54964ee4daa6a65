#!/usr/bin/env python
"""Django's command line. `CCTV_DATA_DIR` says which school's data it works on (default: `var/`)."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cctv_admin.settings.dev")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
