"""Signing in, watched and mended: attempts, locked accounts, lost telephones."""

from __future__ import annotations

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from opsapp.kernel.access import enter
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, reads, say, writes
from opsapp.kernel.web.paging import cut
from opsapp.office.models import User
from opsapp.office.services import users
from opsapp.office.web.rights import may_see


@reads
def log(request: Request) -> HttpResponse:
    """Who signed in and out, and the attempts that failed; locked names with their way out."""
    may_see(request.user)
    failed = request.GET.get("co") == "nieudane"
    rows = (AccessFailureLog if failed else AccessLog).objects.all()
    locked = AccessAttempt.objects.filter(failures_since_start__gte=1)
    names = {attempt.username: attempt for attempt in locked.order_by("attempt_time")}
    people = User.objects.filter(username__in=names)
    return page(
        request, "office/signins.html",
        slice=cut(rows, request.GET, by=("-pk",)), failed=failed,
        locked=[(person, names[person.username]) for person in people],
        may_unlock=request.user.can(Cap.MANAGE_USERS),
    )  # fmt: skip


@writes("POST")
def unlock(request: Request, pk: int) -> HttpResponse:
    """Let a person try to sign in again at once."""
    person = enter(User.objects.filter(is_system=False), request.user, Cap.MANAGE_USERS, pk=pk)
    users.unlock(person, actor=request.user)
    say(request, f"{person} może znów próbować się zalogować.")
    return redirect("office:signins")


@writes("POST")
def reset(request: Request, pk: int) -> HttpResponse:
    """Take away the second factor of a person who lost the telephone."""
    person = enter(User.objects.filter(is_system=False), request.user, Cap.MANAGE_USERS, pk=pk)
    users.reset_second_factor(person, actor=request.user)
    say(request, f"Drugi składnik logowania wyłączony: {person}.")
    return redirect(reverse("admin:office_user_change", args=[person.pk]))
