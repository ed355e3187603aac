"""The walkthrough app: the front page."""

from django.apps import AppConfig


class WalkthroughConfig(AppConfig):
    """Configuration of the walkthrough app."""

    name = "walkthrough"
