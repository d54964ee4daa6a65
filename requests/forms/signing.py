"""What a signatory fills in."""

from __future__ import annotations

from django import forms

from printing.widgets import Chips
from requests.choices import Action, Proposal

PHRASES = ("如擬", "依個資法規定辦理", "請先備份影像")


class SigningForm(forms.Form):
    """What a signatory says on the confirm page."""

    action = forms.ChoiceField(choices=Action.choices, widget=forms.HiddenInput)
    proposal = forms.ChoiceField(choices=[("", ""), *Proposal.choices], required=False, widget=forms.HiddenInput)
    acts_seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    phrases = forms.MultipleChoiceField(
        label="常用語", choices=[(one, one) for one in PHRASES], required=False, widget=Chips
    )
    opinion = forms.CharField(label="意見", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
