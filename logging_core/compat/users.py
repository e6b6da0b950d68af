"""The routes of users."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Collate
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from logging_core.accounts import actions, letters, resetting, rules
from logging_core.accounts.models import User
from logging_core.compat import answers, tokens
from logging_core.compat.endpoint import ANY_TOKEN, Door, Endpoint
from logging_core.compat.errors import Refused, no_record
from logging_core.compat.fields import Address, Choice, Field, Flag, Id, Mail, Several, Shape, Text, Whole
from logging_core.exchange.as_sealog import shapes
from logging_core.shared.permissions import READ_USERS, WRITE_USERS

LIST = Shape(
    fields={
        "system_user": Flag(),
        "offset": Whole(),
        "limit": Whole(least=1),
        "sort": Choice(of=("username", "last_login")),
    }
)
NAMES: dict[str, Field] = {"username": Text(most=100, required=True), "fullname": Text(most=100, required=True)}
RIGHTS: dict[str, Field] = {
    "password": Text(least=0, most=50, required=True),
    "roles": Several(of=Text(most=40), least=1, required=True),
    "system_user": Flag(),
    "disabled": Flag(),
}
CREATE = Shape(
    label="userCreatePayload",
    fields={
        "id": Id(),
        **NAMES,
        "email": Mail(required=True),
        **RIGHTS,
        "resetURL": Address(required=True),
    },
)
UPDATE = Shape(label="userUpdatePayload", fields={**NAMES, "email": Text(least=0), **RIGHTS}, patch=True)


class Users(Endpoint):
    doors = {
        "GET": Door(READ_USERS, query=LIST),
        "POST": Door(WRITE_USERS, payload=CREATE, in_words=True),
    }

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = User.objects.all()
        if not self.is_admin:
            found = found.filter(system_user=False)
        elif "system_user" in self.asked:
            found = found.filter(system_user=self.asked["system_user"])
        by_name, by_login = Collate("username", "C"), F("last_login").asc(nulls_first=True)
        order: Any = by_login if self.asked.get("sort") == "last_login" else by_name
        begin, limit = self.asked.get("offset", 0), self.asked.get("limit")
        rows = found.order_by(order, "ordinal")[begin : None if limit is None else begin + limit]
        return answers.ok([shapes.user(user.record()) for user in rows])

    def post(self, request: HttpRequest) -> HttpResponseBase:
        sent = dict(self.payload)
        address = sent.pop("resetURL")
        if User.objects.filter(username=sent["username"]).exists():
            raise Refused(409, "Username already exists")
        if "id" in sent and User.objects.filter(id=sent["id"]).exists():
            raise Refused(400, "Record with the payload id already exists")
        user = actions.create_user(actor=self.actor, by=self.person, **sent, passwordless=sent["password"] == "")
        self._invite(user, address)
        return answers.created(user.id)

    def _invite(self, user: User, address: str) -> None:
        """Mail a link for the first password, if it may lead there."""
        if resetting.may_lead_to(address):
            letters.send_first_link(user, resetting.make_link(user, address, resetting.FOR_A_NEW_ACCOUNT))


class OneUser(Endpoint):
    doors = {
        "GET": Door(READ_USERS),
        "PATCH": Door(ANY_TOKEN, payload=UPDATE, in_words=True, not_allowed=400),
        "DELETE": Door(WRITE_USERS),
    }

    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        user = _known(id, no_record(id))
        if not rules.visible_to(self.person).filter(pk=user.pk).exists():
            raise Refused(400, "The requesting user is unauthorized to make that request")
        return answers.ok(shapes.user(user.record()))

    def patch(self, request: HttpRequest, id: str) -> HttpResponseBase:
        user = _known(id, no_record(id, 400))
        changed = dict(self.payload)
        if changed.pop("email", user.email) != user.email:
            raise Refused(400, '"email" is not allowed')
        if changed.get("password") == "":
            del changed["password"]  # no client means it: it would lock the account or open it to everybody
        elif "password" in changed:
            changed["passwordless"] = False
        name = changed.get("username", user.username)
        if User.objects.filter(username=name).exclude(pk=user.pk).exists():
            raise Refused(400, "Username already exists")
        actions.update_user(actor=self.actor, by=self.person, user=user, changed=changed)
        return answers.nothing()

    def delete(self, request: HttpRequest, id: str) -> HttpResponseBase:
        user = _known(id, Refused(404, f"No record found for user id: {id}"))
        actions.delete_user(actor=self.actor, by=self.person, user=user)
        return answers.nothing()


class Credentials(Endpoint):
    """What only the owner of an account and admins may have."""

    doors = {"GET": Door(ANY_TOKEN)}

    def owner(self, id: str) -> User:
        user = _known(id, Refused(404, f"No user found for id: {id}"))
        if not self.is_admin and user.pk != self.person.pk:
            raise Refused(401, "Only admins and the owner of this user can access this user's token.")
        return user


class UserToken(Credentials):
    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return answers.ok({"token": tokens.issue(self.owner(id))})


class UserLoginToken(Credentials):
    def get(self, request: HttpRequest, id: str) -> HttpResponseBase:
        return answers.ok({"loginToken": self.owner(id).login_token})


def _known(id: str, unknown: Refused) -> User:
    user = User.objects.filter(id=id).first()
    if user is None:
        raise unknown
    return user
