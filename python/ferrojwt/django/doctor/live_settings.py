"""The settings as Django has them, once the settings module is imported."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS
from django.core.exceptions import ImproperlyConfigured

from ferrojwt.django import checks
from ferrojwt.django.checks.names_and_values import project_settings, value_of

from . import rules
from .jwt_calls import key_of
from .rules import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage

    from .rules import Place
    from .settings_source import SettingsSource

_ALLOW_ANY = "rest_framework.permissions.AllowAny"
_IS_AUTHENTICATED = "rest_framework.permissions.IsAuthenticated"
_RENDERERS = "rest_framework.renderers."
_JSON_AND_HTML = (f"{_RENDERERS}JSONRenderer", f"{_RENDERERS}BrowsableAPIRenderer")
_HTML = {f"{_RENDERERS}{name}Renderer" for name in ("Admin", "BrowsableAPI", "TemplateHTML")}
_DRF_APP = re.compile(r"rest_framework(\.apps\.\w+)?")
_TOKEN_CLASS = re.compile(
    r"(rest_framework_simplejwt|rest_framework_jwt|ferrojwt)\.|.*\.(JWT|JSONWebToken)\w*Auth\w*"
)
_BLACKLISTS = {"ferrojwt.E005", "ferrojwt.W005"}
_PER_PROCESS = re.compile(r"django\.core\.cache\.backends\.(locmem|dummy)\.(\w+)")


def find_in_settings(source: SettingsSource) -> Iterator[Finding]:
    """Find what is wrong with the settings, in every environment."""
    yield from _keys_not_set(source)
    yield from _open_doors(source)
    yield from _renderers(source)


def find_for_deployment(source: SettingsSource) -> Iterator[Finding]:
    """Find what is wrong with them where the project is deployed."""
    yield from _plain_http(source)
    if not any(map(_is_token_class, _classes("DEFAULT_AUTHENTICATION_CLASSES"))):
        return
    secret = _setting("SECRET_KEY")
    if secret and project_settings().get("SIGNING_KEY", secret) == secret:
        yield rules.SHARED_KEY.broken(
            source.place_of("SIMPLE_JWT", "SIGNING_KEY"),
            "SECRET_KEY signs the tokens, and sessions, password resets and cookies with them: "
            "none of these keys can be replaced alone.",
            'SIMPLE_JWT = {"SIGNING_KEY": os.environ["JWT_SIGNING_KEY"], …}',
        )
    missing = [name for name in ("ISSUER", "AUDIENCE") if value_of(name) is None]
    if missing:
        yield rules.NO_PARTIES.broken(
            source.place_of("SIMPLE_JWT"),
            f"SIMPLE_JWT has no {' and no '.join(missing)}: a token that another service signs "
            "with this key is accepted (RFC 8725 sections 3.8 and 3.9).",
            'SIMPLE_JWT = {"ISSUER": "https://api.example.com", "AUDIENCE": "example-app", …}',
        )


def run_checks(source: SettingsSource, *, deploy: bool) -> list[Finding]:
    """Return the findings of our system checks; those of other applications are not run."""
    messages = checks.check_project() if apps.ready else checks.check_settings()
    if deploy:
        messages += checks.check_deployment()
    # Of simplejwt itself, in a project that has not changed over.
    if apps.ready and any(config.label == "token_blacklist" for config in apps.get_app_configs()):
        messages = [message for message in messages if message.id not in _BLACKLISTS]
    return [_finding(source, message) for message in messages]


def are_applications_loaded() -> bool:
    """Tell whether Django's start has got so far."""
    return apps.ready


def is_silenced(finding: Finding) -> bool:
    """Tell whether the project does not want to hear of it (``SILENCED_SYSTEM_CHECKS``)."""
    return finding.id in settings.SILENCED_SYSTEM_CHECKS


def names_no_user_model() -> bool:
    """Tell whether users are Django's own."""
    return str(settings.AUTH_USER_MODEL) == "auth.User"


def asks_for_tokens() -> bool:
    """Tell whether views are for users only, unless they say otherwise."""
    return _IS_AUTHENTICATED in _classes("DEFAULT_PERMISSION_CLASSES")


def forgetful_cache() -> str | None:
    """Return the class of the default cache if each process has it for itself."""
    backend = settings.CACHES.get(DEFAULT_CACHE_ALIAS, {}).get("BACKEND", "")
    match = _PER_PROCESS.fullmatch(str(backend))
    return match[2] if match else None


def _finding(source: SettingsSource, message: CheckMessage) -> Finding:
    return Finding(
        message.id or "",
        rules.ROWS_OF_CHECKS.get(message.id or "", ()),
        next((rule.title for rule in checks.rules.RULES if rule.id == message.id), ""),
        _place(source, message),
        str(message.msg),
        str(message.hint or ""),
    )


def _place(source: SettingsSource, message: CheckMessage) -> Place:
    module = source.sources.file(str(message.msg).partition(" ")[0])
    if module is not None:
        return rules.Place(module.path)
    member = re.search(r"SIMPLE_JWT\['(\w+)'\]", str(message.msg))
    if member:
        return source.place_of("SIMPLE_JWT", member[1])
    names = ("REST_FRAMEWORK", "MIDDLEWARE", "SECRET_KEY", "SIMPLE_JWT")
    return source.place_of(next((name for name in names if name in str(message.msg)), names[-1]))


def _rest_framework() -> dict[str, Any]:
    configured = getattr(settings, "REST_FRAMEWORK", None)
    return configured if isinstance(configured, dict) else {}


def _classes(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the dotted paths of a list of classes in ``REST_FRAMEWORK``."""
    configured = _rest_framework().get(name, default)
    if not isinstance(configured, (list, tuple)):
        return []
    return [
        each if isinstance(each, str) else f"{each.__module__}.{each.__qualname__}"
        for each in configured
        if isinstance(each, (str, type))
    ]


def _is_token_class(path: str) -> bool:
    return _TOKEN_CLASS.match(path) is not None


def _keys_not_set(source: SettingsSource) -> Iterator[Finding]:
    home = "django.conf.settings."
    for file in source.sources.files:
        for call in file.calls("jwt.encode", "jwt.decode"):
            key = key_of(call)
            path = file.path_of(key)
            name = path.removeprefix(home)
            if not path.startswith(home) or "." in name or _setting(name):
                continue
            yield rules.NO_KEY.broken(
                source.place_of(name) if source.has(name) else file.place(call),
                f"settings.{name} is not set, and is the key in {file.path.name}, line "
                f"{call.lineno}. A variable that stands in .env is not in the environment until "
                "something reads that file.",
                f'{name} = os.environ["{name}"]  # fails at the start where it is not set',
            )


def _setting(name: str) -> Any:
    try:
        return getattr(settings, name, None)
    except ImproperlyConfigured:
        return None


def _open_doors(source: SettingsSource) -> Iterator[Finding]:
    if not any(map(_is_token_class, _classes("DEFAULT_AUTHENTICATION_CLASSES"))):
        return
    if _ALLOW_ANY not in _classes("DEFAULT_PERMISSION_CLASSES", (_ALLOW_ANY,)):
        return
    yield rules.OPEN.broken(
        source.place_of("REST_FRAMEWORK", "DEFAULT_PERMISSION_CLASSES"),
        "Tokens are read, and not asked for: a view that names no permission_classes lets everyone "
        "in.",
        f'"DEFAULT_PERMISSION_CLASSES": ["{_IS_AUTHENTICATED}"], and [AllowAny] on public views',
    )
    types = value_of("AUTH_HEADER_TYPES") or ()
    types = (types,) if isinstance(types, str) else types
    if "bearer" not in {kind.lower() for kind in types}:
        yield rules.NO_BEARER.broken(
            source.place_of("SIMPLE_JWT", "AUTH_HEADER_TYPES"),
            "A client that sends `Authorization: Bearer …`, as most do, is taken for anonymous, "
            "and let in.",
            f'"AUTH_HEADER_TYPES": ("Bearer", {", ".join(map(json.dumps, types))})',
        )


def _renderers(source: SettingsSource) -> Iterator[Finding]:
    is_used = bool(_rest_framework()) or any(
        path.startswith("rest_framework.")
        for file in source.sources.files
        for path in file.imports.values()
    )
    renderers = _classes("DEFAULT_RENDERER_CLASSES", _JSON_AND_HTML)
    if renderers and {*renderers} <= _HTML:
        yield rules.HTML_ONLY.broken(
            source.place_of("REST_FRAMEWORK", "DEFAULT_RENDERER_CLASSES"),
            "No renderer makes JSON: a client that logs in is sent an HTML page.",
            f'"DEFAULT_RENDERER_CLASSES": ["{_JSON_AND_HTML[0]}", "{_JSON_AND_HTML[1]}"]',
        )
    has_app = any(_DRF_APP.fullmatch(str(entry)) for entry in settings.INSTALLED_APPS)
    if is_used and not has_app and _JSON_AND_HTML[1] in renderers:
        yield rules.NO_TEMPLATES.broken(
            source.place_of("INSTALLED_APPS"),
            "The browsable API has its templates in the application rest_framework, which is not "
            "installed: TemplateDoesNotExist in a browser.",
            '"rest_framework", in INSTALLED_APPS',
        )


def _plain_http(source: SettingsSource) -> Iterator[Finding]:
    middleware = " ".join(map(str, settings.MIDDLEWARE))
    wanted = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": True,
        "SESSION_COOKIE_SECURE": "SessionMiddleware" in middleware,
        "CSRF_COOKIE_SECURE": "CsrfViewMiddleware" in middleware,
    }
    missing = [name for name, is_wanted in wanted.items() if is_wanted and not _setting(name)]
    if missing:
        yield rules.NO_HTTPS.broken(
            source.place_of(missing[0]),
            f"Tokens and cookies may travel in the clear: {', '.join(missing)}.",
            "; ".join(
                f"{name} = {3600 if name == 'SECURE_HSTS_SECONDS' else True}" for name in missing
            ),
        )
