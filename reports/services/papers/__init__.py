"""Long papers (a year's register, a hundred 附錄1) are ordered, made by the worker, fetched, and removed after some days."""

from __future__ import annotations

from reports.services.papers.fetching import fetch_paper
from reports.services.papers.making import make_papers
from reports.services.papers.ordering import order_forms, order_register

__all__ = ["fetch_paper", "make_papers", "order_forms", "order_register"]
