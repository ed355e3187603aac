"""The front page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.management.commands.create_demo_user import DEMO_EMAIL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

# Nothing but files of this site: no inline script or style, no form that leaves the page. What a
# stranger manages to put into the page cannot run and cannot send the tokens away.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)

ENDPOINTS = {
    "register": "POST /api/register/",
    "obtain": "POST /api/token/",
    "refresh": "POST /api/token/refresh/",
    "verify": "POST /api/token/verify/",
    "blacklist": "POST /api/token/blacklist/",
    "schema": "GET /api/schema/",
    "docs": "GET /api/docs/",
    "public": "GET /api/public/",
    "protected": "GET /api/protected/",
}


class IndexRenderer(TemplateHTMLRenderer):
    """The page for browsers; errors are left to the JSON renderer's words."""

    template_name = "walkthrough/index.html"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the page, or the error as JSON: it has no template."""
        response = (renderer_context or {})["response"]
        if response.exception:
            response["Content-Type"] = JSONRenderer.media_type
            return JSONRenderer().render(data)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return super().render({"demo_email": DEMO_EMAIL}, accepted_media_type, renderer_context)


class IndexView(APIView):
    """``GET``: a page that walks a newcomer through the API; for programs, what there is."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    # Programs accept anything, and get the first.
    renderer_classes = (JSONRenderer, IndexRenderer)

    @extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string"}}})
    def get(self, request: Request) -> Response:
        """List the endpoints."""
        return Response(ENDPOINTS)
