"""A client for tests that logs in with a token."""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.test import APIClient, APITestCase

from .settings import api_settings


class APIJWTClient(APIClient):
    """``login`` posts the credentials to ``/api-token-auth/`` and sends the token from then on."""

    def login(self, **credentials: Any) -> bool:
        """Tell whether the credentials are those of an active user."""
        response: Any = self.post("/api-token-auth/", credentials, format="json")
        if not status.is_success(response.status_code):
            return False
        header = f"{api_settings.JWT_AUTH_HEADER_PREFIX} {response.data['token']}"
        self.credentials(HTTP_AUTHORIZATION=header)
        return True


class APIJWTTestCase(APITestCase):
    """A test case whose client is an :class:`APIJWTClient`."""

    client_class = APIJWTClient
