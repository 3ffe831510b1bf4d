"""What a person may do here. Capabilities guard acts and doors; roles are named sets of them."""

from __future__ import annotations

from django.db.models import TextChoices


class Cap(TextChoices):
    """One capability; its label is what the administrator reads when editing a role."""

    SEE_PERSONS = "see_persons", "Przeglądanie kart osób"
    EDIT_PERSONS = "edit_persons", "Zakładanie i zmiana kart osób"
    SEE_CASES = "see_cases", "Przeglądanie spraw"
    REGISTER_APPLICATIONS = "register_applications", "Przyjmowanie wniosków"
    RUN_CASES = "run_cases", "Prowadzenie spraw"
    SEE_SOCIAL_WORK = "see_social_work", "Przeglądanie pracy socjalnej i wywiadów"
    CONDUCT_INTERVIEWS = "conduct_interviews", "Przeprowadzanie i podpisywanie wywiadów"
    SEE_DECISIONS = "see_decisions", "Przeglądanie decyzji"
    CALCULATE = "calculate", "Obliczanie świadczeń"
    DRAFT_DECISIONS = "draft_decisions", "Przygotowywanie projektów decyzji"
    APPROVE_DECISIONS = "approve_decisions", "Zatwierdzanie decyzji"
    ISSUE_DECISIONS = "issue_decisions", "Wydawanie decyzji"
    SEE_PAYMENTS = "see_payments", "Przeglądanie wypłat"
    PREPARE_PAYMENTS = "prepare_payments", "Sporządzanie list wypłat"
    CHECK_PAYMENTS = "check_payments", "Sprawdzanie list wypłat pod względem merytorycznym"
    APPROVE_PAYMENTS = "approve_payments", "Zatwierdzanie list wypłat"
    HEAD_PAYMENTS = "head_payments", "Podpisywanie list wypłat jako kierownik jednostki"
    SEND_PAYMENTS = "send_payments", "Przekazywanie wypłat do banku i kasy"
    PROPOSE_PAYOUT_WAYS = "propose_payout_ways", "Zgłaszanie sposobu wypłaty"
    CONFIRM_PAYOUT_WAYS = "confirm_payout_ways", "Potwierdzanie sposobu wypłaty"
    SEE_REPORTS = "see_reports", "Przeglądanie sprawozdań"
    BUILD_REPORTS = "build_reports", "Sporządzanie sprawozdań"
    FILE_REPORTS = "file_reports", "Zamykanie sprawozdań"
    SEE_LAW = "see_law", "Przeglądanie parametrów prawa"
    USE_CALCULATOR = "use_calculator", "Korzystanie z kalkulatora"
    ENTER_LAW = "enter_law", "Wprowadzanie parametrów prawa"
    CONFIRM_LAW = "confirm_law", "Potwierdzanie parametrów prawa"
    TRY_LAW = "try_law", "Symulacja zmiany prawa („Co jeśli?”)"
    CONFIGURE = "configure", "Ustawienia ośrodka i słowniki"
    MANAGE_USERS = "manage_users", "Użytkownicy, role i upoważnienia"
    AUDIT = "audit", "Kontrola: historia zmian i wglądów"
    EXPORT = "export", "Eksport danych do pliku"
    USE_API = "use_api", "Dostęp przez interfejs programistyczny"
