"""From the calculation to the payment: each record frozen once made."""

from benefits.models.appeals import Appeal
from benefits.models.calculations import Calculation, CalculationIncome
from benefits.models.decision_items import DecisionItem, DecisionItemReason
from benefits.models.decisions import Decision, DecisionTransition
from benefits.models.entitlements import (
    Entitlement,
    EntitlementPerson,
    EntitlementTransition,
    Instalment,
    InstalmentFunding,
)
from benefits.models.law import LawValue
from benefits.models.lists import (
    BankProfile,
    PaymentList,
    PaymentListFile,
    PaymentListSignature,
    PaymentListTransition,
)
from benefits.models.payments import Payment, PaymentEvent, PaymentItem
from benefits.models.payout import PayoutWay
from benefits.models.previews import DecisionPreview
from benefits.models.settled import SettledItem
from benefits.models.statements import BankStatement, StatementEntry
from benefits.models.whatif import WhatIf, WhatIfCase

__all__ = [
    "Appeal",
    "BankProfile",
    "BankStatement",
    "Calculation",
    "CalculationIncome",
    "Decision",
    "DecisionItem",
    "DecisionItemReason",
    "DecisionPreview",
    "DecisionTransition",
    "Entitlement",
    "EntitlementPerson",
    "EntitlementTransition",
    "Instalment",
    "InstalmentFunding",
    "LawValue",
    "Payment",
    "PaymentEvent",
    "PaymentItem",
    "PaymentList",
    "PaymentListFile",
    "PaymentListSignature",
    "PaymentListTransition",
    "PayoutWay",
    "SettledItem",
    "StatementEntry",
    "WhatIf",
    "WhatIfCase",
]
