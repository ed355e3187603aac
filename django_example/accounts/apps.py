"""The accounts app: users who log in with their e-mail address."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configuration of the accounts app."""

    name = "accounts"
