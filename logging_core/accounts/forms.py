"""Forms of accounts: login, and the admin pages."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from logging_core.accounts.models import User
from logging_core.shared.permissions import ROLES

ROLE_LABELS = {
    "admin": "Admin: everything",
    "cruise_manager": "Cruise manager: cruises, lowerings, ordinary users",
    "template_manager": "Template manager: event templates",
    "logger_manager": "Logger manager: cruise definitions, sensor loggers, feeds",
    "seismic_operator": "Seismic operator: complete the archive, sources, requests",
    "event_manager": "Event manager: review and correct events",
    "event_logger": "Event logger: log events",
    "event_watcher": "Event watcher: read events",
    "sync_peer": "Sync peer: another instance that exchanges records with this one, not a person",
}


class LoginForm(forms.Form):
    """Username in lower case, as existing clients send it; the password may be empty."""

    username = forms.CharField(max_length=100)
    password = forms.CharField(max_length=200, required=False, strip=False)

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class AccountForm(forms.ModelForm):
    """An account in the admin pages; an empty password field leaves the password as it is."""

    roles = forms.MultipleChoiceField(
        choices=[(role, ROLE_LABELS[role]) for role in ROLES], widget=forms.CheckboxSelectMultiple
    )
    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Leave empty to keep the present one.",
    )

    class Meta:
        model = User
        fields = ["username", "fullname", "email", "roles", "system_user", "disabled", "passwordless"]

    def clean_roles(self) -> list[str]:
        """In the order they had: tokens of existing clients carry it. Roles unknown here stay too."""
        chosen = self.cleaned_data["roles"]
        kept = [role for role in self.instance.roles if role in chosen or role not in ROLES]
        return kept + [role for role in chosen if role not in kept]

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if username == self.initial.get("username"):
            return username
        if username != username.lower() or " " in username:
            raise forms.ValidationError("Lower-case letters without spaces: people log in on tablets.")
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("passwordless") and "admin" in cleaned.get("roles", []):
            self.add_error("passwordless", "An admin always needs a password.")
        if cleaned.get("new_password"):
            try:
                validate_password(cleaned["new_password"], self.instance)
            except forms.ValidationError as problem:
                self.add_error("new_password", problem)
        return cleaned
