"""Checks of what surrounds the settings: applications, middleware, caches."""

from __future__ import annotations

import inspect
import sys
from contextlib import suppress
from importlib import import_module
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import DEFAULT_CACHE_ALIAS, InvalidCacheBackendError, cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured

from ferrojwt.django.conf import import_path
from ferrojwt.django.renderers import none_writes_json

from . import rules
from .names_and_values import project_settings, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage

BLACKLIST_APP = "ferrojwt.drf.token_blacklist"
_AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
_JWT = "ferrojwt.django.middleware.JWTMiddleware"
_REVOCATION = "ferrojwt.django.revocation"

# Those of the token views.
THROTTLE_SCOPES = ("token_obtain", "token_refresh", "token_verify", "token_blacklist")

# Packages that have both caches and tokens in a module for reasons of their own.
_NOT_THE_PROJECTS = {"django", "rest_framework", "ferrojwt"}


def check_blacklist(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find settings that promise that refresh tokens end, where nothing ends them."""
    if apps.is_installed(BLACKLIST_APP):
        return
    advice = f"Add {BLACKLIST_APP!r} to INSTALLED_APPS and run migrate."
    if value_of("BLACKLIST_AFTER_ROTATION"):
        yield rules.BLACKLIST_WITHOUT_APP.broken(
            "SIMPLE_JWT['BLACKLIST_AFTER_ROTATION'] has no effect without the blacklist app. Where "
            "tokens rotate, TokenRefreshView raises ImproperlyConfigured: replaced ones would stay "
            "valid.",
            advice,
        )
    elif value_of("ROTATE_REFRESH_TOKENS"):
        yield rules.ROTATION_WITHOUT_APP.broken(
            "SIMPLE_JWT['ROTATE_REFRESH_TOKENS'] replaces refresh tokens, but the replaced ones "
            "stay valid until they expire: nothing blacklists them.",
            f"{advice} Then set BLACKLIST_AFTER_ROTATION to True.",
        )


def check_token_types(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find the setting that makes every token pass for every other."""
    if project_settings().get("TOKEN_TYPE_CLAIM", "") is None:
        yield rules.UNTYPED.broken(
            "SIMPLE_JWT['TOKEN_TYPE_CLAIM'] is None: a refresh token authenticates requests "
            "for as long as it lives, or until it is blacklisted.",
            "Remove the entry, or name the claim that tells the types of tokens apart.",
        )


def check_user_id(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find a ``USER_ID_FIELD`` that does not tell one user from another."""
    name = value_of("USER_ID_FIELD")
    try:
        options = get_user_model()._meta
    except ImproperlyConfigured:
        # A service that trusts its tokens needs no users; a wrong AUTH_USER_MODEL is Django's.
        return
    if "USER_ID_FIELD" not in project_settings() or name in (None, "pk"):
        return
    try:
        field = options.get_field(name)
    except FieldDoesNotExist:
        yield rules.NO_USER_FIELD.broken(
            f"SIMPLE_JWT['USER_ID_FIELD'] is {name!r}, which {options.label} does not have.",
            f"Name a field that is unique, for example {options.pk.name!r}.",
        )
        return
    constraints = options.total_unique_constraints
    is_unique = getattr(field, "unique", False) or any(
        tuple(constraint.fields) == (name,) for constraint in constraints
    )
    if not is_unique:
        yield rules.SHARED_IDENTITY.broken(
            f"SIMPLE_JWT['USER_ID_FIELD'] is {name!r}, which several users may have in common: the "
            "token of one names the others too, and is refused as soon as there are several.",
            f"Make the field unique, or name another, for example {options.pk.name!r}.",
        )


def check_proxies(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find rate limits that a client escapes by another ``X-Forwarded-For``."""
    rest_framework = getattr(settings, "REST_FRAMEWORK", None)
    if not isinstance(rest_framework, dict) or rest_framework.get("NUM_PROXIES") is not None:
        return
    rates = rest_framework.get("DEFAULT_THROTTLE_RATES") or {}
    limited = [scope for scope in THROTTLE_SCOPES if rates.get(scope)]
    if limited:
        yield rules.UNKNOWN_PROXIES.broken(
            f"DEFAULT_THROTTLE_RATES limits {', '.join(limited)}, and NUM_PROXIES is not set: a "
            "client is taken for another with each X-Forwarded-For that it makes up.",
            "Set REST_FRAMEWORK['NUM_PROXIES'] to the number of proxies in front, 0 for none.",
        )


def check_renderers(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find renderers that answer everybody with a page; DRF itself says which path is wrong."""
    rest_framework = getattr(settings, "REST_FRAMEWORK", None)
    if not isinstance(rest_framework, dict):
        return
    configured = rest_framework.get("DEFAULT_RENDERER_CLASSES")
    if not isinstance(configured, (list, tuple)):
        return
    try:
        renderers = [import_path(each) if isinstance(each, str) else each for each in configured]
    except Exception:  # noqa: BLE001 - the module may raise anything
        return
    if none_writes_json(renderers):
        yield rules.NO_JSON.broken(
            "REST_FRAMEWORK['DEFAULT_RENDERER_CLASSES'] has no renderer that writes JSON. The "
            "token views answer JSON all the same, other views do not.",
            "Put 'rest_framework.renderers.JSONRenderer' first.",
        )


def check_middleware(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find the middleware whose user is replaced by that of the session."""
    order = list(settings.MIDDLEWARE)
    if _JWT in order and _AUTHENTICATION in order[order.index(_JWT) :]:
        yield rules.MIDDLEWARE_ORDER.broken(
            "JWTMiddleware stands before AuthenticationMiddleware, which replaces the user that "
            "the token names.",
            f"Move {_JWT!r} below {_AUTHENTICATION!r} in MIDDLEWARE.",
        )


def check_cache(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find revocation lists in a cache that other processes do not see, or that drops entries.

    A module of the project that handles tokens and keeps something in Django's cache is taken for
    one that keeps revoked tokens there; one that imports our ``revocation`` does so.
    """
    forgetful = {alias: how for alias in settings.CACHES if (how := _how_it_forgets(alias))}
    if not forgetful:
        return
    all_forget = len(forgetful) == len(settings.CACHES)
    _import_the_project()
    for name, module in sorted(sys.modules.copy().items()):
        if name.partition(".")[0] in _NOT_THE_PROJECTS:
            continue
        values = list(getattr(module, "__dict__", {}).values())
        has_cache = any(value is cache for value in values) and DEFAULT_CACHE_ALIAS in forgetful
        has_caches = any(value is caches for value in values) and all_forget
        uses_cache = (has_cache or has_caches) and any(map(_is_ours, values))
        if uses_cache or (
            any(map(_is_revocation, values))
            and (all_forget if _names_a_cache(module) else DEFAULT_CACHE_ALIAS in forgetful)
        ):
            how = forgetful.get(DEFAULT_CACHE_ALIAS) or next(iter(forgetful.values()))
            yield rules.FORGETFUL_CACHE.broken(
                f"{name} handles tokens and uses Django's cache, {how}",
                "Give revocations a cache of their own in CACHES: Redis that evicts nothing, or "
                "the database with a large MAX_ENTRIES in OPTIONS; or install "
                f"{BLACKLIST_APP!r}, which keeps revoked tokens in the database.",
            )


def _how_it_forgets(alias: str) -> str | None:
    """Return how a cache loses what it is given; None where it does not, or is not known."""
    try:
        backend = caches[alias]
    except (InvalidCacheBackendError, ImportError):
        return None
    if isinstance(backend, (LocMemCache, DummyCache)):
        return (
            "which each process has for itself: a token that one process has revoked is accepted "
            "by the others, and by all after a restart."
        )
    is_small = "MAX_ENTRIES" not in settings.CACHES[alias].get("OPTIONS", {})
    if isinstance(backend, (DatabaseCache, FileBasedCache)) and is_small:
        return (
            "which drops entries as soon as there are more than 300 entries in it: a token whose "
            "revocation is dropped is accepted again."
        )
    return None


def _names_a_cache(module: ModuleType) -> bool:
    """Tell whether a module says anywhere which cache is meant."""
    try:
        return "using=" in inspect.getsource(module)
    except (OSError, TypeError):
        return False


def _import_the_project() -> None:
    """Import what a request would import; Django's own checks say what fails in it."""
    with suppress(Exception, SystemExit):
        import_module(settings.ROOT_URLCONF)
    for path in settings.MIDDLEWARE:
        with suppress(Exception, SystemExit):
            import_module(path.rpartition(".")[0])


def _is_ours(value: Any) -> bool:
    return _module_of(value).partition(".")[0] == "ferrojwt"


def _is_revocation(value: Any) -> bool:
    return _module_of(value) == _REVOCATION


def _module_of(value: Any) -> str:
    """Return the name of a module, or of the one that a class or function is defined in."""
    if isinstance(value, ModuleType):
        return value.__name__
    if isinstance(value, (type, FunctionType, BuiltinFunctionType)):
        return value.__module__ or ""
    # An object may be lazy, and ask the database when it is looked at.
    return ""
