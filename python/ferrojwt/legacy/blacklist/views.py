"""The view that blacklists a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rest_framework.mixins import CreateModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED
from rest_framework.viewsets import GenericViewSet

from ferrojwt.drf.bodies import parsed_body, require_valid
from ferrojwt.legacy.authentication import JSONWebTokenAuthentication

from .models import BlacklistedToken
from .serializers import BlacklistTokenSerializer

if TYPE_CHECKING:
    from rest_framework.request import Request


class BlacklistView(CreateModelMixin, GenericViewSet[BlacklistedToken]):
    """Answers POST by blacklisting the ``token`` in the body, or else the request's own.

    It shows, changes and deletes nothing: a row has somebody's token in it, and deleting one would
    bring the token back to life.
    """

    queryset = BlacklistedToken.objects.all()
    serializer_class = BlacklistTokenSerializer
    permission_classes = (IsAuthenticated,)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Answer 201, whether or not the token was blacklisted before, or 400."""
        serializer = self.get_serializer(data=_with_token(parsed_body(request), request))
        require_valid(serializer)
        self.perform_create(serializer)
        return Response(serializer.data, status=HTTP_201_CREATED)


def _with_token(body: Any, request: Request) -> Any:
    if not isinstance(body, Mapping) or "token" in body:
        return body
    token = JSONWebTokenAuthentication.get_token_from_request(request)
    return body if token is None else {**body, "token": token}
