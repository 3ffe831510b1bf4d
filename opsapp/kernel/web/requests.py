"""The request as a view receives it: someone is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from opsapp.office.models import User


class Request(HttpRequest):
    """A request past the door of `reads` or `writes`. `htmx` is true when only a part of the page
    is asked for.
    """

    user: User
    htmx: HtmxDetails
