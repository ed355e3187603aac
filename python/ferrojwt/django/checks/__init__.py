"""The system checks, and how a project comes by them.

``manage.py check`` runs them where one of our applications is in ``INSTALLED_APPS``, and where
``ferrojwt.compat.install()`` was called.  A project that only names our classes in its settings has
nothing imported when the checks are collected; there they run once, when the first of these classes
is used, and what they find is logged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.checks.registry import registry

from .keys import check_keys
from .names_and_values import check_lifetimes, check_names, check_paths, check_place, check_values
from .project import (
    check_blacklist,
    check_cache,
    check_middleware,
    check_proxies,
    check_renderers,
    check_token_types,
    check_user_id,
)
from .urls import check_blacklist_view

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from django.core.checks import CheckMessage

    Check = Callable[..., Iterator[CheckMessage]]

TAG = "ferrojwt"

logger = logging.getLogger("ferrojwt.checks")

_ALWAYS: tuple[Check, ...] = (
    check_place,
    check_names,
    check_values,
    check_paths,
    check_keys,
    check_blacklist,
    check_blacklist_view,
    check_token_types,
    check_user_id,
    check_middleware,
    check_renderers,
    check_cache,
)
# Those that ask neither for the applications nor for the project's own modules.
_OF_SETTINGS: tuple[Check, ...] = (
    check_place,
    check_names,
    check_values,
    check_keys,
    check_token_types,
    check_middleware,
)


def check_project(**kwargs: Any) -> list[CheckMessage]:
    """Return what is wrong with the project, in every environment."""
    return [message for check in _ALWAYS for message in check(**kwargs)]


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Return what of it can be told where the applications cannot be loaded."""
    return [message for check in _OF_SETTINGS for message in check(**kwargs)]


def check_deployment(**kwargs: Any) -> list[CheckMessage]:
    """Return what is wrong with it where it is deployed (``manage.py check --deploy``)."""
    return [*check_lifetimes(**kwargs), *check_proxies(**kwargs)]


def register() -> None:
    """Hand the checks to Django; a second time changes nothing."""
    checks.register(check_project, TAG)
    checks.register(check_deployment, TAG, deploy=True)


class Reporter:
    """Logs what ``check`` finds, once a process."""

    def __init__(self, check: Callable[..., list[CheckMessage]]) -> None:
        self.check = check
        self.has_run = False

    def __call__(self) -> None:
        """Do so unless it is done, or ``manage.py check`` does it."""
        if self.has_run:
            return
        self.has_run = True
        registered: Collection[object] = registry.registered_checks
        if self.check in registered:
            return
        for message in self.check():
            if not message.is_silenced():
                logger.log(message.level, "%s: %s %s", message.id, message.msg, message.hint)


report_without_app = Reporter(check_project)
