"""The states of a case (sprawa) and the moves between them; numbers are those of the table of
case events. Several applications may run in one case, so an intermediate state can be re-entered.
"""

from __future__ import annotations

from opsapp.kernel.states import Machine, Move

REGISTERED = "registered"
INCOMPLETE = "incomplete"
LEFT_UNEXAMINED = "left_unexamined"
TRANSFERRED = "transferred"
INITIATION_REFUSED = "initiation_refused"
IN_PROGRESS = "in_progress"
INTERVIEW_ORDERED = "interview_ordered"
INTERVIEW_DONE = "interview_done"
SUSPENDED = "suspended"
PARTY_NOTIFIED = "party_notified"
DRAFT_DECISION = "draft_decision"
APPROVAL_PENDING = "approval_pending"
DECIDED = "decided"
DELIVERED = "delivered"
APPEALED = "appealed"
SENT_TO_SKO = "sent_to_sko"
FINAL = "final"
DISCONTINUED = "discontinued"
REMANDED = "remanded"
CLOSED = "closed"

ENDED = (CLOSED, LEFT_UNEXAMINED, TRANSFERRED, INITIATION_REFUSED, DISCONTINUED)
"""States in which nothing more happens."""
WAITING = (INCOMPLETE, SUSPENDED)
"""States in which somebody outside has the move."""
_BEFORE_DECISION = (
    REGISTERED,
    INCOMPLETE,
    IN_PROGRESS,
    INTERVIEW_ORDERED,
    INTERVIEW_DONE,
    SUSPENDED,
    PARTY_NOTIFIED,
    DRAFT_DECISION,
    REMANDED,
)

CASE = Machine(
    "case",
    states={
        REGISTERED: "zarejestrowana",
        INCOMPLETE: "wezwano do uzupełnienia",
        LEFT_UNEXAMINED: "pozostawiono bez rozpoznania",
        TRANSFERRED: "przekazano według właściwości",
        INITIATION_REFUSED: "odmowa wszczęcia",
        IN_PROGRESS: "w toku",
        INTERVIEW_ORDERED: "zlecono wywiad",
        INTERVIEW_DONE: "wywiad sporządzony",
        SUSPENDED: "zawieszona",
        PARTY_NOTIFIED: "zawiadomiono o zebraniu materiału",
        DRAFT_DECISION: "projekt decyzji",
        APPROVAL_PENDING: "do podpisu",
        DECIDED: "wydano decyzję",
        DELIVERED: "doręczono decyzję",
        APPEALED: "złożono odwołanie",
        SENT_TO_SKO: "przekazano do SKO",
        FINAL: "decyzja ostateczna",
        DISCONTINUED: "umorzona",
        REMANDED: "uchylono do ponownego rozpatrzenia",
        CLOSED: "zakończona",
    },
    initial=REGISTERED,
    moves=[
        Move("summon", (REGISTERED, IN_PROGRESS), INCOMPLETE, "Wezwij do uzupełnienia"),
        Move("supplement", (INCOMPLETE,), IN_PROGRESS, "Uzupełniono braki"),
        Move(
            "leave_unexamined",
            (REGISTERED, INCOMPLETE),
            LEFT_UNEXAMINED,
            "Pozostaw bez rozpoznania",
        ),
        Move("transfer", (REGISTERED, INCOMPLETE), TRANSFERRED, "Przekaż według właściwości"),
        Move("refuse_initiation", (REGISTERED,), INITIATION_REFUSED, "Odmów wszczęcia"),
        Move("proceed", (REGISTERED, REMANDED), IN_PROGRESS, "Rozpocznij postępowanie"),
        Move("order_interview", (IN_PROGRESS,), INTERVIEW_ORDERED, "Zleć wywiad"),
        Move("finish_interview", (IN_PROGRESS, INTERVIEW_ORDERED), INTERVIEW_DONE, "Wywiad gotowy"),
        Move(
            "suspend",
            (IN_PROGRESS, INTERVIEW_ORDERED, INTERVIEW_DONE),
            SUSPENDED,
            "Zawieś postępowanie",
        ),
        Move("resume", (SUSPENDED,), IN_PROGRESS, "Podejmij postępowanie"),
        Move(
            "notify_party",
            (INTERVIEW_ORDERED, INTERVIEW_DONE),
            PARTY_NOTIFIED,
            "Zawiadom o zebraniu materiału",
        ),
        Move(
            "draft",
            (INTERVIEW_DONE, PARTY_NOTIFIED, IN_PROGRESS),
            DRAFT_DECISION,
            "Sporządź projekt decyzji",
        ),
        Move("drop_draft", (DRAFT_DECISION,), INTERVIEW_DONE, "Wycofaj projekt"),
        Move("submit", (DRAFT_DECISION,), APPROVAL_PENDING, "Przekaż do podpisu"),
        Move("return", (APPROVAL_PENDING,), DRAFT_DECISION, "Zwróć do poprawy"),
        Move("decide", (APPROVAL_PENDING,), DECIDED, "Wydaj decyzję"),
        Move("deliver", (DECIDED,), DELIVERED, "Odnotuj doręczenie"),
        Move("finalise", (DECIDED, DELIVERED, SENT_TO_SKO), FINAL, "Decyzja stała się ostateczna"),
        Move("appeal", (DELIVERED,), APPEALED, "Przyjmij odwołanie"),
        Move("self_correct", (APPEALED,), DECIDED, "Uwzględnij odwołanie"),
        Move("send_to_sko", (APPEALED,), SENT_TO_SKO, "Przekaż do SKO"),
        Move("remand", (SENT_TO_SKO, FINAL), REMANDED, "Uchylono do ponownego rozpatrzenia"),
        Move("discontinue", _BEFORE_DECISION, DISCONTINUED, "Umórz postępowanie"),
        Move("close", (FINAL,), CLOSED, "Zakończ sprawę"),
    ],
)
