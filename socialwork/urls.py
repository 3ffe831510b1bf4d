"""Addresses of social work."""

from __future__ import annotations

from django.urls import path

from socialwork.web import incomes, interviews, plans, sections, visits

app_name = "socialwork"
urlpatterns = [
    path("wywiady/", interviews.index, name="interviews"),
    path("wywiady/nowy/", visits.new, name="interview_new"),
    path("wywiady/<int:pk>/", interviews.show, name="interview"),
    path("wywiady/<int:pk>/wydruk/", interviews.printed, name="interview_print"),
    path("wywiady/<int:pk>/wizyta/", visits.visit, name="interview_visit"),
    path("wywiady/<int:pk>/sprawa/", visits.serve_case, name="interview_case"),
    path("wywiady/<int:pk>/dochody/", incomes.incomes, name="interview_incomes"),
    path("wywiady/<int:pk>/plan/", plans.plan, name="interview_plan"),
    path("wywiady/<int:pk>/plan/<int:item_pk>/usun/", plans.plan_remove, name="plan_remove"),
    path("wywiady/<int:pk>/podpisz/", interviews.sign, name="interview_sign"),
    path("wywiady/<int:pk>/zaniechaj/", interviews.abandon, name="interview_abandon"),
    path("wywiady/<int:pk>/korekta/", interviews.correct, name="interview_correct"),
    path("wywiady/<int:pk>/czesc/<slug:code>/", sections.show, name="section"),
    path("wywiady/<int:pk>/czesc/<slug:code>/zapisz/", sections.save, name="section_save"),
    path("wywiady/<int:pk>/czesc/<slug:code>/szkic/", sections.autosave, name="section_autosave"),
]
