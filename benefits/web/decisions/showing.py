"""What the page of a decision shows, gathered once for its view and for forms to correct."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from benefits.dictionaries import RETURN_REASONS
from benefits.enforcement import Acts, acts_of, waiting_change
from benefits.models import Appeal, Calculation, Decision, DecisionItem
from benefits.previews import preview_of
from benefits.selectors_chain import Link, chain_of, cut_of
from benefits.selectors_changes import Change, change_of
from benefits.services import decisions as acts
from benefits.services.cutting import Overpaid, overpaid
from benefits.services.decisions.changeable import running_item, why_not
from benefits.services.decisions.delivering import has_no_party
from benefits.services.decisions.drafting import LIVE
from benefits.states import DECISION
from benefits.stored import assessment_of
from benefits.texts import full_name, names_of
from benefits.web.decisions import forms
from benefits.web.decisions.appealing import Step, steps_of
from benefits.web.receipt_lines import Known, Proof, receipt_lines
from cases.models import Exclusion
from opsapp.kernel import clock, documents
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from opsapp.kernel.web.forms import Form
from opsapp.kernel.web.parts import Event, Line
from opsapp.kernel.web.typed import Sheet, sheet

ICONS = {
    "submit": "send", "return": "arrow-back-up", "withdraw": "arrow-back-up",
    "take_back": "arrow-back-up", "approve": "signature", "issue": "rubber-stamp",
    "deliver": "mail-opened", "finalise": "lock", "drop": "trash", "quash": "ban",
}  # fmt: skip
DONE = {
    "submit": "Przekazano do podpisu", "return": "Zwrócono z uwagą",
    "withdraw": "Autor cofnął z podpisu", "take_back": "Cofnięto podpis do poprawy",
    "approve": "Podpisano", "issue": "Wydano",
    "deliver": "Doręczono", "finalise": "Decyzja stała się ostateczna", "drop": "Wycofano projekt",
    "quash": "Uchylono po odwołaniu",
}  # fmt: skip
BY_LATER = {
    "change": "zmieniona", "revocation": "uchylona", "expiry": "wygasła",
    "self_correction": "zastąpiona",
}  # fmt: skip
FOLLOWS = {
    "upheld": "Decyzja jest ostateczna i wykonalna.",
    "discontinued": "Decyzja jest ostateczna i wykonalna.",
    "inadmissible": "Decyzja jest ostateczna i wykonalna.",
    "quashed": "Niewypłacone raty odpadły, wypłacone zostają. Sprawa zakończyła się w organie "
    "odwoławczym.",
    "partly": "Raty od wskazanego miesiąca odpadły, wcześniejsze zostają.",
    "remanded": "Niewypłacone raty odpadły. Sprawę rozpatruje się ponownie; nowa decyzja zaliczy "
    "to, co już wypłacono.",
    "self_corrected": "Nowa decyzja zajęła miejsce tej i zalicza to, co już wypłacono.",
}
"""What an answered appeal means for the money."""
FOLLOWS_OF_CHANGE = FOLLOWS | {
    "quashed": "Decyzja nie działa: świadczenie z wcześniejszej decyzji wypłaca się dalej.",
    "remanded": "Decyzja nie działa: świadczenie z wcześniejszej decyzji wypłaca się dalej. Sprawę "
    "rozpatruje się ponownie.",
}
"""The same of an appeal from a decision about an earlier one."""
CAME_BACK = ("return", "take_back")
"""Moves that bring a draft back to its author with a remark."""


@dataclass
class Shown:
    """One decision for one person at the screen. `bound` holds forms sent with mistakes."""

    request: Request
    decision: Decision
    bound: dict[str, Form] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[DecisionItem]:
        """Its items, read once for the screen and for what is missing."""
        return acts.items_to_judge(self.decision)

    @property
    def item(self) -> DecisionItem:
        """What it rules; a decision drafted here has one item."""
        return self.rows[0]

    @property
    def calculation(self) -> Calculation:
        """What the ruling stands on."""
        return self.item.calculation

    @cached_property
    def lines(self) -> list[Line]:
        """The receipt of the calculation."""
        return calculation_lines(self.calculation)

    @cached_property
    def change(self) -> Change:
        """What is other than in the last decision about the same."""
        return change_of(self.item)

    @property
    def mine(self) -> bool:
        """Whether the person at the screen is its author."""
        return self.decision.author_id == self.request.user.pk

    def can(self, cap: Cap) -> bool:
        """Whether the person may, anywhere; the act asks about the case's unit."""
        return self.request.user.can(cap)

    @property
    def may_try_law(self) -> bool:
        """Whether the calculation may be tried under another law."""
        return self.can(Cap.TRY_LAW)

    @property
    def is_draft(self) -> bool:
        """A draft may change."""
        return self.decision.status == DECISION.initial

    @property
    def edits(self) -> bool:
        """Whether the editor is shown."""
        return self.is_draft and self.mine and self.can(Cap.DRAFT_DECISIONS)

    @property
    def amends(self) -> bool:
        """Whether its ground, day or amount may be given anew in place."""
        return self.edits and self.decision.kind in ("change", "revocation", "expiry")

    @property
    def payee(self) -> str:
        """Whom the decision orders to pay."""
        row = self.item
        if row.payee_institution is not None:
            return str(row.payee_institution.name)
        return full_name(row.payee_person or self.decision.addressee)

    @property
    def takes_over(self) -> bool:
        """Whether another's draft may be taken over."""
        return self.is_draft and not self.mine and self.can(Cap.DRAFT_DECISIONS)

    @property
    def signs(self) -> bool:
        """Whether it waits for this person's signature."""
        waits = self.decision.status == "approval_pending"
        return waits and not self.mine and self.can(Cap.APPROVE_DECISIONS)

    @property
    def signs_whole(self) -> bool:
        """Whether the signature and the issue are one key here."""
        return self.signs and self.can(Cap.ISSUE_DECISIONS)

    @property
    def issues(self) -> bool:
        """Whether this person may issue it now."""
        return self.decision.status == "approved" and self.can(Cap.ISSUE_DECISIONS)

    @property
    def takes_back(self) -> bool:
        """Whether this person may take the signature off before the issue."""
        return self.decision.status == "approved" and self.can(Cap.APPROVE_DECISIONS)

    @property
    def delivers(self) -> bool:
        """Whether this person may note the delivery now."""
        return self.decision.status == "issued" and self.can(Cap.ISSUE_DECISIONS)

    @property
    def finalises(self) -> bool:
        """Whether this person may note that it is final."""
        free = self.appeal is None or not self.appeal.is_open
        return free and self.decision.status == "delivered" and self.can(Cap.ISSUE_DECISIONS)

    @cached_property
    def chain(self) -> list[Link]:
        """The decision among those it changes and that change it."""
        return chain_of(self.decision)

    @cached_property
    def acts(self) -> Acts | None:
        """From when it acts, and why."""
        return acts_of(self.decision, self.item)

    @cached_property
    def waiting(self) -> Decision | None:
        """The issued decision about it that does not act yet."""
        return waiting_change(self.decision) if self.decision.is_issued else None

    @cached_property
    def cut(self) -> tuple[Decision, date] | None:
        """What changed it, and since when."""
        return cut_of(self.decision)

    @property
    def cut_label(self) -> str:
        """'uchylona od 01.12.2026 decyzją PS/5/2026'."""
        if self.cut is None:
            return ""
        by, since = self.cut
        return f"{BY_LATER[by.kind]} od {since:%d.%m.%Y} decyzją {by}"

    @cached_property
    def overpaid(self) -> list[Overpaid]:
        """What was paid for the days that it takes away, or lost on appeal."""
        lost = self.appeal is not None and self.appeal.outcome in ("quashed", "partly", "remanded")
        issued = self.decision.is_issued and (self.decision.is_change or lost)
        return overpaid(self.decision) if issued else []

    @cached_property
    def appeal(self) -> Appeal | None:
        """The appeal from it."""
        return Appeal.objects.filter(decision=self.decision).first()

    @property
    def follows(self) -> str:
        """What the answered appeal means for the money."""
        told = FOLLOWS if self.decision.moves_case else FOLLOWS_OF_CHANGE
        return told.get(self.appeal.outcome, "") if self.appeal else ""

    @cached_property
    def appeal_steps(self) -> list[Step]:
        """What this person may do with an appeal from it."""
        if not self.decision.is_issued:
            return []
        return [one for one in steps_of(self.decision, self.appeal) if self.can(one.cap)]

    @cached_property
    def changes(self) -> bool:
        """Whether this person may draft a further decision about it now."""
        if not self.decision.is_issued or not self.can(Cap.DRAFT_DECISIONS):
            return False
        return not why_not(self.decision, running_item(self.decision))

    @property
    def no_party(self) -> bool:
        """Nobody is left to deliver it to."""
        return self.decision.status == "issued" and has_no_party(self.decision)

    @cached_property
    def lacking(self) -> list[str]:
        """What is missing before the signature."""
        waits = self.decision.status in LIVE
        return acts.lacking(self.decision, self.rows) if waits else []

    @property
    def preview_ready(self) -> bool:
        """Whether the draft was rendered as it stands."""
        return preview_of(self.decision) is not None

    @property
    def document_late(self) -> bool:
        """Issued, but its document is not there yet."""
        return self.decision.is_issued and self.decision.document_id is None

    @property
    def engine(self) -> bool:
        """Whether PDF files can be made here."""
        return documents.available()

    @cached_property
    def events(self) -> list[Event]:
        """What happened to it, the newest first; returns with their reason and remark."""
        rows = self.decision.transitions.select_related("actor").order_by("-pk")
        return [
            Event(row.recorded_at, DONE.get(row.move, row.move), str(row.actor),
                  ICONS.get(row.move, "circle"), "", _remark(row.reason_code, row.remark))
            for row in rows
        ]  # fmt: skip

    @cached_property
    def last_return(self) -> Event | None:
        """The remark with which the draft came back, while it is being mended."""
        last = self.decision.transitions.order_by("-pk").first()
        return self.events[0] if last is not None and last.move in CAME_BACK else None

    @cached_property
    def warnings(self) -> list[str]:
        """Why it should be read before it is signed."""
        found = acts.exceptions_of(self.decision) if self.signs else []
        if self.signs and self._related():
            found.append("Twoje wyłączenie od spraw tej osoby (art. 24 k.p.a.)")
        return found

    def _related(self) -> bool:
        people = self.calculation.snapshot.members.values("person")
        return Exclusion.objects.filter(
            user=self.request.user, person__in=people, period__contains=clock.today()
        ).exists()

    @cached_property
    def typed(self) -> Sheet:
        """What the author typed and did not save yet."""
        return sheet(self.request.user, "decision", f"{self.decision.pk}-{self.decision.version}")

    @property
    def saved(self) -> dict[str, Any]:
        """The draft as the form shows it."""
        if self.decision.is_change:
            return forms.words_now(self.decision)
        return forms.draft_now(self.decision, self.item)

    def draft_form(self, *given: Any, **options: Any) -> forms.WordsForm:
        """The editor: of the words alone where a ruling is made once."""
        if self.decision.is_change:
            return forms.WordsForm(*given, **options)
        return forms.DraftForm(*given, calculation=self.calculation, **options)

    @property
    def return_form(self) -> Any:
        """The form of sending it back."""
        return self.form("return")

    def form(self, name: str) -> Any:
        """The form of an act: as sent with its mistakes, else empty or filled from the record."""
        return self.bound.get(name) or _empty(name, self)


def _empty(name: str, shown: Shown) -> Form:
    today: dict[str, date] = {"on": clock.today()}
    if name == "draft":
        kept = shown.typed.initial or {}
        return shown.draft_form(initial=shown.saved | kept)
    made = {
        "return": forms.ReturnForm, "deliver": forms.DeliveryForm, "final": forms.FinalForm,
        "issue": forms.DayForm, "remark": forms.RemarkForm,
    }[name]  # fmt: skip
    closing = {"basis": "no_party"} if name == "final" and shown.no_party else {}
    return made(initial=today | closing)


def _remark(code: str, remark: str) -> str:
    reason = RETURN_REASONS.get(code, "")
    return f"{reason.capitalize()}: {remark}" if reason and remark else reason or remark


def calculation_lines(calculation: Calculation) -> list[Line]:
    """The receipt of a calculation, with names and links to the incomes on record."""
    return receipt_lines(assessment_of(calculation), known_of(calculation))


def known_of(calculation: Calculation) -> Known:
    """Names of the family and where each income stands on record."""
    links = calculation.income_links.select_related("income__evidence").order_by("pk")
    return Known(
        names=names_of(calculation),
        incomes={
            place: Proof(
                reverse("cases:person_incomes", args=[link.income.person_id]),
                link.income.evidence.get_kind_display() if link.income.evidence else "",
            )
            for place, link in enumerate(links)
        },
    )
