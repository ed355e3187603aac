"""The admin pages of the two lists."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from ferrojwt.drf.token_blacklist.admin import BlacklistedTokenAdmin, OutstandingTokenAdmin
from ferrojwt.drf.token_blacklist.models import BlacklistedToken, OutstandingToken
from ferrojwt.drf.tokens import RefreshToken
from tests.drf import minted

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser():
    # No token id happens to contain it.
    return get_user_model().objects.create_superuser("admin", id=987654321)


@pytest.fixture
def request_of(superuser):
    def make(method="get"):
        request = getattr(RequestFactory(), method)("/")
        request.user = superuser
        return request

    return make


@pytest.fixture
def outstanding():
    return OutstandingTokenAdmin(OutstandingToken, admin.AdminSite())


@pytest.fixture
def blacklisted():
    return BlacklistedTokenAdmin(BlacklistedToken, admin.AdminSite())


def test_pages_are_registered():
    assert isinstance(admin.site._registry[OutstandingToken], OutstandingTokenAdmin)
    assert isinstance(admin.site._registry[BlacklistedToken], BlacklistedTokenAdmin)


def test_outstanding_tokens_can_only_be_looked_at(outstanding, request_of):
    assert outstanding.has_view_permission(request_of())
    assert not outstanding.has_add_permission(request_of())
    assert not outstanding.has_delete_permission(request_of())
    assert not outstanding.has_change_permission(request_of("post"))
    assert outstanding.get_actions(request_of()) == {}


def test_every_field_of_an_outstanding_token_is_read_only(outstanding, request_of):
    fields = {field.name for field in OutstandingToken._meta.fields}
    assert set(outstanding.get_readonly_fields(request_of())) == fields


@pytest.fixture
def whole(superuser):
    """The row of a token that is kept with its signature, and the token."""
    token = str(RefreshToken.for_user(superuser))
    OutstandingToken.objects.update(token=token)
    return OutstandingToken.objects.get(), token


def test_signature_of_a_token_is_not_shown(outstanding, request_of, whole, settings):
    settings.ROOT_URLCONF = "tests.drf.admin_urls"
    row, token = whole
    page = outstanding.changeform_view(request_of(), str(row.pk)).rendered_content
    header_and_payload, _, signature = token.rpartition(".")
    assert header_and_payload in page
    assert signature not in page


def test_signature_of_a_token_is_kept_in_its_row(outstanding, request_of, whole):
    row, token = whole
    outstanding.get_object(request_of(), str(row.pk))
    row.refresh_from_db()
    assert row.token == token


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("page", ["outstanding", "blacklisted"])
def test_token_of_the_last_day_of_the_calendar_is_shown_in_every_time_zone(
    page, request, request_of, settings, zone
):
    settings.ROOT_URLCONF = "tests.drf.admin_urls"
    settings.TIME_ZONE = zone
    row, _ = RefreshToken(minted.refresh(exp=253402300799)).blacklist()
    model_admin = request.getfixturevalue(page)
    shown = row if page == "blacklisted" else row.token
    assert model_admin.changeform_view(request_of(), str(shown.pk)).rendered_content
    assert "9999" in model_admin.changelist_view(request_of()).rendered_content


def test_token_that_does_not_exist_is_not_found(outstanding, request_of):
    assert outstanding.get_object(request_of(), "1") is None


@pytest.mark.parametrize(
    ("page", "lookup"),
    [("outstanding", "token__startswith"), ("blacklisted", "token__token__startswith")],
)
def test_signature_cannot_be_guessed_by_filters(page, lookup, request, superuser, whole):
    asked = RequestFactory().get("/", {lookup: whole[1][:-1]})
    asked.user = superuser
    with pytest.raises(DisallowedModelAdminLookup):
        request.getfixturevalue(page).get_changelist_instance(asked)


def test_rows_are_filtered_by_other_fields(outstanding, superuser, whole):
    asked = RequestFactory().get("/", {"jti__startswith": whole[0].jti[:8]})
    asked.user = superuser
    assert list(outstanding.get_changelist_instance(asked).result_list) == [whole[0]]


def test_blacklisted_tokens_can_be_added_and_removed(blacklisted, request_of):
    assert blacklisted.has_add_permission(request_of())
    assert blacklisted.has_delete_permission(request_of())


def test_columns_of_a_blacklisted_token_are_those_of_its_token(blacklisted, superuser):
    token = RefreshToken.for_user(superuser)
    row, _ = token.blacklist()
    shown = [getattr(blacklisted, name)(row) for name in blacklisted.list_display[:4]]
    assert shown == [token["jti"], superuser, row.token.created_at, row.token.expires_at]


@pytest.mark.parametrize("page", ["outstanding", "blacklisted"])
def test_rows_of_a_list_bring_all_that_is_shown(
    page, request, request_of, superuser, django_assert_num_queries
):
    for _ in range(3):
        RefreshToken.for_user(superuser).blacklist()
    rows = list(request.getfixturevalue(page).get_changelist_instance(request_of()).result_list)
    assert len(rows) == 3
    with django_assert_num_queries(0):
        assert all("admin" in str(row) for row in rows)


@pytest.mark.parametrize("term", ["jti", "user id"])
@pytest.mark.parametrize("page", ["outstanding", "blacklisted"])
def test_lists_are_searched_by_token_id_and_user_id(page, request, superuser, term):
    token = RefreshToken.for_user(superuser)
    token.blacklist()
    RefreshToken().blacklist()
    asked = RequestFactory().get("/", {"q": token["jti"] if term == "jti" else superuser.pk})
    asked.user = superuser
    found = request.getfixturevalue(page).get_changelist_instance(asked).result_list
    assert len(found) == 1


@pytest.mark.parametrize("page", ["outstanding", "blacklisted"])
def test_page_passes_djangos_checks(page, request):
    assert request.getfixturevalue(page).check() == []


def test_app_has_the_label_that_the_tables_begin_with():
    assert apps.get_app_config("token_blacklist").name == "ferrojwt.drf.token_blacklist"
    assert OutstandingToken._meta.db_table == "token_blacklist_outstandingtoken"
    assert BlacklistedToken._meta.db_table == "token_blacklist_blacklistedtoken"
