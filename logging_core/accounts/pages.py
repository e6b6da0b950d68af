"""Login and logout."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from logging_core.accounts.backends import may_omit_password
from logging_core.accounts.forms import LoginForm
from logging_core.accounts.models import User

REFUSED = "unknown user or bad password"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login_page(request: HttpRequest) -> HttpResponse:
    """Password, one click for accounts without one, and back to the page first asked for."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(_destination(request))
        return _form(request)
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _form(request, "Enter a username.")
    user = authenticate(request, **form.cleaned_data)
    if user is None:
        return _form(request, getattr(request, "refusal", REFUSED))
    login(request, user)
    return redirect(_destination(request))


@require_POST
def logout_page(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGIN_URL)


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Too many wrong passwords for one user from one address."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "locked.html", {"minutes": minutes}, status=429)


def _form(request: HttpRequest, error: str = "") -> HttpResponse:
    context = {
        "form_error": error,
        "username": request.POST.get("username", ""),
        "next": request.POST.get("next", request.GET.get("next", "")),
        "one_click_accounts": _one_click_accounts(request),
        "title": settings.APP_TITLE,
        "welcome_text": settings.LOGIN_TEXT,
    }
    return render(request, "login.html", context, status=401 if error else 200)


def _one_click_accounts(request: HttpRequest) -> list[Any]:
    if not may_omit_password(request):
        return []
    return list(User.objects.filter(passwordless=True, disabled=False).values("username", "fullname"))


def _destination(request: HttpRequest) -> str:
    """The page first asked for, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL
