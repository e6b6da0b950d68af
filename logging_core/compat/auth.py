"""The routes of logging in, registering and new passwords."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, user_logged_in
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.accounts import letters, resetting
from logging_core.accounts.actions import create_user
from logging_core.accounts.models import User
from logging_core.compat import answers, captcha, tokens
from logging_core.compat.endpoint import ANY_TOKEN, OPEN, Door, Endpoint
from logging_core.compat.errors import Refused
from logging_core.compat.fields import Address, Shape, Text
from logging_core.exchange.as_sealog import shapes
from logging_core.shared.announce import Actor

NAME, PASSWORD = Text(most=50, required=True), Text(least=0, most=50, required=True)
CAPTCHA = {"reCaptcha": Text(least=0)}
WITH_PASSWORD = Shape(fields={"username": NAME, "password": PASSWORD, **CAPTCHA})
WITH_TOKEN = Shape(fields={"loginToken": Text(least=20, most=20, required=True), **CAPTCHA})
REGISTER = Shape(fields={"username": NAME, "fullname": NAME, "email": NAME, "password": PASSWORD, **CAPTCHA})
FORGOT = Shape(fields={"email": NAME, "resetURL": Address(required=True), **CAPTCHA})
RESET = Shape(fields={"token": Text(required=True), "password": PASSWORD, **CAPTCHA})


class OneOf(Shape):
    """A login: by password or by login token, never both."""

    def check(self, value: Any, where: str = "") -> dict[str, Any]:
        shape = WITH_TOKEN if isinstance(value, dict) and "loginToken" in value else WITH_PASSWORD
        return shape.check(value, where)


class OpenToPeople(Endpoint):
    """A route without token. Where reCaptcha is in use it is the first thing that counts."""

    def initial(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        captcha.check(self.payload.get("reCaptcha", ""), request.META.get("REMOTE_ADDR", ""))


class Login(OpenToPeople):
    doors = {"POST": Door(OPEN, payload=OneOf())}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = authenticate(request, **self._credentials())
        if user is None:
            raise Refused(401, getattr(request, "refusal", self._unknown()))
        user_logged_in.send(type(user), request=request, user=user)  # ends the count of wrong passwords
        return answers.ok({"token": tokens.issue(user), "id": user.id})

    def _credentials(self) -> dict[str, str]:
        """Guesses of login tokens count together, whoever they try to be."""
        if "loginToken" in self.payload:
            return {"username": "login token", "login_token": self.payload["loginToken"]}
        return {"username": self.payload["username"], "password": self.payload["password"]}

    def _unknown(self) -> str:
        return "bad loginToken" if "loginToken" in self.payload else "unknown user or bad password"


class Register(OpenToPeople):
    doors = {"POST": Door(OPEN, payload=REGISTER)}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        sent = {name: self.payload[name] for name in ("username", "fullname", "email", "password")}
        for name in ("username", "email"):
            if User.objects.filter(**{name: sent[name]}).exists():
                raise Refused(401, f"{name} already exists", error="invalid registration")
        user = create_user(
            actor=Actor(sent["username"], via="api"),
            roles=settings.REGISTRATION_ROLES,
            disabled=settings.REGISTRATION == "approval",
            passwordless=sent["password"] == "",
            **sent,
        )
        letters.welcome(user)
        letters.notify_of_registration(user)
        return answers.created(user.id)


class ForgotPassword(OpenToPeople):
    """The answer is the same for an address that nobody has: it tells nobody who has an account."""

    doors = {"POST": Door(OPEN, payload=FORGOT)}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        address = self.payload["resetURL"]
        if not resetting.may_lead_to(address):
            raise Refused(400, "resetURL leads to a place that this server does not know")
        user = User.objects.filter(email=self.payload["email"], disabled=False).order_by("ordinal").first()
        if user is not None:
            letters.send_reset_link(user, resetting.make_link(user, address, resetting.AFTER_FORGETTING))
        return answers.ok({"statusCode": 200, "message": "password reset email sent"})


class ResetPassword(OpenToPeople):
    doors = {"PATCH": Door(OPEN, payload=RESET)}

    def patch(self, request: HttpRequest) -> HttpResponseBase:
        try:
            known = resetting.reset_password(self.payload["token"], self.payload["password"])
        except resetting.Expired:
            raise Refused(401, "password reset token has expired", error="invalid token") from None
        if not known:
            raise Refused(401, "password reset token is invalid", error="invalid token")
        return answers.nothing()


class Validate(Endpoint):
    doors = {"GET": Door(ANY_TOKEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok({"status": "valid"})


class Profile(Endpoint):
    doors = {"GET": Door(ANY_TOKEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok(shapes.user(self.person.record()))


class ProfileToken(Endpoint):
    doors = {"GET": Door(ANY_TOKEN)}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.ok({"token": tokens.issue(self.person)})
