"""The doors of the API: who may come in, what is only read, and that looking leaves its trace."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.utils.cache import add_never_cache_headers
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request as Sent
from rest_framework.response import Response
from rest_framework.views import APIView

from opsapp.kernel import looked
from opsapp.kernel.api.filters import Conditions
from opsapp.kernel.api.paging import ByKey
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web.decorators import reading
from opsapp.kernel.web.requests import Request


def reading_door(handler: Callable[..., Response]) -> Callable[..., Response]:
    """A method that only looks: in a read-only transaction, its traces written once it has ended
    and before the answer leaves.
    """

    @wraps(handler)
    def through(view: APIView, request: Any, *args: Any, **kwargs: Any) -> Response:
        with looked.collecting(request.user), reading():
            return handler(view, request, *args, **kwargs)

    return through


class Door(APIView):
    """An address of the API; nothing of it stays in caches."""

    needs: ClassVar[tuple[Cap, ...]] = ()
    for_staff: ClassVar[bool] = False
    """Open to a session of the screens without the right to use the API."""

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """Never cached."""
        response = super().finalize_response(*args, **kwargs)
        add_never_cache_headers(response)
        return response


class Listing(Door, ListModelMixin, GenericAPIView[Any]):
    """A list: filtered, paged by key, its rows traced under `kind` (a model's label)."""

    kind: ClassVar[str]
    pagination_class = ByKey
    filter_backends = (DjangoFilterBackend,)
    filterset_class: ClassVar[type[Conditions]]

    def rows(self, request: Request) -> QuerySet[Any]:
        """The rows that this person may see, with all that is shown of them."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """For the description there is no person and there are no rows."""
        if getattr(self, "swagger_fake_view", False):
            model: Any = self.filterset_class._meta.model
            return cast("QuerySet[Any]", model._default_manager.none())
        return self.rows(cast(Request, self.request))

    @reading_door
    def get(self, request: Request) -> Response:
        """The page asked for."""
        self._refuse_unknown(self.request)
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert found is not None
        self.trace(request, [row.pk for row in found])
        return self.get_paginated_response(self.get_serializer(found, many=True).data)

    def trace(self, request: Request, ids: list[int]) -> None:
        """Write that these rows were seen."""
        looked.listed(request.user, self.kind, request.get_full_path(), ids)

    def _refuse_unknown(self, request: Sent) -> None:
        known = {*self.filterset_class.get_filters(), "after", "limit"}
        wrong = {
            name: [ErrorDetail(f"Nieznany warunek „{name}”.", "unknown_key")]
            for name in request.query_params
            if name not in known
        }
        if wrong:
            raise ValidationError(wrong)
