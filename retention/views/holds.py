"""Pages: 留存 — the list, one hold, and what is done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import typed
from retention import policies, selectors, services
from retention.choices import HoldKind, HoldOrigin, ReleaseGround
from retention.forms import ConfirmHoldForm, EndLegalForm, ReleaseForm, ReviewForm
from retention.models import Hold
from retention.views.doing import Page, act, reader
from retention.views.gates import tabs
from retention.views.hold_rows import hold_lines, hold_rows, hold_tag

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import HoldProposal

RELEASED = 50


@dataclass(frozen=True, slots=True)
class Act:
    """A link to the page of an act."""

    label: str
    url: str
    is_main: bool = False


@require_GET
def hold_list(request: HttpRequest) -> HttpResponse:
    """留存: what is kept, what waits for somebody, what was released; for others, how many there are."""
    user, now = cast("User", request.user), timezone.now()
    reads = policies.reads_holds(user, now)
    if not reads and not policies.may_see_retention(user, timezone.localdate(now)):
        raise Http404
    context = {
        "reads": reads,
        "now": now,
        "tabs": tabs(user, timezone.localdate(now), "retention:holds"),
        **(_read(user, now) if reads else {"number": selectors.holds_in_force().count()}),
    }
    return render(request, "retention/holds.html", context)


def _read(user: User, now: dt.datetime) -> dict[str, object]:
    """Return what those who read holds see; asked at once of what is kept and of what was released."""
    in_force, released = selectors.holds_listed(RELEASED)
    holds = [*in_force, *released]
    rows = hold_rows(selectors.shown(holds, user, now), selectors.camera_codes([hold.pk for hold in holds]))
    return {
        "number": len(in_force),
        "holds": hold_lines(rows[: len(in_force)], "留存時間"),
        "released": hold_lines(rows[len(in_force) :], "解除"),
        "proposes": policies.proposes(user, now),
        "proposals": list(selectors.open_proposals()),
    }


def shown_hold(user: User, hold_id: int, now: dt.datetime) -> selectors.ShownHold:
    """Return one hold as `user` sees it, or 404."""
    found = get_object_or_404(Hold.objects.prefetch_related("cameras__place"), pk=hold_id)
    return selectors.shown([found], user, now)[0]


@require_GET
def hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """One hold: what is kept, why, until when, and what may be done."""
    user, now = reader(request)
    shown = shown_hold(user, hold_id, now)
    context = {
        "shown": shown,
        "hold": shown.hold,
        "tag": hold_tag(shown.hold),
        "backup": getattr(shown.hold, "backup", None),
        "proposals": [one for one in shown.hold.proposals.all() if reads_proposal(one, shown, user, now)],
        "acts": acts_on(shown, user, now),
        "copies": selectors.shown_copies(selectors.copies().filter(hold=shown.hold), user, now),
        "now": now,
    }
    return render(request, "retention/hold.html", context)


def reads_proposal(proposal: HoldProposal, shown: selectors.ShownHold, user: User, now: dt.datetime) -> bool:
    """Say whether `user` may read on what a proposal rests."""
    return policies.may_read_proposal(user, proposal.proposed_account, now, is_known=shown.is_known, hold=shown.hold)


def acts_on(shown: selectors.ShownHold, user: User, now: dt.datetime) -> list[Act]:
    """Return what `user` may do to a hold now; the services ask again."""
    held = shown.hold
    waiting = held.proposals.filter(decided_at=None).first()
    if held.released_at:
        return []
    if waiting:
        decides = policies.decides(user, waiting.proposed_account, now, held)
        return [Act("核定提案", reverse("retention:proposal", args=[waiting.pk]), is_main=True)] if decides else []
    proposes, cares = policies.proposes(user, now, held), policies.looks_after_holds(user, now) and shown.is_known

    def link(label: str, name: str, *, is_main: bool = False) -> Act:
        return Act(label, reverse(f"retention:{name}", args=[held.pk]), is_main)

    copying = [link("製作留存檔", "hold-copy")] if policies.makes_copies(user, held, now) else []
    if held.kind == HoldKind.LEGAL:
        links = [link("檢討後繼續留存", "hold-review", is_main=True), link("提出解除", "hold-release")]
        return links if proposes else []
    confirms = cares and held.origin == HoldOrigin.EMERGENCY and not held.confirmed_at
    links = [link("確認留存", "hold-confirm", is_main=True)] if confirms else []
    links += copying
    links += [link("提出法定留存", "hold-legal")] if proposes else []
    return links + ([link("解除暫時留存", "hold-release")] if cares else [])


def _page(held: Hold, heading: str, button: str, text: str, *, is_danger: bool = False) -> Page:
    url = reverse("retention:hold", args=[held.pk])
    return Page(heading, button, url, f"留存 {held.pk}", text, f"已{button}（留存 {held.pk}）", held, is_danger)


@require_http_methods(["GET", "POST"])
def confirm_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """確認 an emergency hold: for a case, or to keep it by itself."""
    user, now = reader(request)
    held = shown_hold(user, hold_id, now).hold
    policies.require(policies.looks_after_holds(user, now), "承辦人及處室主管", "確認緊急留存")
    form = ConfirmHoldForm(typed(request, now))
    text = "確認後影像繼續留存；不需要留存時，請改用「解除暫時留存」並寫明原因。未確認的影像也會繼續留存。"
    return act(
        request, form, _page(held, "確認緊急留存", "確認留存", text),
        lambda: services.confirm_hold(hold_id=held.pk, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def release_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """解除: at once for a 暫時留存, as a proposal to 校長 for a 法定留存."""
    user, now = reader(request)
    held = shown_hold(user, hold_id, now).hold
    if held.kind == HoldKind.LEGAL:
        return _propose_release(request, held, user, now)
    policies.require(policies.makes_copies(user, held, now), policies.COPY_MAKERS, "解除暫時留存")
    form = ReleaseForm(typed(request, now), hold=held)
    text = "解除後，主機可以覆蓋這段影像。同一影像若另有留存，仍繼續留存。"
    return act(
        request, form, _page(held, "解除暫時留存", "解除留存", text, is_danger=True),
        lambda: services.release_by_hand(
            hold_id=held.pk, ground=ReleaseGround(form.cleaned_data["ground"]), reason=form.cleaned_data["reason"],
            user=user, now=now,
        ),
    )  # fmt: skip


def _propose_release(request: HttpRequest, held: Hold, user: User, now: dt.datetime) -> HttpResponse:
    policies.require(policies.proposes(user, now, held), services.PROPOSER, "提出解除法定留存")
    form = EndLegalForm(typed(request, now))
    text = "送出後由校長核定；核定前影像繼續留存。"
    return act(
        request, form, _page(held, "提出解除法定留存", "提出解除", text, is_danger=True),
        lambda: services.propose_release(hold_id=held.pk, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def review_hold(request: HttpRequest, hold_id: int) -> HttpResponse:
    """檢討 a 法定留存, which goes on."""
    user, now = reader(request)
    held = shown_hold(user, hold_id, now).hold
    policies.require(policies.proposes(user, now, held), services.PROPOSER, "檢討法定留存")
    form = ReviewForm(typed(request, now))
    return act(
        request, form, _page(held, "檢討法定留存", "登錄檢討", "已無留存必要時，請改用「提出解除」。"),
        lambda: services.prolong_review(hold_id=held.pk, user=user, now=now, **form.cleaned_data),
    )  # fmt: skip
