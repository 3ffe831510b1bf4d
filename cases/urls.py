"""Addresses of persons and cases."""

from __future__ import annotations

from cases.web.cases import urls as cases
from cases.web.people import urls as people

app_name = "cases"
urlpatterns = [*people.urlpatterns, *cases.urlpatterns]
