"""Filling in the forms of a page as a browser does: what stands there goes along, what is typed replaces it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = ("submit", "button", "reset", "image", "file")


class Form:
    """One form of a page: where it is sent, and its fields with what they say now."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: dict[str, list[str]] = {}
        self.offers: dict[str, list[str]] = {}

    def filled(self, **typed: str | list[str]) -> dict[str, list[str]]:
        """Return what is sent: the fields as they stand, with what is typed instead."""
        return self.fields | {name: [value] if isinstance(value, str) else value for name, value in typed.items()}


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page that are sent by POST, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def main_form(page: str) -> Form:
    """Return the form with the most fields: what the page is about."""
    found = forms_of(page)
    return max(found, key=lambda form: len(form.fields) + len(form.offers)) if found else Form("")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "get").lower() == "post":
            self._form = Form(said.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input":
            self._input(self._form, said, "checked" in said)
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self._select:
            self._offer(self._form, self._select, said.get("value", ""), is_chosen="selected" in said)
        elif tag == "textarea":
            self._area, self._text = said.get("name", ""), []

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._form is not None:
            self._form.fields[self._area] = ["".join(self._text).lstrip("\n")]
            self._area = ""

    def _input(self, form: Form, said: dict[str, str], is_checked: bool) -> None:  # noqa: FBT001
        name, kind = said.get("name", ""), said.get("type", "text")
        if not name or kind in VOID:
            return
        if kind in ("radio", "checkbox"):
            self._offer(form, name, said.get("value", "on"), is_chosen=is_checked)
        else:
            form.fields[name] = [said.get("value", "")]

    def _offer(self, form: Form, name: str, value: str, *, is_chosen: bool) -> None:
        form.offers.setdefault(name, []).append(value)
        if is_chosen:
            form.fields.setdefault(name, []).append(value)
