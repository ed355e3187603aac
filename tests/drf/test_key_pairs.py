"""Services with key pairs, with a public key only, with a JWK Set, and with former secrets."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

import ferrojwt
from ferrojwt.drf.backends import ALLOWED_ALGORITHMS, TokenBackend
from ferrojwt.drf.exceptions import TokenBackendError, TokenError
from ferrojwt.drf.state import token_backend
from ferrojwt.drf.token_blacklist.models import BlacklistedToken, OutstandingToken
from ferrojwt.drf.tokens import AccessToken, RefreshToken
from tests.core import forge, jwks
from tests.drf import keys, minted
from tests.jwks.endpoint import Endpoint

OLD_KEY = "the-former-secret-key-of-the-drf-tests-0123456789-0123456789-0123456789"
PAIRED = sorted(algorithm for algorithm in ALLOWED_ALGORITHMS if not algorithm.startswith("HS"))

pytestmark = pytest.mark.django_db


def issuer(algorithm="ES256", **more):
    return {
        "ALGORITHM": algorithm,
        "SIGNING_KEY": keys.private(algorithm),
        "VERIFYING_KEY": keys.public(algorithm),
        **more,
    }


def reader(algorithm="ES256", **more):
    return {"ALGORITHM": algorithm, "VERIFYING_KEY": keys.public(algorithm), **more}


@pytest.fixture
def endpoint(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    with Endpoint() as endpoint:
        yield endpoint


# Key pairs


@pytest.mark.parametrize("algorithm", PAIRED)
def test_walk_from_login_to_a_protected_view(client, whoami, user, password, settings, algorithm):
    settings.SIMPLE_JWT = issuer(algorithm)
    pair = client.post("/token/", {"username": user.username, "password": password}).json()
    assert ferrojwt.get_unverified_header(pair["access"]) == {"alg": algorithm, "typ": "JWT"}
    access = client.post("/token/refresh/", {"refresh": pair["refresh"]}).json()["access"]
    assert whoami(access).status_code == 200


@pytest.mark.parametrize("algorithm", PAIRED)
def test_public_half_of_the_signing_key_verifies_without_a_verifying_key(settings, algorithm):
    settings.SIMPLE_JWT = {"ALGORITHM": algorithm, "SIGNING_KEY": keys.private(algorithm)}
    assert AccessToken(str(AccessToken()))


def test_verifying_key_wins_over_the_signing_key():
    backend = TokenBackend("ES256", keys.private("ES256"), keys.public("RS256"))
    with pytest.raises(ImproperlyConfigured, match="VERIFYING_KEY"):
        backend.decode(backend.encode({}))


def test_token_of_another_key_is_refused():
    token = TokenBackend("RS256", keys.private("RS256")).encode({})
    other = TokenBackend("PS256", keys.private("PS256"))
    with pytest.raises(TokenBackendError, match="Invalid algorithm specified"):
        other.decode(token)


@pytest.mark.parametrize("algorithm", ["HS256", "HS512"])
def test_public_key_is_no_secret_of_forged_tokens(whoami, user, settings, algorithm):
    settings.SIMPLE_JWT = reader("RS256")
    forged = forge.token(
        minted.claims(user_id=str(user.pk)), key=keys.public("RS256"), algorithm=algorithm
    )
    assert whoami(forged).status_code == 401


@pytest.mark.parametrize("use", [lambda: AccessToken("a.b.c"), lambda: AccessToken("")])
@pytest.mark.parametrize("key", ["", b"", None])
def test_missing_verifying_key_is_improperly_configured(settings, use, key):
    settings.SIMPLE_JWT = {"ALGORITHM": "RS256", "SIGNING_KEY": None, "VERIFYING_KEY": key}
    with pytest.raises(ImproperlyConfigured, match=r"Set SIMPLE_JWT\['VERIFYING_KEY'\]"):
        use()


@pytest.mark.parametrize("key", ["garbage", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END"])
def test_unfit_verifying_key_is_improperly_configured(settings, key):
    settings.SIMPLE_JWT = reader("RS256", VERIFYING_KEY=key)
    token = TokenBackend("RS256", keys.private("RS256")).encode({})
    with pytest.raises(ImproperlyConfigured, match="VERIFYING_KEY"):
        AccessToken(token)


def test_algorithm_with_key_pair_on_secret_key_is_improperly_configured(settings):
    settings.SIMPLE_JWT = {"ALGORITHM": "RS256"}
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY"):
        str(AccessToken())


def test_positional_arguments_are_those_of_the_contract():
    backend = TokenBackend(
        "ES256", keys.private("ES256"), keys.public("ES256"), "shop", "house", None, 5, None
    )
    token = backend.encode({"a": 1})
    assert backend.decode(token) == {"a": 1, "aud": "shop", "iss": "house"}
    assert backend.get_leeway().total_seconds() == 5


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256"])
def test_prepared_keys_sign_and_verify(algorithm):
    backend = TokenBackend(algorithm, keys.private(algorithm), keys.public(algorithm))
    prepared = TokenBackend(
        algorithm, backend.prepared_signing_key, backend.prepared_verifying_key or ""
    )
    assert backend.decode(prepared.encode({"a": 1})) == {"a": 1}
    assert prepared.decode(backend.encode({"a": 1})) == {"a": 1}


def test_prepared_key_is_none_without_a_key():
    backend = TokenBackend("RS256")
    assert (backend.prepared_signing_key, backend.prepared_verifying_key) == (None, None)


# A public key only


@pytest.fixture
def issued(user):
    """Tokens of a service that has the private key."""
    with override_settings(SIMPLE_JWT=issuer("RS256")):
        refresh = RefreshToken.for_user(user)
        return str(refresh), str(refresh.access_token)


def test_service_with_the_public_key_authenticates_and_verifies(client, whoami, issued, settings):
    settings.SIMPLE_JWT = reader("RS256")
    refresh, access = issued
    assert whoami(access).status_code == 200
    assert client.post("/token/verify/", {"token": refresh}).status_code == 200


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("store", [True, False])
def test_service_with_the_public_key_blacklists(client, issued, settings, listed, store):
    settings.SIMPLE_JWT = reader("RS256", STORE_TOKEN_TEXT=store)
    if not listed:
        OutstandingToken.objects.all().delete()
    refresh, _ = issued
    assert client.post("/token/blacklist/", {"refresh": refresh}).status_code == 200
    assert client.post("/token/verify/", {"token": refresh}).status_code == 400
    assert BlacklistedToken.objects.count() == 1


# A JWK Set


def signed(algorithm="ES256", kid="first", **changes):
    key = ferrojwt.PyJWK({**jwks.PRIVATE[algorithm], "alg": algorithm})
    headers = {"kid": kid} if kid else None
    return ferrojwt.encode(minted.claims(**changes), key, algorithm, headers=headers)


def test_token_is_verified_with_the_key_of_its_kid(whoami, user, settings, endpoint):
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "JWK_URL": endpoint.uri}
    assert whoami(signed(user_id=str(user.pk))).status_code == 200
    assert whoami(signed(user_id=str(user.pk))).status_code == 200
    assert endpoint.fetches == 1


@pytest.mark.parametrize("token", [lambda: signed(kid="other"), lambda: signed(kid=None)])
def test_token_whose_key_is_not_there_is_401(whoami, user, settings, endpoint, token):
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "JWK_URL": endpoint.uri}
    assert whoami(token()).status_code == 401


def test_endpoint_that_fails_is_401(whoami, settings, endpoint):
    endpoint.serve(b"", status=500)
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "JWK_URL": endpoint.uri}
    assert whoami(signed()).status_code == 401


@pytest.mark.parametrize("with_verifying_key", [True, False])
def test_issuer_accepts_its_own_tokens(whoami, user, settings, endpoint, with_verifying_key):
    settings.SIMPLE_JWT = issuer(JWK_URL=endpoint.uri)
    if not with_verifying_key:
        settings.SIMPLE_JWT["VERIFYING_KEY"] = ""
    assert whoami(AccessToken.for_user(user)).status_code == 200
    assert endpoint.fetches == 0
    assert whoami(signed(user_id=str(user.pk))).status_code == 200


def test_foreign_token_without_kid_is_refused_by_an_issuer(whoami, settings, endpoint):
    settings.SIMPLE_JWT = issuer(JWK_URL=endpoint.uri)
    assert whoami(signed(kid=None)).status_code == 401


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "", "e30.e30."])
def test_garbage_is_401_before_anything_is_fetched(whoami, settings, endpoint, token):
    settings.SIMPLE_JWT = issuer(JWK_URL=endpoint.uri)
    assert whoami(token or "x").status_code == 401
    assert endpoint.fetches == 0


def test_secrets_are_not_looked_up(whoami, user, settings, endpoint):
    settings.SIMPLE_JWT = {"JWK_URL": endpoint.uri}
    assert whoami(AccessToken.for_user(user)).status_code == 200
    assert endpoint.fetches == 0


def test_client_is_made_for_the_url_of_the_settings(settings):
    settings.SIMPLE_JWT = {"JWK_URL": "https://one.example.com/"}
    assert token_backend.jwks_client.uri == "https://one.example.com/"
    settings.SIMPLE_JWT = {"JWK_URL": None}
    assert token_backend.jwks_client is None


# Former secrets


@pytest.fixture
def old_token(user):
    with override_settings(SECRET_KEY=OLD_KEY):
        return str(AccessToken.for_user(user))


def test_token_of_a_former_secret_key_verifies(whoami, old_token, settings):
    settings.SECRET_KEY_FALLBACKS = ["x" * 64, OLD_KEY]
    assert whoami(old_token).status_code == 200


def test_token_of_a_former_secret_key_verifies_where_the_key_is_named(whoami, old_token, settings):
    settings.SECRET_KEY_FALLBACKS = [OLD_KEY]
    settings.SIMPLE_JWT = {"SIGNING_KEY": settings.SECRET_KEY}
    assert whoami(old_token).status_code == 200


def test_former_secret_keys_are_none_of_another_signing_key(whoami, old_token, settings):
    settings.SECRET_KEY_FALLBACKS = [OLD_KEY]
    settings.SIMPLE_JWT = {"SIGNING_KEY": "y" * 64}
    assert whoami(old_token).status_code == 401


def test_token_of_no_secret_key_is_401(whoami, old_token, settings):
    settings.SECRET_KEY_FALLBACKS = ["x" * 64]
    assert whoami(old_token).status_code == 401


def test_expired_token_of_a_former_secret_key_has_expired(settings):
    settings.SECRET_KEY_FALLBACKS = [OLD_KEY]
    with pytest.raises(TokenError, match="Token is expired"):
        AccessToken(forge.token(minted.claims(exp=1), key=OLD_KEY))


def test_new_tokens_are_signed_with_the_present_secret_key(settings):
    settings.SECRET_KEY_FALLBACKS = [OLD_KEY]
    token = str(AccessToken())
    settings.SECRET_KEY_FALLBACKS = []
    assert AccessToken(token)


@pytest.mark.parametrize("other", ["RS256", "EdDSA"])
def test_a_kid_of_a_key_of_another_kind_is_401(whoami, settings, endpoint, other):
    endpoint.serve({"keys": [{**jwks.PUBLIC[other], "kid": "other"}]})
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "JWK_URL": endpoint.uri}

    assert whoami(signed(kid="other")).status_code == 401


@pytest.mark.parametrize("document", [{}, {"keys": []}, {"keys": 1}, {"keys": [{"kty": "new"}]}])
def test_a_set_without_usable_keys_is_401(whoami, settings, endpoint, document):
    endpoint.serve(document)
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "JWK_URL": endpoint.uri}

    assert whoami(signed()).status_code == 401
