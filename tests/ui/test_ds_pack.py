"""The ds crispy pack: labels, errors and their summary, for every kind of field."""

from __future__ import annotations

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from cctv_admin.style_guide import SampleForm, SampleRow, samples


@pytest.fixture
def bad_form() -> SampleForm:
    form = samples(QueryDict("state=errors"))["form"]
    assert isinstance(form, SampleForm)
    return form


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


def test_every_error_stands_twice_in_the_same_words_and_leads_to_its_field(bad_form: SampleForm) -> None:
    html = render_crispy_form(bad_form)
    summary, rest = html.split("</ul>", 1)
    assert f"送出前請先修正 {len(bad_form.errors)} 個欄位" in summary
    for errors in bad_form.errors.values():
        assert errors[0] in summary
        assert errors[0] in rest
    assert set(re.findall(r'href="#([^"]+)"', summary)) <= ids(rest)
    assert "autofocus" in summary


def test_every_reference_of_a_field_exists(bad_form: SampleForm) -> None:
    for form in (bad_form, SampleForm(prefix="form")):
        html = render_crispy_form(form)
        named = set(" ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split())
        assert named <= ids(html)
        assert set(re.findall(r'\sfor="([^"]+)"', html)) <= ids(html)
        found = re.findall(r'\sid="([^"]+)"', html)
        assert len(found) == len(set(found))


def test_errors_ask_in_chinese_and_fields_are_invalid_for_readers(bad_form: SampleForm) -> None:
    assert all("請" in str(error) for errors in bad_form.errors.values() for error in errors)
    assert 'aria-invalid="true"' in render_crispy_form(bad_form)


def test_only_what_may_be_left_out_is_marked() -> None:
    html = render_crispy_form(SampleForm())
    optional = [field for field in SampleForm() if not field.field.required and not field.is_hidden]
    assert html.count("（選填）") == len(optional)


def test_the_form_leaves_checking_to_the_server_and_sends_files() -> None:
    html = render_crispy_form(SampleForm())
    opening = re.search(r"<form[^>]*>", html)
    assert opening is not None
    assert "novalidate" in opening[0]
    assert 'enctype="multipart/form-data"' in opening[0]


def test_a_file_is_chosen_by_our_words_and_asked_for_again(bad_form: SampleForm) -> None:
    assert "選擇檔案" in render_crispy_form(SampleForm())
    assert "請重新選擇" not in render_crispy_form(SampleForm())
    assert "瀏覽器不會保留檔案，請重新選擇。" in render_crispy_form(bad_form)


def test_what_was_typed_stays_and_a_password_does_not(bad_form: SampleForm) -> None:
    html = render_crispy_form(bad_form)
    assert 'value="25:61"' in html
    assert 'value="03-0000000"' in html
    typed = SampleForm({"password": "secret-of-mine"})
    assert "secret-of-mine" not in render_crispy_form(typed)


def test_an_error_of_the_whole_form_has_its_own_heading() -> None:
    class Refusing(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("這件案件已由校長核定，請重新整理。")

    html = render_crispy_form(Refusing({}))
    assert "還不能送出" in html
    assert "這件案件已由校長核定，請重新整理。" in html


def test_the_crispy_filter_and_formsets_work_too() -> None:
    class AtMostNone(forms.BaseFormSet):  # type: ignore[type-arg]
        def clean(self) -> None:
            raise forms.ValidationError("請至少填寫一列。")

    rows = forms.formset_factory(SampleRow, formset=AtMostNone)
    bound = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    template = Template("{% load crispy_forms_tags %}{{ form|crispy }}{{ rows|crispy }}")
    html = template.render(Context({"form": SampleRow(), "rows": bound}))
    assert "財產名稱" in html
    assert "請至少填寫一列。" in html
