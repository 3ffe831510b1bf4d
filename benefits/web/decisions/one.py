"""One decision: its page, its editor, and its acts."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from benefits import access
from benefits.models import Decision
from benefits.services import decisions as acts
from benefits.states import DECISION
from benefits.web.decisions import forms
from benefits.web.decisions.showing import Shown
from opsapp.kernel import clock, drafts
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.forms import Form, differences
from opsapp.kernel.web.parts import Difference


@reads
def show(request: Request, pk: int) -> HttpResponse:
    """The draft with its preview, or the document; what may be done with it now."""
    return _page(request, Shown(request, access.get_decision(request, pk)))


def _page(request: Request, shown: Shown, **more: Any) -> HttpResponse:
    named = {name: shown.form(name) for name in ("return", "deliver", "final", "issue", "remark")}
    return page(
        request, "benefits/decision.html", status=422 if shown.bound else 200,
        shown=shown, decision=shown.decision, item=shown.item, today=clock.today(),
        state=DECISION.label(shown.decision.status), forms=named, opened=set(shown.bound),
        draft_form=shown.form("draft") if shown.edits else None, **{"conflict": None} | more,
    )  # fmt: skip


@writes("POST")
def save(request: Request, pk: int) -> HttpResponse:
    """Save the draft; a stale form shows theirs and mine side by side."""
    decision = access.get_decision(request, pk, Cap.DRAFT_DECISIONS)
    shown = Shown(request, decision)
    saved = shown.saved
    form = shown.draft_form(request.POST, initial=saved)
    shown.bound["draft"] = form
    if not form.is_valid():
        return _page(request, shown)
    version = form.cleaned_data["version"]
    try:
        acts.revise(decision, version=version, **form.changed(), actor=request.user)
    except acts.StaleDraft:
        return _stale(request, shown, form, saved)
    except Refusal as refused:
        _put(form, refused)
        return _page(request, shown)
    drafts.discard(request.user, "decision", f"{pk}-{version}")
    say(request, "Projekt zapisany.")
    return redirect("benefits:decision", pk)


def _stale(
    request: Request, shown: Shown, form: forms.WordsForm, saved: dict[str, Any]
) -> HttpResponse:
    """Theirs and mine; what was typed stays, and the next save knows the newer version."""
    mine = request.POST.copy()
    mine["version"] = str(saved["version"])
    shown.bound["draft"] = shown.draft_form(mine, initial=saved)
    compared = {name: value for name, value in saved.items() if name != "version"}
    told = [only_what_differs(row) for row in differences(form, compared)]
    return _page(request, shown, conflict=told)


def only_what_differs(row: Difference) -> Difference:
    """Of two long texts the paragraphs that are not the same, with '…' for those that are."""
    theirs, mine = (text.replace("\r\n", "\n").split("\n") for text in (row.theirs, row.mine))
    kept: tuple[list[str], list[str]] = ([], [])
    for what, a, b, c, d in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        for side, lines in zip(kept, (theirs[a:b], mine[c:d]), strict=True):
            side.extend(["…"] if what == "equal" else lines)
    return Difference(row.label, *("\n".join(side) for side in kept))


def _put(form: Form, refused: Refusal) -> None:
    """The refusal beside the field it names, else above the form."""
    place = {"period": "first"}.get(refused.field or "", refused.field)
    form.add_error(place if place in form.fields else None, str(refused))


def _act(
    cap: Cap,
    act: Callable[..., Decision],
    said: str,
    name: str = "",
    form: type[Form] | None = None,
) -> Any:
    """A view that does one act: door, form, act, back to the decision."""

    @writes("POST")
    def view(request: Request, pk: int) -> HttpResponse:
        decision = access.get_decision(request, pk, cap)
        sent = form(request.POST) if form else None
        if sent is not None and not sent.is_valid():
            return _page(request, Shown(request, decision, {name: sent}))
        data = sent.cleaned_data if sent is not None else {}
        try:
            done = act(decision, **data, actor=request.user)
        except Refusal as refused:
            if sent is None or refused.field not in sent.fields:
                raise
            sent.add_error(refused.field, str(refused))
            return _page(request, Shown(request, decision, {name: sent}))
        say(request, said.format(done))
        return redirect("benefits:decision", pk)

    return view


submit = _act(Cap.DRAFT_DECISIONS, acts.submit, "Projekt czeka na podpis.")
withdraw = _act(Cap.DRAFT_DECISIONS, acts.withdraw, "Projekt wrócił do Ciebie z podpisu.")
take_over = _act(Cap.DRAFT_DECISIONS, acts.take_over, "Prowadzisz teraz ten projekt.")
drop = _act(Cap.DRAFT_DECISIONS, acts.drop, "Projekt wycofany.", "drop", forms.RemarkForm)
return_to_author = _act(
    Cap.APPROVE_DECISIONS, acts.return_to_author, "Projekt wrócił do autora z Twoją uwagą.",
    "return", forms.ReturnForm,
)  # fmt: skip
take_back = _act(
    Cap.APPROVE_DECISIONS, acts.take_back, "Podpis cofnięty. Projekt wrócił do autora.",
    "return", forms.ReturnForm,
)  # fmt: skip
approve = _act(
    Cap.APPROVE_DECISIONS, acts.approve, "Decyzja podpisana. Czeka na wydanie przez kancelarię."
)
issue = _act(
    Cap.ISSUE_DECISIONS, acts.issue, "Wydano decyzję {}. Dokument jest przygotowywany.",
    "issue", forms.DayForm,
)  # fmt: skip
deliver = _act(
    Cap.ISSUE_DECISIONS, acts.deliver, "Odnotowano doręczenie decyzji {}.", "deliver",
    forms.DeliveryForm,
)  # fmt: skip
finalise = _act(
    Cap.ISSUE_DECISIONS, acts.finalise, "Decyzja {} jest ostateczna.", "final", forms.FinalForm
)


@writes("POST")
def sign_and_issue(request: Request, pk: int) -> HttpResponse:
    """The director's key: signed and issued today, in one."""
    decision = access.get_decision(request, pk, Cap.APPROVE_DECISIONS)
    request.user.require(Cap.ISSUE_DECISIONS)
    done = acts.sign_and_issue(decision, on=clock.today(), actor=request.user)
    say(request, f"Podpisano i wydano decyzję {done}.")
    return redirect("benefits:decision", pk)
