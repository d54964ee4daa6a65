"""What may follow what in the sign-off of a 符合情形報告: deny by default. What is signed stays."""

from __future__ import annotations

from reports.choices import ReportAction, ReportState

ORDER: dict[tuple[ReportState, ReportAction], ReportState] = {
    (ReportState.DRAFT, ReportAction.EXPLAIN): ReportState.DRAFT,
    (ReportState.DRAFT, ReportAction.CHECK): ReportState.CHECKED,
    (ReportState.CHECKED, ReportAction.RETURN): ReportState.DRAFT,
    (ReportState.CHECKED, ReportAction.SIGN): ReportState.SIGNED,
}


class WrongOrder(Exception):
    """The act does not follow where the report stands."""


def follows(state: ReportState, action: ReportAction) -> ReportState:
    """Return where `action` leads from `state`. Raises WrongOrder."""
    try:
        return ORDER[state, action]
    except KeyError:
        raise WrongOrder(f"報告目前為「{state.label}」，不能{action.label}。") from None
