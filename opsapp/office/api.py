"""Who asks the API: a key of a program, or a person signed in at the screens."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from opsapp.kernel import clock
from opsapp.kernel.refusals import NotAllowed
from opsapp.office.models import ApiToken, User
from opsapp.office.services.tokens import digest_of

SCHEME = "Bearer"


class SessionForgery(PermissionDenied):
    """A browser's session asked for an act without the token of its forms."""

    default_code = "csrf"
    default_detail = "Zapytanie z sesji przeglądarki musi mieć nagłówek X-CSRFToken."


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer ops_…`: the key's user, held to the key's capabilities."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """None without the header. Raises `AuthenticationFailed` for a key that opens nothing."""
        scheme, _, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            return None
        good = ApiToken.objects.good_on(clock.today()).filter(user__is_active=True)
        text = key.strip().decode("latin-1")
        token: ApiToken | None = good.select_related("user").filter(digest=digest_of(text)).first()
        if token is None:
            raise AuthenticationFailed
        token.user.held_to = frozenset(token.capabilities)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return SCHEME


class ScreenSession(SessionAuthentication):
    """The session of the screens; acts need the token of its forms, roles their second factor."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """None for nobody. Raises `NotAllowed` until a second factor that is asked for is set."""
        found = super().authenticate(request)
        if found and found[0].second_factor_required and not is_mfa_enabled(found[0]):
            raise NotAllowed("Ustaw najpierw drugi składnik logowania.", "second_factor")
        return found

    def enforce_csrf(self, request: Any) -> None:
        """Raises `SessionForgery` without the token."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refused:
            raise SessionForgery from refused
