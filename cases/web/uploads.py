"""Several files in one field of a form."""

from __future__ import annotations

from typing import Any

from django import forms


class SeveralFiles(forms.ClearableFileInput):
    """An input that takes several files; it never shows what was sent before."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploaded files, empty when none was chosen."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by the rules of one."""
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not sent and self.required:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in sent]
