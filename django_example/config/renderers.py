"""How the project writes answers for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.renderers import BrowsableAPIRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping

MULTIPART = 'enctype="multipart/form-data"'
URLENCODED = 'enctype="application/x-www-form-urlencoded"'


class PageRenderer(BrowsableAPIRenderer):
    """The browsable API, with two differences from Django REST framework's own.

    Forms are not sent as multipart/form-data: nobody uploads files here, so strangers cannot
    either. And text that has no UTF-8 is no error 500: a refused form is shown again with what
    was sent, and JSON can name half a character.
    """

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the page, with "?" for what cannot be written."""
        page: str = super().render(data, accepted_media_type, renderer_context)
        return page.replace(MULTIPART, URLENCODED).encode(errors="replace")
