"""The admin page of the blacklist."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.utils import timezone

from ferrojwt.legacy.blacklist.admin import BlacklistedTokenAdmin
from ferrojwt.legacy.blacklist.models import BlacklistedToken


@pytest.fixture
def page(settings):
    settings.ROOT_URLCONF = "tests.drf.admin_urls"
    return BlacklistedTokenAdmin(BlacklistedToken, admin.AdminSite())


@pytest.fixture
def request_of(db):
    superuser = get_user_model().objects.create_superuser("admin")

    def make(method="get", **values):
        request = getattr(RequestFactory(), method)("/", values)
        request.user = superuser
        return request

    return make


@pytest.fixture
def row(user, token):
    return BlacklistedToken.objects.create(
        user=user,
        token=token,
        token_id=uuid.uuid4(),
        expires_at=timezone.now() + timedelta(days=1),
    )


def test_list_shows_no_token():
    page = admin.site.get_model_admin(BlacklistedToken)
    assert page.list_display == ("user", "token_id", "expires_at", "blacklisted_at")


def test_signature_of_a_token_is_not_shown(page, request_of, row, token):
    shown = page.changeform_view(request_of(), str(row.pk)).rendered_content
    header_and_payload, _, signature = token.rpartition(".")
    assert header_and_payload in shown
    assert signature not in shown


def test_signature_of_a_token_is_kept_in_its_row(page, request_of, row, token):
    page.get_object(request_of(), str(row.pk))
    row.refresh_from_db()
    assert row.token == token


def test_text_that_is_no_jwt_is_not_shown(page, request_of, row):
    BlacklistedToken.objects.update(token="opaque-secret")
    assert page.get_object(request_of(), str(row.pk)).token == ""


def test_row_without_text_is_shown(page, request_of, row):
    BlacklistedToken.objects.update(token=None)
    shown = page.changeform_view(request_of(), str(row.pk)).rendered_content
    assert str(row.token_id) in shown


def test_row_that_does_not_exist_is_not_found(page, request_of):
    assert page.get_object(request_of(), "1") is None


def test_rows_are_added_and_deleted_but_not_changed(page, request_of, row):
    """A row that was pointed at another token would free the first."""
    assert page.has_add_permission(request_of())
    assert page.has_delete_permission(request_of(), row)
    assert page.has_view_permission(request_of(), row)
    assert not page.has_change_permission(request_of(), row)


def test_signature_cannot_be_guessed_by_filters(page, request_of, row, token):
    with pytest.raises(DisallowedModelAdminLookup):
        page.get_changelist_instance(request_of(token__startswith=token[:-1]))


def test_rows_are_filtered_by_other_fields(page, request_of, row):
    asked = request_of(token_id=str(row.token_id))
    assert list(page.get_changelist_instance(asked).result_list) == [row]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("claims", [{"exp": 253402300799}, {"exp": 1 << 90}, {"exp": None}])
def test_row_that_is_kept_for_ever_is_shown_in_every_time_zone(
    settings, page, request_of, blacklist, signed, zone, claims
):
    settings.ROOT_URLCONF = "tests.legacy.urls"
    settings.JWT_AUTH = {"JWT_VERIFY_EXPIRATION": "exp" in claims and claims["exp"] is not None}
    assert blacklist(signed(**claims)).status_code == 201
    settings.ROOT_URLCONF = "tests.drf.admin_urls"
    settings.TIME_ZONE = zone
    made = BlacklistedToken.objects.get()
    assert page.changeform_view(request_of(), str(made.pk)).rendered_content
    assert "9999" in page.changelist_view(request_of()).rendered_content
