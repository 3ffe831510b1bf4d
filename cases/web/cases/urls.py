"""Addresses of cases and of taking applications."""

from __future__ import annotations

from django.urls import path

from cases.web.cases import acting, attachments, letters, listing, show
from cases.web.intake import new

urlpatterns = [
    path("sprawy/", listing.cases, name="cases"),
    path("sprawy/<int:pk>/", show.case, name="case"),
    path("sprawy/<int:pk>/czynnosc/<slug:what>/", acting.act, name="case_act"),
    path("sprawy/<int:pk>/uczestnik/<int:party>/", acting.end_party, name="case_party_end"),
    path("sprawy/<int:pk>/pismo/<int:letter>/", letters.letter, name="letter"),
    path("sprawy/<int:pk>/pismo/<int:letter>/doreczenie/", letters.deliver, name="letter_deliver"),
    path("zalaczniki/<int:pk>/", attachments.attachment, name="attachment"),
    path("wnioski/nowy/", new.new, name="application_new"),
    path("wnioski/nowy/<int:pk>/od-nowa/", new.forget, name="application_forget"),
]
