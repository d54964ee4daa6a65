"""人員名單 as a sheet: the same columns for import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError

from accounts.choices import Role
from accounts.forms.people import ACCOUNT_HINT
from accounts.rules import fold_account, is_account_name
from printing.widgets import PaperTextField
from work.forms import DayCell, RowForm, TextCell, WordCell

if TYPE_CHECKING:
    from accounts.models import Appointment, User


class PaperCell(PaperTextField):
    """Words that stand on papers."""

    def in_cell(self, value: Any) -> str:
        """Return how a sheet says `value`."""
        return str(value or "")


class PersonRow(RowForm):
    """人員: one row of the sheet, an account and its first post."""

    key: ClassVar = ("username",)
    in_preview: ClassVar = ("name", "title", "office")

    username = TextCell(label="帳號", max_length=60, error_messages={"required": "請填帳號。"})
    name = PaperCell(label="姓名", max_length=60, error_messages={"required": "請填姓名。"})
    role = WordCell(Role, label="角色", error_messages={"required": "請填角色，例如：教職員。"})
    title = PaperCell(label="職稱", max_length=40, error_messages={"required": "請填職稱。"})
    office = PaperCell(label="處室", max_length=40, required=False)
    since = DayCell(label="起始日", error_messages={"required": "請填起始日，例如 115/11/23。"})
    expires_on = DayCell(label="到期日", required=False)

    def clean_username(self) -> str:
        """Return the account name as it is stored. Raises ValidationError."""
        name = fold_account(self.cleaned_data["username"])
        if not is_account_name(name):
            raise ValidationError(ACCOUNT_HINT)
        return name


def person_facts(person: User, post: Appointment | None) -> dict[str, Any]:
    """Return the facts of a person and the newest post under the names of his row."""
    facts: dict[str, Any] = {"username": person.username, "name": person.name, "expires_on": person.expires_on}
    if post is None:
        return facts
    office = post.office.name if post.office else ""
    return facts | {"role": Role(post.role), "title": post.title, "office": office, "since": post.since}
