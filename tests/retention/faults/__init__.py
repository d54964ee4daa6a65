"""What breaks a retention engine, tried on the real command: kills, failing calls, wrong clocks, swapped folders."""

from __future__ import annotations
