"""Addresses of persons, families and incomes."""

from __future__ import annotations

from django.urls import path

from cases.web.people import (
    card,
    editing,
    ending,
    evidence,
    households,
    incomes,
    listing,
    looks,
    merging,
    registering,
)  # fmt: skip

urlpatterns = [
    path("osoby/", listing.people, name="people"),
    path("osoby/nowa/", registering.new, name="person_new"),
    path("osoby/podobne/", registering.alike, name="person_alike"),
    path("osoby/wybierz/", listing.choose, name="person_choose"),
    path("osoby/<int:pk>/", card.overview, name="person"),
    path("osoby/<int:pk>/dane/", card.data, name="person_data"),
    path("osoby/<int:pk>/pesel/", card.pesel, name="person_pesel"),
    path("osoby/<int:pk>/dzial/<slug:place>/", card.place, name="person_place"),
    path("osoby/<int:pk>/kto-ogladal/", looks.looks, name="person_looks"),
    path("osoby/<int:pk>/zmien/<slug:what>/", editing.edit, name="person_edit"),
    path("osoby/<int:pk>/zakoncz/<slug:what>/<int:row>/", ending.end, name="person_end"),
    path("osoby/<int:pk>/polacz/", merging.merge, name="person_merge"),
    path("osoby/<int:pk>/rozlacz/", merging.undo, name="person_unmerge"),
    path("osoby/<int:pk>/rodzina/", households.household, name="person_household"),
    path("osoby/<int:pk>/rodzina/zaloz/", households.found, name="household_found"),
    path("osoby/<int:pk>/rodzina/dolacz/", households.join, name="household_join"),
    path("osoby/<int:pk>/rodzina/odejscie/", households.leave, name="household_leave"),
    path("osoby/<int:pk>/rodzina/rola/<int:stay>/", households.role, name="household_role"),
    path("osoby/<int:pk>/dochody/", incomes.incomes, name="person_incomes"),
    path("osoby/<int:pk>/dochody/nowy/", incomes.new, name="income_new"),
    path("osoby/<int:pk>/dowody/<int:row>/plik/", evidence.attach, name="evidence_attach"),
    path("dowody/<int:pk>/", evidence.scan, name="evidence"),
    path("osoby/<int:pk>/dochody/<int:row>/popraw/", incomes.correct, name="income_correct"),
    path("osoby/<int:pk>/dochody/<int:row>/wycofaj/", incomes.withdraw, name="income_withdraw"),
]
