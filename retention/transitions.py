"""What may follow what for a 銷毀清冊: deny by default, no database."""

from __future__ import annotations

from retention.choices import ListAction, ListState

TABLE = {
    (ListState.PROPOSED, ListAction.SIGN): ListState.SIGNED,
    (ListState.PROPOSED, ListAction.RETURN): ListState.RETURNED,
    (ListState.PROPOSED, ListAction.WITHDRAW): ListState.WITHDRAWN,
    (ListState.OWED, ListAction.WITHDRAW): ListState.WITHDRAWN,
    (ListState.OWED, ListAction.COUNTERSIGN): ListState.HALF,
    (ListState.HALF, ListAction.COUNTERSIGN): ListState.SIGNED,
}
"""Two people's word stands: what is signed is stopped by a dispute mark or a 法定留存, never taken back. A list the system
wrote is withdrawn by itself alone, when nothing on it goes."""


class WrongOrder(Exception):
    """The list does not stand where this act is possible; the message says where it stands."""


def step(state: ListState, action: ListAction) -> ListState:
    """Return the state of a list after `action`. Raises WrongOrder."""
    try:
        return TABLE[state, action]
    except KeyError:
        raise WrongOrder(f"這份銷毀清冊目前是「{state.label}」，不能{action.label}；請重新整理頁面。") from None


def possible(state: ListState) -> frozenset[ListAction]:
    """Return what can be done to a list in `state`."""
    return frozenset(action for before, action in TABLE if before is state)
