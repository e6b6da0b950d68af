"""The admin pages of accounts: found by name, mail or full name, filtered by role, with their history."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from logging_core.accounts import actions
from logging_core.accounts.forms import AccountForm
from logging_core.accounts.models import User
from logging_core.shared import audit
from logging_core.shared.announce import Actor
from logging_core.shared.permissions import ROLES


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role, role.replace("_", " ")) for role in ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(roles__contains=[self.value()]) if self.value() else queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = [
        "username",
        "fullname",
        "email",
        "role_names",
        "system_user",
        "disabled",
        "passwordless",
        "last_login",
    ]
    list_filter = ["system_user", "disabled", "passwordless", RoleFilter]
    search_fields = ["username", "fullname", "email"]
    readonly_fields = ["id", "last_login", "created_at"]
    ordering = ["-system_user", "username"]
    list_per_page = 50
    actions = ["revoke_credentials"]
    fieldsets = [
        (None, {"fields": ["username", "fullname", "email"]}),
        ("What the account may do", {"fields": ["roles", "system_user", "disabled"]}),
        ("Login", {"fields": ["new_password", "passwordless"]}),
        ("Record", {"fields": ["id", "created_at", "last_login"]}),
    ]
    object_history_template = "admin/account_history.html"

    @admin.display(description="roles")
    def role_names(self, user: User) -> str:
        return ", ".join(role.replace("_", " ") for role in user.roles)

    @admin.action(description="Void all API tokens and make new login tokens")
    def revoke_credentials(self, request: HttpRequest, queryset: QuerySet) -> None:
        by: Any = request.user
        for user in queryset:
            actions.revoke_credentials(actor=Actor(by.username, by.id, via="admin"), by=by, user=user)
        self.message_user(request, f"{len(queryset)} accounts have to log in anew through the API.")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Through the same actions as everywhere, so that the journal holds who changed what."""
        actor = Actor(request.user.get_username(), getattr(request.user, "id", ""), via="admin")
        by: Any = request.user
        fields = {name: form.cleaned_data[name] for name in AccountForm.Meta.fields}
        password = form.cleaned_data["new_password"] or None
        if change:
            actions.update_user(actor=actor, by=by, user=obj, changed=fields | {"password": password})
            obj.refresh_from_db()
        else:
            made = actions.create_user(actor=actor, by=by, password=password, id=obj.id, **fields)
            obj.pk, obj._state.adding = made.pk, False

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        by: Any = request.user
        actions.delete_user(actor=Actor(by.username, by.id, via="admin"), by=by, user=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for user in queryset:
            self.delete_model(request, user)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody deletes himself."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.pk != request.user.pk)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        user = self.get_object(request, object_id)
        if user is None or not self.has_view_permission(request, user):
            return super().history_view(request, object_id, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {user}",
            "opts": self.opts,
            "object": user,
            "entries": [_with_differences(entry) for entry in audit.history("user", user.id)],
        }
        return TemplateResponse(request, self.object_history_template, context)


def _with_differences(entry: dict[str, Any]) -> dict[str, Any]:
    before, after = entry["before"] or {}, entry["after"] or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name) and name != "last_login"]
    return {**entry, "differences": [(name, before.get(name, ""), after.get(name, "")) for name in names]}
