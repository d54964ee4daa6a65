"""The pages people open, by role: what is explained, counted and put under load. `{…}` is filled from the database."""

from __future__ import annotations

from dataclasses import dataclass

CHAIN = ("handler", "supervisor", "principal")
KEEPERS = (*CHAIN, "auditor")


@dataclass(frozen=True, slots=True)
class Page:
    """One address, whether it is a list, and who opens it."""

    path: str
    roles: tuple[str, ...]
    is_list: bool = False


HOME = Page("/", ("teacher", "handler", "supervisor", "principal", "guard", "administrator", "auditor"))
LISTS = (
    Page("/requests/", ("teacher", *CHAIN), is_list=True),
    Page("/requests/?before={middle_case}", ("handler",), is_list=True),
    Page("/requests/?view=waiting", CHAIN, is_list=True),
    Page("/requests/?view=done", CHAIN, is_list=True),
    Page("/requests/?view=closing", ("handler",), is_list=True),
    Page("/requests/?q={number}", CHAIN, is_list=True),
    Page("/requests/?q=德警分刑字第", ("handler",), is_list=True),
    Page("/requests/agency/", CHAIN, is_list=True),
    Page("/requests/expired/", CHAIN, is_list=True),
    Page("/requests/misuses/", CHAIN, is_list=True),
    Page("/requests/looks/", ("handler", "guard", "auditor"), is_list=True),
    Page("/ledger/register/", KEEPERS, is_list=True),
    Page("/ledger/register/?kind=correction", ("handler",), is_list=True),
    Page("/ledger/", ("administrator", "auditor"), is_list=True),
    Page("/ledger/?before={middle_entry}", ("auditor",), is_list=True),
    Page("/ledger/?subject=案 {number}", ("auditor",), is_list=True),
    Page("/ledger/?account=handler", ("administrator", "auditor"), is_list=True),
    Page("/ledger/checkpoints/", ("handler", "auditor"), is_list=True),
    Page("/maintenance/inspections/", ("handler", "supervisor"), is_list=True),
    Page("/maintenance/faults/", ("handler", "guard"), is_list=True),
    Page("/maintenance/outages/", ("handler",), is_list=True),
    Page("/maintenance/daily/", ("handler", "guard"), is_list=True),
    Page("/maintenance/equipment/", ("handler", "administrator"), is_list=True),
    Page("/maintenance/equipment/stock-takes/", ("handler",), is_list=True),
    Page("/cameras/", ("handler", "administrator"), is_list=True),
    Page("/retention/", KEEPERS, is_list=True),
    Page("/retention/holds/", CHAIN, is_list=True),
    Page("/retention/backups/", ("handler",), is_list=True),
    Page("/retention/copies/", KEEPERS, is_list=True),
    Page("/retention/copies/?state=gone&before=7000", ("handler",), is_list=True),
    Page("/retention/copies/due/", ("handler", "supervisor"), is_list=True),
    Page("/retention/copies/lists/", KEEPERS, is_list=True),
    Page("/retention/destructions/", ("handler", "auditor"), is_list=True),
    Page("/retention/sources/", ("handler", "administrator"), is_list=True),
    Page("/notices/", ("handler", "teacher", "principal"), is_list=True),
    Page("/accounts/people/", ("handler", "administrator"), is_list=True),
)
ONES = (
    Page("/requests/new/", ("teacher",)),
    Page("/requests/{waiting}/", CHAIN),
    Page("/requests/{waiting}/sign/", ("handler",)),
    Page("/requests/{approved}/", CHAIN),
    Page("/requests/{old}/", CHAIN),
    Page("/requests/{agency}/", ("handler",)),
    Page("/requests/{approved}/viewings/start/", ("handler",)),
    Page("/requests/{viewed}/close/", ("handler",)),
    Page("/maintenance/faults/{fault}/", ("handler", "guard")),
    Page("/maintenance/faults/new/", ("teacher", "guard")),
    Page("/maintenance/cameras/C05/", ("handler",)),
    Page("/maintenance/calendar/", ("handler",)),
    Page("/cameras/C050/", ("handler",)),
    Page("/retention/cameras/C050/", ("handler",)),
    Page("/retention/holds/{hold}/", ("handler",)),
    Page("/retention/holds/emergency/", ("guard",)),
    Page("/retention/copies/{copy}/", CHAIN),
    Page("/retention/copies/lists/{list}/", ("handler", "auditor")),
    Page("/retention/copies/lists/new/?kind=due", ("handler",)),
    Page("/retention/copies/lists/new/?kind=early", ("handler",)),
    Page("/plan/", ("handler",)),
    Page("/rules/", ("handler", "auditor")),
    Page("/print/", ("administrator",)),
    Page("/health/", ("",)),
)
PAGES = (HOME, *LISTS, *ONES)


def words() -> dict[str, object]:
    """Return what the addresses name: one of each kind, from the middle of what there is.

    But `number` was closed lately: where there is more, the middle one's copies are destroyed, and its row says something else.
    """
    from ledger.selectors import length  # noqa: PLC0415 - needs the settings
    from maintenance.models import Fault  # noqa: PLC0415
    from requests.choices import Need, Status  # noqa: PLC0415
    from requests.models import ReviewRequest  # noqa: PLC0415
    from retention.models import DestructionList, EvidenceCopy, Hold  # noqa: PLC0415

    cases = ReviewRequest.objects.exclude(status=Status.DRAFT).filter(is_restricted=False).order_by("pk")
    middle = cases[cases.count() // 2]
    closed, granted = (cases.filter(status=status) for status in (Status.CLOSED, Status.APPROVED))
    return {
        "middle_case": middle.pk, "old": middle.number, "number": closed.latest("pk").number, "middle_entry": length() // 2,
        "waiting": cases.filter(status=Status.IN_REVIEW, step=1).values_list("number", flat=True)[0],
        "approved": granted.filter(viewings=None).values_list("number", flat=True)[0],
        "viewed": granted.exclude(viewings=None).values_list("number", flat=True)[0],
        "agency": cases.filter(need=Need.AGENCY).values_list("number", flat=True).reverse()[0],
        "fault": Fault.objects.values_list("number", flat=True)[3], "hold": Hold.objects.latest("pk").pk,
        "copy": EvidenceCopy.objects.values_list("number", flat=True)[9],
        "list": DestructionList.objects.latest("opened_at").pk,
    }  # fmt: skip
