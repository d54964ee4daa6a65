"""`hold place | release`: keep footage, or end a 暫時留存, from the shell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cameras.models import Camera
from ledger.services import Actor, operator
from printing.rules import UnreadableError, local_date, parse_moment, parse_roc_date, short_moment
from retention import rules, services
from retention.models import Hold

if TYPE_CHECKING:
    import datetime as dt

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Does what the pages do, as the operator of the shell, whom the ledger names.

    A 法定留存 is proposed here and decided by 校長 on the page; until then it keeps as a 暫時留存, also past the year.
    """

    help = "留存影像（place），或解除暫時留存（release）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of two acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        place = acts.add_parser("place", help="留存影像")
        place.add_argument("--camera", action="append", required=True, help="攝影機編號，可重複")
        place.add_argument("--from", dest="since", required=True, help="影像起，例如 115/11/23 12:30 或 ISO 8601")
        place.add_argument("--until", required=True, help="影像迄；只寫日期時含當日整天")
        place.add_argument("--reason", required=True, help="事由")
        place.add_argument("--legal", action="store_true", help="提出法定留存，由校長於網頁核定")
        place.add_argument("--document", default="", help="依據文號（與 --legal 併用）")
        place.add_argument("--review", default="", help="檢討日，至遲 12 個月內；未填時為 12 個月後")
        release = acts.add_parser("release", help="解除暫時留存")
        release.add_argument("--id", type=int, required=True, help="留存號碼")
        release.add_argument("--reason", required=True, help="解除事由")
        for each in (place, release):
            each.add_argument("--json", action="store_true", help="以 JSON 輸出")

    def handle(self, **options: Any) -> None:
        """Do the act; end with 1 and the reason for whatever could not be done."""
        actor, now = operator(), timezone.now()
        try:
            said = self._place(actor, options, now) if options["act"] == "place" else self._release(actor, options, now)
        except (services.HoldError, UnreadableError) as error:
            raise CommandError(str(error)) from error
        words = said.pop("words")
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else words)
        if unknown := said.get("unknown"):
            raise CommandError(f"沒有編號 {'、'.join(unknown)} 的攝影機，其餘已留存。")

    def _place(self, actor: Actor, options: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
        cameras = list(Camera.objects.filter(code__in=options["camera"]).order_by("code"))
        unknown = sorted(set(options["camera"]) - {camera.code for camera in cameras})
        if not cameras:
            raise CommandError(f"沒有編號 {'、'.join(unknown)} 的攝影機，未留存任何影像。")
        wanted = services.Wanted(cameras, parse_moment(options["since"]), parse_moment(options["until"], ends=True))
        if options["legal"]:
            proposal = services.propose_from_shell(wanted=wanted, ground=_ground(options, now), actor=actor, now=now)
            hold, legal = proposal.hold, {"proposal": proposal.pk, "review": str(proposal.review_on)}
        elif options["document"] or options["review"]:
            raise CommandError("依據文號及檢討日屬於法定留存，請加上 --legal。")
        else:
            hold, legal = _temporary(wanted, options["reason"], actor, now), {}
        return self._said(hold, unknown) | legal

    @staticmethod
    def _said(hold: Hold, unknown: list[str]) -> dict[str, Any]:
        codes = [camera.code for camera in hold.cameras.order_by("code")]
        waiting = hold.proposals.exists()
        period = f"{short_moment(hold.starts_at)} 至 {short_moment(hold.ends_at)}"
        return {
            "hold": hold.pk,
            "kind": hold.kind,
            "legal": "proposed" if waiting else "",
            "cameras": codes,
            "from": hold.starts_at.isoformat(),
            "until": hold.ends_at.isoformat(),
            "unknown": unknown,
            "words": f"已暫時留存 {'、'.join(codes)}，{period}（留存 {hold.pk}）{'，法定留存待校長核定' if waiting else ''}",
        }

    @staticmethod
    def _release(actor: Actor, options: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
        try:
            hold = services.release_from_shell(hold_id=options["id"], reason=options["reason"], actor=actor, now=now)
        except Hold.DoesNotExist as error:
            raise CommandError(f"沒有留存 {options['id']}。") from error
        return {
            "hold": hold.pk,
            "released": hold.released_at.isoformat() if hold.released_at else "",
            "words": f"已解除留存 {hold.pk}",
        }


def _ground(options: dict[str, Any], now: dt.datetime) -> services.LegalGround:
    review = parse_roc_date(options["review"]) if options["review"] else rules.latest_review(local_date(now))
    return services.LegalGround(options["reason"], options["document"], review)


def _temporary(wanted: services.Wanted, reason: str, actor: Actor, now: dt.datetime) -> Hold:
    return services.place_from_shell(
        cameras=wanted.cameras, starts_at=wanted.starts_at, ends_at=wanted.ends_at, reason=reason, actor=actor, now=now
    )
