"""The states of decisions, entitlements, payment lists and payments, and their moves."""

from __future__ import annotations

from opsapp.kernel.states import Machine, Move

DECISION = Machine(
    "decision",
    states={
        "draft": "projekt",
        "approval_pending": "do podpisu",
        "approved": "zatwierdzona, czeka na wydanie",
        "issued": "wydana",
        "delivered": "doręczona",
        "final": "ostateczna",
        "quashed": "uchylona po odwołaniu",
        "dropped": "projekt wycofany",
    },
    initial="draft",
    moves=[
        Move("submit", ("draft",), "approval_pending", "Przekaż do podpisu"),
        Move("return", ("approval_pending",), "draft", "Zwróć z uwagą"),
        Move("withdraw", ("approval_pending",), "draft", "Cofnij z podpisu"),
        Move("approve", ("approval_pending",), "approved", "Podpisz"),
        Move("take_back", ("approved",), "draft", "Cofnij do poprawy"),
        Move("issue", ("approved",), "issued", "Wydaj decyzję"),
        Move("deliver", ("issued",), "delivered", "Odnotuj doręczenie"),
        Move("finalise", ("issued", "delivered"), "final", "Odnotuj ostateczność"),
        Move("quash", ("delivered", "final"), "quashed", "Uchylono po odwołaniu"),
        Move("drop", ("draft",), "dropped", "Wycofaj projekt"),
    ],
)

ENTITLEMENT = Machine(
    "entitlement",
    states={
        "active": "w wypłacie",
        "withheld": "wstrzymane",
        "changed": "zmienione",
        "revoked": "uchylone",
        "expired": "wygasłe",
        "completed": "zrealizowane",
    },
    initial="active",
    moves=[
        Move("withhold", ("active",), "withheld", "Wstrzymaj wypłatę"),
        Move("release", ("withheld",), "active", "Wznów wypłatę"),
        Move("change", ("active", "withheld"), "changed", "Zmieniono decyzją"),
        Move("revoke", ("active", "withheld"), "revoked", "Uchylono decyzją"),
        Move("expire", ("active", "withheld"), "expired", "Wygasło"),
        Move("complete", ("active",), "completed", "Zrealizowano w całości"),
        Move("quash", ("active", "withheld", "completed"), "revoked", "Uchylono po odwołaniu"),
        Move(
            "restore",
            ("changed", "revoked", "expired"),
            "active",
            "Przywrócono: uchylono decyzję, która je zmieniła",
        ),
    ],
)

PAYMENT_LIST = Machine(
    "payment_list",
    states={
        "draft": "robocza",
        "prepared": "sporządzona",
        "checked": "sprawdzona",
        "to_head": "czeka na podpis kierownika",
        "approved": "zatwierdzona",
        "sent": "wysłana",
        "settled": "rozliczona",
        "cancelled": "anulowana",
    },
    initial="draft",
    moves=[
        Move("prepare", ("draft",), "prepared", "Podpisz jako sporządzający"),
        Move("check", ("prepared",), "checked", "Sprawdź merytorycznie"),
        Move("approve", ("checked",), "approved", "Zatwierdź do wypłaty"),
        Move("pass_on", ("checked",), "to_head", "Zatwierdź i przekaż kierownikowi"),
        Move("head", ("to_head",), "approved", "Podpisz jako kierownik"),
        Move(
            "reopen", ("prepared", "checked", "to_head", "approved"), "draft", "Cofnij do poprawy"
        ),
        Move(
            "strike",
            ("prepared", "checked", "to_head", "approved"),
            "draft",
            "Zdejmij wypłaty z podpisanej listy",
        ),
        Move("send", ("approved",), "sent", "Odnotuj wysłanie do banku lub kasy"),
        Move("settle", ("sent",), "settled", "Rozlicz listę"),
        Move("cancel", ("draft", "prepared", "checked", "to_head"), "cancelled", "Anuluj listę"),
    ],
)

PAYMENT = Machine(
    "payment",
    states={
        "listed": "na liście",
        "sent": "wysłana",
        "settled": "zrealizowana",
        "returned": "zwrócona",
        "cancelled": "anulowana",
    },
    initial="listed",
    moves=[
        Move("send", ("listed",), "sent", "Wysłano"),
        Move("settle", ("sent",), "settled", "Zrealizowano"),
        Move("return", ("sent", "settled"), "returned", "Zwrócono"),
        Move("cancel", ("listed",), "cancelled", "Anulowano"),
    ],
)
