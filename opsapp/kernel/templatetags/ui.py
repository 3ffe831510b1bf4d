"""Parts with something inside them (`{% panel "Dochody" %}…{% endpanel %}`) and fields of forms.
Parts of data alone are
includes in `templates/ui/`; the living page of all of them is /ustawienia/wzornik/.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from opsapp.kernel.templatetags.ops import icon
from opsapp.kernel.text import upper_first
from opsapp.kernel.web.forms import FieldParts, errors_of, parts_of

register = template.Library()
NOTICE_SIGNS = {
    "quiet": "info-circle",
    "accent": "info-circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-circle",
}


@register.simple_block_tag
def panel(
    content: str,
    title: str = "",
    *,
    note: str = "",
    name: str = "",
    flush: bool = False,
    level: int = 2,
) -> SafeString:
    """A box with a heading; `note` stands at its right, `name` is its id, `flush` lets a table
    reach the edges.
    """
    head: SafeString | str = ""
    if title:
        aside = format_html("<span>{}</span>", note) if note else ""
        head = format_html(
            '<div class="o-panel-head"><h{}>{}</h{}>{}</div>', level, title, level, aside
        )
    named = format_html(' id="{}"', name) if name else ""
    return format_html(
        '<section class="o-panel{}"{}>{}{}</section>',
        " o-panel-flush" if flush else "",
        named,
        head,
        mark_safe(content),
    )


@register.simple_block_tag
def notice(content: str, tone: str = "quiet") -> SafeString:
    """A message that stays on the page: quiet, accent, good, warn or bad."""
    role = mark_safe(' role="alert"') if tone == "bad" else ""
    colour = "notice-quiet" if tone == "quiet" else tone
    return format_html(
        '<div class="o-notice o-{}"{}>{}<div>{}</div></div>',
        colour,
        role,
        icon(NOTICE_SIGNS[tone]),
        mark_safe(content),
    )


@register.simple_block_tag
def table(content: str, caption: str, *, rows: bool = True, tall: bool = False) -> SafeString:
    """A table: `caption` says what it lists (for screen readers), `rows` gives it j/k/Enter, `tall`
    a sticky head.
    """
    return format_html(
        '<div class="o-table-box{}" role="region" aria-label="{}" tabindex="0">'
        '<table class="o-table"{}><caption class="o-unseen">{}</caption>{}</table></div>',
        " o-tall" if tall else "",
        caption,
        mark_safe(" data-rows") if rows else "",
        caption,
        mark_safe(content),
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of facts: label and value."""
    return format_html('<dl class="o-facts">{}</dl>', mark_safe(content))


@register.simple_block_tag
def fact(content: str, label: str, *, basis: str = "") -> SafeString:
    """One fact of `facts`; nothing inside shows as a dash."""
    inner = mark_safe(content.strip()) if content.strip() else "–"
    return format_html("<dt>{}</dt><dd>{}{}</dd>", label, inner, _basis(basis))


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    label: str,
    url: str,
    *,
    consequence: str,
    key: str = "",
    bad: bool = False,
    yes: str = "",
    once: bool = True,
    sign: str = "",
    primary: bool = False,
    small: bool = False,
    opened: bool = False,
) -> str:
    """A button that opens one line in place with the consequence in words; `Enter` confirms, `Esc`
    closes. `opened` shows it open at once: what was sent has mistakes.

    Inside stand further fields (a reason). `key` opens it from the keyboard;
    `yes` is the verb of the confirming button; `small` stands beside rows.
    """
    look = "btn-danger" if bad else "btn-primary" if primary else ""
    look = f"{look} btn-sm".strip() if small else look
    parts = {
        "label": label,
        "url": url,
        "consequence": consequence,
        "key": key,
        "bad": bad,
        "yes": yes or label,
        "sign": sign,
        "look": look,
        "opened": opened,
        "inner": mark_safe(content),
        "once": str(uuid.uuid4()) if once else "",
    }
    return render_to_string("ui/confirm.html", parts, request=context.get("request"))


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, half: bool = False, bare: bool = False) -> dict[str, Any]:
    """One field of a form with its label, help, legal basis and errors; `half` puts two beside each
    other.
    """
    return {"part": parts_of(bound), "half": half, "bare": bare}


@register.inclusion_tag("ui/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong in a form, each with a link to its field; nothing when nothing is."""
    return {"errors": errors_of(form), "missing": [str(error) for error in form.non_field_errors()]}


@register.simple_tag
def control(part: FieldParts) -> SafeString:
    """The control of a field, tied to its help and errors (used by ui/field.html)."""
    return part.control


@register.simple_tag
def sort_head(label: str, code: str, query: QueryDict, css: str = "") -> SafeString:
    """A heading that sorts: `?sort=code`, again `?sort=-code`; `query` is request.GET."""
    now, link = query.get("sort", ""), query.copy()
    for place in ("po", "przed", "od"):
        link.pop(place, None)
    link["sort"] = f"-{code}" if now == code else code
    state = {code: ("ascending", "▲"), f"-{code}": ("descending", "▼")}.get(now)
    return format_html(
        '<th scope="col" class="{}"{}><a href="?{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', state[0]) if state else "",
        link.urlencode(),
        label,
        format_html(' <span aria-hidden="true">{}</span>', state[1]) if state else "",
    )


@register.filter
def first_upper(text: object) -> str:
    """'Klasy JRWA' from 'klasy JRWA': the rest of the letters stay as they are."""
    return upper_first(str(text))


@register.filter
def admin_list_of(options: Any) -> str:
    """The name of the list's address, of a model's options, in the configuration panel."""
    return f"admin:{options.app_label}_{options.model_name}_changelist"


@register.simple_tag
def once_field() -> SafeString:
    """A hidden key, new on every page: the same form sent twice acts once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


def _basis(basis: str) -> SafeString | str:
    return format_html(' <span class="o-basis">{}</span>', basis) if basis else ""
