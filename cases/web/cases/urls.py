"""Addresses of cases and of taking applications."""

from __future__ import annotations

from django.urls import path

from cases.web.cases import acting, attachments, letter_documents, letters, listing, show
from cases.web.intake import new, receipt

urlpatterns = [
    path("sprawy/", listing.cases, name="cases"),
    path("sprawy/<int:pk>/", show.case, name="case"),
    path("sprawy/<int:pk>/czynnosc/<slug:what>/", acting.act, name="case_act"),
    path("sprawy/<int:pk>/uczestnik/<int:party>/", acting.end_party, name="case_party_end"),
    path(
        "sprawy/<int:pk>/wylaczenie/<int:exclusion>/koniec/",
        acting.end_exclusion,
        name="case_exclusion_end",
    ),
    path("sprawy/<int:pk>/pismo/<int:letter>/", letters.letter, name="letter"),
    path("sprawy/<int:pk>/pismo/<int:letter>/doreczenie/", letters.deliver, name="letter_deliver"),
    path("sprawy/<int:pk>/pismo/<int:letter>/popraw/", letters.edit, name="letter_edit"),
    path("sprawy/<int:pk>/pismo/<int:letter>/wyslanie/", letters.send, name="letter_send"),
    path("sprawy/<int:pk>/pismo/<int:letter>/zwrot/", letters.come_back, name="letter_back"),
    path("sprawy/<int:pk>/pismo/<int:letter>/pdf/", letter_documents.pdf, name="letter_pdf"),
    path(
        "sprawy/<int:pk>/pismo/<int:letter>/dokument/",
        letter_documents.ready,
        name="letter_document",
    ),
    path(
        "sprawy/<int:pk>/pismo/<int:letter>/dokument/zlec/",
        letter_documents.render,
        name="letter_render",
    ),
    path("zalaczniki/<int:pk>/", attachments.attachment, name="attachment"),
    path("wnioski/nowy/", new.new, name="application_new"),
    path("wnioski/<int:pk>/potwierdzenie/", receipt.receipt, name="application_receipt"),
    path("wnioski/nowy/<int:pk>/od-nowa/", new.forget, name="application_forget"),
]
