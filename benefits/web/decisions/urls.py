"""Addresses of decisions."""

from __future__ import annotations

from django.urls import path

from benefits.web import calculating, person_part
from benefits.web.decisions import amending, appealing, changing, document, listing, one, queue

urlpatterns = [
    path("decyzje/", listing.index, name="decisions"),
    path("osoby/<int:pk>/moze-dostac/", person_part.rights, name="person_rights"),
    path("wyliczenia/<int:pk>/", calculating.calculate, name="calculate"),
    path("wyliczenia/<int:pk>/ponownie/", calculating.again, name="calculate_again"),
    path("wyliczenia/<int:pk>/decyzja/", calculating.draft, name="decision_new"),
    path("decyzje/do-podpisu/", queue.index, name="queue"),
    path("decyzje/do-podpisu/razem/", queue.batch, name="queue_batch"),
    path("decyzje/do-podpisu/<int:pk>/podpisz/", queue.sign, name="queue_sign"),
    path("decyzje/do-podpisu/<int:pk>/zwroc/", queue.send_back, name="queue_return"),
    path("decyzje/<int:pk>/", one.show, name="decision"),
    path("decyzje/<int:pk>/zapisz/", one.save, name="decision_save"),
    path("decyzje/<int:pk>/przekaz/", one.submit, name="decision_submit"),
    path("decyzje/<int:pk>/cofnij/", one.withdraw, name="decision_withdraw"),
    path("decyzje/<int:pk>/przejmij/", one.take_over, name="decision_take_over"),
    path("decyzje/<int:pk>/wycofaj/", one.drop, name="decision_drop"),
    path("decyzje/<int:pk>/zwroc/", one.return_to_author, name="decision_return"),
    path("decyzje/<int:pk>/cofnij-podpis/", one.take_back, name="decision_take_back"),
    path("decyzje/<int:pk>/podpisz/", one.approve, name="decision_approve"),
    path("decyzje/<int:pk>/podpisz-i-wydaj/", one.sign_and_issue, name="decision_sign"),
    path("decyzje/<int:pk>/wydaj/", one.issue, name="decision_issue"),
    path("decyzje/<int:pk>/doreczenie/", one.deliver, name="decision_deliver"),
    path("decyzje/<int:pk>/zmiana/<slug:way>/", changing.change, name="decision_change"),
    path("decyzje/<int:pk>/projekt-od-nowa/", amending.amend, name="decision_amend"),
    path("decyzje/<int:pk>/odbiorca/", amending.payee, name="decision_payee"),
    path("decyzje/<int:pk>/odwolanie/<slug:what>/", appealing.step, name="decision_appeal"),
    path("decyzje/<int:pk>/ostateczna/", one.finalise, name="decision_finalise"),
    path("decyzje/<int:pk>/pdf/", document.pdf, name="decision_pdf"),
    path("decyzje/<int:pk>/druk/", document.printed, name="decision_print"),
    path("decyzje/<int:pk>/dokument/", document.ready, name="decision_document"),
]
