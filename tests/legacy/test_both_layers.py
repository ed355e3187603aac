"""A project may run both layers on one key: what the other one issues is no token here."""

from __future__ import annotations

import pytest

from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from ferrojwt.legacy.blacklist.models import BlacklistedToken

TYPES = (AccessToken, RefreshToken, SlidingToken)


@pytest.fixture
def issue(user):
    """Issue a token of the other layer with all that a token of this one has."""

    def make(token_class):
        token = token_class.for_user(user)
        token["username"] = user.username
        token["orig_iat"] = token["iat"]
        return str(token)

    return make


@pytest.mark.parametrize("token_class", TYPES)
def test_typed_token_does_not_authenticate(whoami, issue, token_class):
    response = whoami(issue(token_class))
    assert (response.status_code, response.json()) == (401, {"detail": "Invalid token."})


@pytest.mark.parametrize("token_class", TYPES)
@pytest.mark.parametrize("path", ["/api-token-verify/", "/api-token-refresh/"])
def test_typed_token_is_neither_verified_nor_refreshed(client, issue, path, token_class):
    response = client.post(path, {"token": issue(token_class)})
    assert (response.status_code, response.json()) == (
        400,
        {"non_field_errors": ["Invalid token."]},
    )


def test_typed_token_is_not_put_on_the_wrong_blacklist(blacklist, token, issue):
    assert blacklist(token, token=issue(RefreshToken)).status_code == 400
    assert not BlacklistedToken.objects.exists()


def test_claim_of_the_type_is_that_of_the_other_layers_setting(settings, whoami, issue, signed):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": "kind"}
    assert whoami(issue(RefreshToken)).status_code == 401
    assert whoami(signed(token_type="of the project's own")).status_code == 200


def test_no_claim_is_refused_where_the_other_layer_writes_no_types(settings, whoami, signed):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": None}
    assert whoami(signed(token_type="x")).status_code == 200


def test_refusal_is_logged_as_one_of_the_type(whoami, issue, caplog):
    whoami(issue(RefreshToken))
    assert "it is of another type" in caplog.text
