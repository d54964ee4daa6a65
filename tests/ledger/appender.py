"""One writer in a process of its own: `python -m tests.ledger.appender COUNT NAME`, on the database of DATABASE_URL."""

from __future__ import annotations

import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from ledger import services as ledger
    from ledger.choices import Verb

    count, name = int(sys.argv[1]), sys.argv[2]
    actor = ledger.Actor(name=name, account=name)
    for number in range(count):
        ledger.append(verb=Verb.CASE_SUBMITTED, actor=actor, subject=f"案 {name}-{number:04d}", now=timezone.now())
