"""OpenAPI by drf-spectacular: the bearer scheme, and the bodies of the token views.

Importing this module registers the extensions.  :mod:`ferrojwt.drf.integrations` imports it where
``drf_spectacular`` is in ``INSTALLED_APPS``, so a project has nothing to do.  The extensions match
subclasses too, at a priority below that of a project's own.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object, force_instance
from drf_spectacular.utils import inline_serializer
from rest_framework.serializers import CharField

from ferrojwt.django.conf import api_settings

if TYPE_CHECKING:
    from drf_spectacular.openapi import AutoSchema
    from drf_spectacular.utils import Direction
    from rest_framework.serializers import Field

    Fields = dict[str, Field[Any, Any, Any, Any]]

_BEHIND_THE_PROJECTS_OWN = -1


class JWTScheme(OpenApiAuthenticationExtension):
    """The token in the request's header, as ``jwtAuth``."""

    target_class = "ferrojwt.drf.authentication.JWTAuthentication"
    match_subclasses = True
    priority = _BEHIND_THE_PROJECTS_OWN
    name = "jwtAuth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:  # noqa: ARG002
        """Return the scheme; of several ``AUTH_HEADER_TYPES``, "Bearer" or the first."""
        configured = api_settings.AUTH_HEADER_TYPES
        types = [configured] if isinstance(configured, str) else list(configured)
        definition: dict[str, Any] = build_bearer_security_scheme_object(
            header_name=api_settings.AUTH_HEADER_NAME,
            token_prefix="Bearer" if "Bearer" in types else types[0],
            bearer_format="JWT",
        )
        return definition


class _TokenSerializerExtension(OpenApiSerializerExtension):
    """Describes a serializer by its own fields and those that its ``validate`` answers with."""

    match_subclasses = True
    priority = _BEHIND_THE_PROJECTS_OWN

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        """Return the schema of the body in this direction."""
        target = force_instance(self.target)
        # Bound to their serializer, they cannot be those of another.
        fields = {name: deepcopy(field) for name, field in target.fields.items()}
        self.complete(fields)
        described = inline_serializer(type(target).__name__, fields)
        schema: dict[str, Any] = auto_schema._map_serializer(described, direction)  # noqa: SLF001 - what drf-spectacular's own extensions call
        return schema

    def complete(self, fields: Fields) -> None:
        """Add to ``fields`` what the response has."""


class TokenObtainPairExtension(_TokenSerializerExtension):
    """Credentials for ``refresh`` and ``access``."""

    target_class = "ferrojwt.drf.serializers.TokenObtainPairSerializer"

    def complete(self, fields: Fields) -> None:
        """Add the pair."""
        fields["refresh"] = CharField(read_only=True)
        fields["access"] = CharField(read_only=True)


class TokenObtainSlidingExtension(_TokenSerializerExtension):
    """Credentials for ``token``."""

    target_class = "ferrojwt.drf.serializers.TokenObtainSlidingSerializer"
    optional = True

    def complete(self, fields: Fields) -> None:
        """Add the token."""
        fields["token"] = CharField(read_only=True)


class TokenRefreshExtension(_TokenSerializerExtension):
    """A refresh token for ``access``, and for ``refresh`` where tokens rotate."""

    target_class = "ferrojwt.drf.serializers.TokenRefreshSerializer"

    def complete(self, fields: Fields) -> None:
        """Leave ``refresh`` out of the response unless tokens rotate."""
        if not api_settings.ROTATE_REFRESH_TOKENS:
            fields["refresh"] = CharField(write_only=True)
