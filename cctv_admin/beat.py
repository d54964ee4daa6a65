"""The scheduler of beat."""

from __future__ import annotations

from typing import Any

from celery.beat import PersistentScheduler

from work.selectors import CLOCKS_APART


class Scheduler(PersistentScheduler):  # type: ignore[misc]
    """Celery's own; but what a clock that was ahead noted as run in the future is due again by the clock of now.

    Otherwise every duty would stand still until that day, also after beat was started anew: its schedule is kept in a file.
    """

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Send what is due; return the seconds until the next look."""
        ahead = [one for one in self.schedule.values() if one.last_run_at > one.default_now() + CLOCKS_APART]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            self.old_schedulers = None  # when each is due next is computed anew
        return super().tick(*args, **kwargs)
