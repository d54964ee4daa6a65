"""Tags and filters of the house, built in to every template: icons and the components of templates/components/.

A component without contents of its own is an include; one with contents is a block tag here. All are shown on /dev/ui/.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template import defaulttags
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_mini, heroicon_outline

from cctv_admin import clocks
from printing.rules import local_date
from retention.choices import FootageState
from work.views import address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable

    from django.forms import BoundField
    from django.template.base import Parser, Token
    from django.template.context import Context

    from retention.rules import FootageClock

register = template.Library()

ROOT_PIXELS = 16
MINI = 20
"""heroicons draws its solid 'mini' set for this size in pixels and below; larger icons are outlines."""

ICON_OF_KIND = {
    "ok": "check-circle",
    "warn": "exclamation-triangle",
    "bad": "x-circle",
    "wait": "clock",
    "info": "information-circle",
    "": "minus-circle",
}
NAMES_WHAT = (FootageState.BACKED_UP, FootageState.NO_FOOTAGE)
"""The states of the footage clock whose reference is told: the copy, the cause. A hold's is the case itself."""


@register.simple_tag
def icon(name: str, *, size: int = 20, label: str = "") -> SafeString:
    """Draw heroicon `name`; with `label` it speaks to screen readers, without it is decoration."""
    return _drawn(name, size, label)


@functools.lru_cache(maxsize=500)
def _drawn(name: str, size: int, label: str) -> SafeString:
    draw = heroicon_mini if size <= MINI else heroicon_outline
    side = f"{size / ROOT_PIXELS:g}rem"  # grows with the reader's text
    attributes = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(draw(name, size=None, width=side, height=side, **attributes))  # noqa: S308 the package escapes what it draws


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    """Write an address: Django's own tag, which looks for each address of a list of two hundred once."""
    node = defaulttags.url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


class AddressNode(defaulttags.URLNode):
    """`{% url %}` by `work.views.address`."""

    def render(self, context: Context) -> SafeString | str:
        if self.asvar or not context.autoescape:
            return super().render(context)
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        return conditional_escape(address(self.view_name.resolve(context), *args, **kwargs))


@register.simple_tag(name="tag")
def status_tag(text: str, kind: str = "", *, icon: str = "") -> SafeString:
    """Say a state in a word, a shape and a colour. `kind`: ok, warn, bad, wait, or empty for what is over."""
    return _tag(text, kind, icon or ICON_OF_KIND[kind])


@functools.lru_cache(maxsize=1_000, typed=True)  # by type too: words that are safe HTML are not the same words
def _tag(text: str, kind: str, icon_name: str) -> SafeString:
    kinds = f"tag tag--{kind}" if kind else "tag"
    return format_html('<span class="{}">{}{}</span>', kinds, icon(icon_name, size=16), text)


@register.inclusion_tag("components/kpi.html")
def kpi(figure: object, unit: str, label: str, kind: str = "", *, url: str = "") -> dict[str, Any]:
    """Show one number of a dashboard. `kind`: warn, bad or empty; with `url` the label is a link."""
    return {"figure": figure, "unit": unit, "label": label, "kind": kind, "url": url}


@register.inclusion_tag("components/footage_clock.html")
def footage_clock(
    state: str,
    *,
    now: dt.datetime,
    recorded_at: dt.datetime | None = None,
    overwritten_at: dt.datetime | None = None,
    is_estimate: bool = False,
    is_ours: bool = False,
    copy: str = "",
    reason: str = "",
    note: str = "",
    url: str = "",
    action: str = "",
) -> dict[str, Any]:
    """Show the footage clock in one of its five states (ruling 12; `retention.choices.FootageState`).

    `copy`: E115-0012. `reason`: why there is no footage. `is_ours`: held in a folder only this product deletes from.
    `url` with `action` is the next step, for instance the backup job.
    """
    clock = clocks.footage_clock(
        FootageState(state), now=now, recorded_at=recorded_at, overwritten_at=overwritten_at, is_ours=is_ours
    )
    return {
        "clock": clock,
        "now_at": min(max(clock.elapsed, 4), 96),
        "recorded_at": recorded_at,
        "overwritten_at": overwritten_at,
        "is_estimate": is_estimate,
        "detail": copy or reason,
        "note": note,
        "url": url,
        "action": action,
    }


@register.inclusion_tag("components/handling_clock.html")
def handling_clock(
    due: dt.date, *, today: dt.date, label: str = "處理期限", basis: str = "比照個資法第13條"
) -> dict[str, Any]:
    """Say until when the case is to be handled. `label` and `basis` differ for a public body's own 限期."""
    return {"due": due, "clock": clocks.handling_clock(due, today), "label": label, "basis": basis}


@register.simple_tag
def footage_brief(footage: FootageClock, *, now: dt.datetime, is_over: bool = False) -> SafeString:
    """Say the footage clock in a row of a list: what is left, in which of the five states (ruling 12).

    `is_over`: nobody needs the footage any more, so that it goes is no alarm.
    """
    clock = clocks.footage_clock(footage.state, now=now, overwritten_at=footage.overwritten_at, is_ours=footage.is_safe)
    detail = footage.reference if footage.state in NAMES_WHAT else ""
    return _draw_once("footage_brief", clock=clock, detail=detail, is_estimate=footage.is_estimate, is_over=is_over)


@register.filter
def footage_left(overwritten_at: dt.datetime, now: dt.datetime) -> str:
    """Say how long footage is still there, counted as the rows of cases count it: 剩4天."""
    return clocks.footage_clock(FootageState.NOTIFIED, now=now, overwritten_at=overwritten_at).brief


@register.simple_tag
def handling_brief(due: dt.datetime | None, *, now: dt.datetime, decided_at: dt.datetime | None = None) -> SafeString:
    """Say 處理期限 in a row of a list; `due` None where it runs no more, then `decided_at` tells why."""
    clock = clocks.handling_clock(local_date(due), local_date(now)) if due else None
    return _draw_once("handling_brief", clock=clock, due=due, decided_at=decided_at)


@register.simple_block_tag(end_name="endpagehead")
def pagehead(
    content: str, title: str, *, back_url: str = "", back: str = "", status: str = "", kind: str = "wait"
) -> SafeString:
    """Open a page: way back, the one h1, its status; the contents are the line of facts below."""
    return _draw("pagehead", content=content, title=title, back_url=back_url, back=back, status=status, kind=kind)


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: str, *, aside: str = "", aside_url: str = "", css: str = "", id: str = "") -> SafeString:
    """Frame contents under an h2, with a remark or a link at its right."""
    return _draw("card", content=content, title=title, aside=aside, aside_url=aside_url, css=css, id=id)


@register.simple_block_tag(end_name="endsumrow")
def sumrow(content: str, label: str) -> SafeString:
    """Write one row of a `<dl class="sum">`."""
    return _draw("sumrow", content=content, label=label)


@register.simple_block_tag(end_name="endbanner")
def banner(content: str, kind: str = "info", *, title: str = "") -> SafeString:
    """Say something that matters to the whole page. `kind`: info, ok, warn or bad."""
    return _draw("banner", content=content, kind=kind, title=title, icon_name=ICON_OF_KIND[kind])


@register.simple_block_tag(end_name="endfilterbar")
def filterbar(content: str, *, label: str = "篩選", button: str = "套用", clear_url: str = "") -> SafeString:
    """Wrap the fields of a filter in a plain GET form."""
    return _draw("filterbar", content=content, label=label, button=button, clear_url=clear_url)


def _draw(name: str, **values: object) -> SafeString:
    return render_to_string(f"components/{name}.html", values)


@functools.lru_cache(maxsize=2_000, typed=True)
def _draw_once(name: str, **values: Hashable) -> SafeString:
    """Draw what the rows of a list say alike: with the same values it is drawn once, whoever looks."""
    return _draw(name, **values)


@register.filter
def thousands(number: int) -> str:
    """Return an amount with its thousands set apart: 12,000. (Django groups no digits in zh-Hant.)"""
    return f"{number:,}"


@register.filter
def bad_fields(form: BaseForm) -> list[BoundField]:
    """Return the fields of `form` that were answered wrongly, hidden ones too, in the order of the form."""
    return [form[name] for name in form.fields if name in form.errors]


@register.filter
def lost_files(form: BaseForm) -> list[BoundField]:
    """Return the fields whose file came along with a form that comes back: no browser keeps it. One refused says so itself."""
    return [form[name] for name in form.fields if form.add_prefix(name) in form.files and name not in form.errors]


@register.filter
def focus_id(field: BoundField) -> str:
    """Return the id of the first control of `field`: where a link of the error summary leads."""
    if field.id_for_label:
        return field.id_for_label
    for control in field.subwidgets:
        boxes = control.data.get("subwidgets", [control.data])
        return str(boxes[0]["attrs"]["id"])
    return field.auto_id


@register.simple_tag
def error_prefix(*forms: BaseForm | BaseFormSet[Any] | None) -> str:
    """Return 「錯誤：」 for the page's title when one of `forms` came back with errors; what is no form is passed over."""
    came_back = any(
        form.is_bound and not form.is_valid() for form in forms if isinstance(form, (BaseForm, BaseFormSet))
    )
    return "錯誤：" if came_back else ""
