"""Shapes of what people type about kept footage."""

from __future__ import annotations

from retention.forms.keeping import HandCheckForm
from retention.forms.sources import AcceptForm, ConfirmForm, MapForm, NewSourceForm, ReasonForm, RetireForm

__all__ = ["AcceptForm", "ConfirmForm", "HandCheckForm", "MapForm", "NewSourceForm", "ReasonForm", "RetireForm"]
