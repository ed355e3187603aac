"""Tutorial 003: its unit test, in the form that it has there, of Django's TestCase."""

from __future__ import annotations

import pytest
from django.test import TestCase
from rest_framework import status
from rest_framework.test import APIClient

from tutorial_003.models import User

PASSWORD = "testpass-of-2026"
DETAILS = {"username": "testuser", "email": "testuser@example.com", "password": PASSWORD}


class UserRegistrationTestCase(TestCase):
    def setUp(self):
        self.client = APIClient()

    def test_user_registration(self):
        response = self.client.post("/api/register/", DETAILS, format="json")
        assert response.status_code == status.HTTP_201_CREATED
        assert response.json() == {"message": "User registered successfully."}
        assert User.objects.get().check_password(PASSWORD)

    def test_registered_user_logs_in(self):
        self.client.post("/api/register/", DETAILS, format="json")
        response = self.client.post(
            "/api/login/", {"username": "testuser", "password": PASSWORD}, format="json"
        )
        assert response.status_code == status.HTTP_200_OK
        assert sorted(response.json()) == ["access", "refresh"]

    def test_expired_token_does_not_keep_anybody_from_registering(self):
        self.client.credentials(HTTP_AUTHORIZATION="Bearer a.b.c")
        response = self.client.post("/api/register/", DETAILS, format="json")
        assert response.status_code == status.HTTP_201_CREATED

    def test_user_name_is_unique(self):
        self.client.post("/api/register/", DETAILS, format="json")
        response = self.client.post("/api/register/", DETAILS, format="json")
        assert response.status_code == status.HTTP_400_BAD_REQUEST
        assert list(response.json()) == ["username"]


@pytest.mark.parametrize("password", ["password123", "12345678901", "testuser", ""])
def test_weak_password_is_refused(password):
    response = APIClient().post("/api/register/", {**DETAILS, "password": password}, format="json")
    assert response.status_code == status.HTTP_400_BAD_REQUEST
    assert list(response.json()) == ["password"]


@pytest.mark.parametrize("charset", ["punycode", "undefined", "zlib"])
def test_form_in_an_odd_charset_is_refused(charset):
    response = APIClient().post(
        "/api/register/",
        b"a=b&%zz",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )
    assert response.status_code == status.HTTP_400_BAD_REQUEST


def test_eleventh_registration_within_a_minute_is_429():
    client = APIClient()
    statuses = [client.post("/api/register/").status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_user_may_register_with_a_form():
    response = APIClient().post(
        "/api/register/",
        "username=testuser&email=&password=testpass-of-2026",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == status.HTTP_201_CREATED
