"""The front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request


class IndexView(APIView):
    """``GET``: what the project offers."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string"}}})
    def get(self, request: Request) -> Response:
        """List the endpoints."""
        return Response(
            {
                "register": "POST /api/register/",
                "obtain": "POST /api/token/",
                "refresh": "POST /api/token/refresh/",
                "verify": "POST /api/token/verify/",
                "schema": "GET /api/schema/",
                "public": "GET /api/public/",
                "protected": "GET /api/protected/",
            }
        )
