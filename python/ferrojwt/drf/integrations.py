"""Integrations with other applications, loaded where these are installed.

They stand above this layer and are named here as text: the library that an integration is for need
not be there, and this layer does not depend on it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps

INTEGRATIONS = {"drf_spectacular": "ferrojwt.contrib.spectacular"}


def load_integrations() -> None:
    """Import the integrations of the applications that the project has installed.

    drf-spectacular gives no notice when it is loaded.  So the token views call this when they are
    imported and the authentication class when it is first made: one of the two comes before a
    schema is, also in a project that lists none of our applications.
    """
    if apps.ready:
        _load()


@cache
def _load() -> None:
    for application, module in INTEGRATIONS.items():
        if apps.is_installed(application):
            import_module(module)
