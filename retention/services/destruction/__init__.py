"""The ceiling on disk (肆、四): judge, plan durably, unlink under the lock of holds, verify, record.

What can be undone comes first and what cannot comes last: nothing is unlinked that does not stand in a manifest whose
hash is committed, and nothing that a hold, the floor or a doubt speaks for when its turn comes.
"""

from __future__ import annotations

from retention.services.destruction.carrying_out import carry_out, finish_open
from retention.services.destruction.grounds import is_clock_sure
from retention.services.destruction.judging import Judge, judge_of
from retention.services.destruction.passes import PassReport, enforce_source, preview

__all__ = ["Judge", "PassReport", "carry_out", "enforce_source", "finish_open", "is_clock_sure", "judge_of", "preview"]
