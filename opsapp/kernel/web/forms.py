"""Forms as our templates print them: a label tied to its field, help with its legal basis, errors
linked from the top.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from opsapp.kernel.web.parts import Difference


class Form(forms.Form):
    """Base of our forms. `bases` names the article behind a field that has none of its own."""

    bases: ClassVar[dict[str, str]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.error_messages["required"] = _missing(field, field.label or name)


@dataclass(frozen=True, slots=True)
class FieldParts:
    """What `ui/field.html` prints of one field."""

    bound: BoundField
    kind: str
    basis: str
    group: bool

    @property
    def control(self) -> SafeString:
        """The control with our classes; Django ties it to help and errors by aria-describedby."""
        return self.bound.as_widget(
            attrs={"class": _css(self.bound.field.widget), **_extra(self.kind), **self._quiet}
        )

    @property
    def _quiet(self) -> dict[str, str]:
        """No placeholder that only says the label again, as forms of other packages have."""
        said = self.bound.field.widget.attrs.get("placeholder")
        return {"placeholder": ""} if said and said == self.bound.label else {}

    @property
    def several(self) -> bool:
        """A file field that takes several files."""
        return bool(getattr(self.bound.field.widget, "allow_multiple_selected", False))

    @property
    def lost(self) -> bool:
        """A browser never sends a file twice: a form that comes back wants it chosen again."""
        return self.kind == "file" and self.bound.form.is_bound and not self.bound.errors

    @property
    def mark(self) -> str:
        """What stands after the label: '(nieobowiązkowe)', or the field's own `mark`."""
        usual = "" if self.bound.field.required else "(nieobowiązkowe)"
        return str(getattr(self.bound.field, "mark", usual))

    @property
    def errors(self) -> list[str]:
        """The sentences beside the field."""
        return [str(error) for error in self.bound.errors]


def _missing(field: forms.Field, label: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        return f"Nic nie wybrano. Wybierz: {label}."
    return f"Zaznacz: {label}." if isinstance(field, forms.BooleanField) else f"Uzupełnij: {label}."


def parts_of(bound: BoundField) -> FieldParts:
    """Take a field apart for printing."""
    basis = getattr(bound.field, "basis", "") or getattr(bound.form, "bases", {}).get(
        bound.name, ""
    )
    kind = getattr(bound.field, "kind", "") or _kind_of(bound.field.widget)
    return FieldParts(bound, kind, basis, group=bound.use_fieldset)


def _kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "choice"
    return "file" if isinstance(widget, forms.FileInput) else ""


def errors_of(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """(address of the field, its label, the sentence) of every error, in order of fields."""
    if not form.is_bound:
        return []
    return [
        (bound.id_for_label or bound.auto_id, str(bound.label), str(error))
        for bound in form
        for error in bound.errors
    ]


def differences(form: forms.BaseForm, saved: Mapping[str, Any]) -> list[Difference]:
    """Where what this form brings is not what someone else saved meanwhile, for `ui/conflict.html`.

    `saved` holds the values on record by field name; fields it does not name are passed over.
    """
    found = []
    for bound in form:
        if bound.name in saved and bound.field.has_changed(saved[bound.name], bound.data):
            theirs = _shown(bound, bound.field.prepare_value(saved[bound.name]))
            found.append(Difference(str(bound.label), theirs, _shown(bound, bound.data)))
    return found


def _shown(bound: BoundField, value: Any) -> str:
    """A value in words: the labels of choices, '(puste)' for nothing."""
    chosen = value if isinstance(value, list | tuple) else [value]
    names = {str(code): str(label) for code, label in getattr(bound.field, "choices", ())}
    words = [names.get(str(one), str(one)) for one in chosen if one not in (None, "")]
    return ", ".join(words) or "(puste)"


def _css(widget: forms.Widget) -> str:
    bare = (
        forms.CheckboxInput,
        forms.RadioSelect,
        forms.CheckboxSelectMultiple,
        forms.FileInput,
    )
    if isinstance(widget, bare):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _extra(kind: str) -> dict[str, str]:
    if kind == "file":
        return {"title": "Wybierz plik z dysku albo upuść go tutaj"}
    hints = {"date": "dd.mm.rrrr", "month": "mm.rrrr"}
    return {"placeholder": hints[kind]} if kind in hints else {}
