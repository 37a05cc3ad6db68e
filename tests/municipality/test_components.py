"""The components that rooms build their pages from; none of them needs a database."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.utils import translation

from municipality.forms import ShellRenderer
from municipality.samples import SampleForm, styleguide_samples
from workspace.templatetags.components import ICONS, icon


class Asking(forms.Form):
    """A form as rooms write them."""

    name = forms.CharField(label="Name", help_text="As on the card.")
    colour = forms.ChoiceField(label="Colour", widget=forms.RadioSelect, choices=[("r", "Red")])
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def control(html: str, name: str) -> str:
    """Return the tag of a field."""
    found = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html)
    assert found, name
    return found[0]


def test_an_error_is_beside_its_field_and_tied_to_it() -> None:
    html = str(Asking({"note": "kept"}))
    field = control(html, "name")
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field)
    assert described
    for reference in described[1].split():
        assert f'id="{reference}"' in html, reference
    assert 'value="kept"' in control(html, "note")


def test_choices_are_drawn_as_by_django() -> None:
    """Ours enters fewer templates; only empty lines differ."""
    grouped = ("<Group>", [(1, "One"), (2, 'Two & "more"')])
    choices = [("", "All"), ("<x>", "<b>"), (None, "None"), grouped]
    attributes = {"data-on": True, "data-off": False, "class": 'a"b'}
    for widget in (forms.Select, forms.SelectMultiple):
        field = widget(attributes, choices)
        ours, plain = (
            [line for line in field.render("asked", [2, "<x>"], renderer=each).splitlines() if line]
            for each in (ShellRenderer(), DjangoTemplates())
        )
        assert ours == plain
        assert "selected" in "".join(ours)


def test_errors_stand_on_top_with_a_way_to_each_field() -> None:
    html = str(Asking({}))
    summary = html[: html.index('class="field')]
    assert 'role="alert"' in summary
    assert "autofocus" in summary
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in html, target
    assert "alert" not in str(Asking())


def test_only_what_may_be_left_out_is_marked() -> None:
    with translation.override("en"):
        labels = re.findall(r"<(?:label|legend)[^>]*>(.*?)</(?:label|legend)>", str(Asking()), re.S)
    marked = [label for label in labels if "(optional)" in label]
    assert len(marked) == 1
    assert "Note" in marked[0]


def test_a_group_of_choices_is_a_fieldset_with_its_question() -> None:
    html = str(Asking())
    assert re.search(r"<fieldset[^>]*>\s*<legend>\s*Colour", html)


def test_what_was_typed_is_never_markup() -> None:
    html = str(Asking({"name": "<b>x</b>", "note": '"><script>'}))
    assert "<b>x" not in html
    assert "<script>" not in html


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_silent(name: str) -> None:
    assert 'aria-hidden="true"' in icon(name)


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icon("no such icon")


def test_no_identity_stands_twice_in_the_style_guide() -> None:
    sides = styleguide_samples()["sides"]
    ids = [re.findall(r'\bid="([^"]+)"', str(side["form"])) for side in sides]
    assert not set(ids[0]) & set(ids[1])
    assert isinstance(sides[0]["form"], SampleForm)


def test_a_timeline_tells_instants_as_the_standard_wants() -> None:
    events = styleguide_samples()["sides"][0]["events"]
    html = render_to_string("components/timeline.html", {"events": events})
    assert re.search(r'datetime="2026-03-12T\d\d:25:00\+\d{4}"', html)
