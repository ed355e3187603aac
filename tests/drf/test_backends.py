"""The token backend: one algorithm, one key."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

import ferrojwt
from ferrojwt.drf.backends import ALLOWED_ALGORITHMS, TokenBackend
from ferrojwt.drf.exceptions import TokenBackendError, TokenBackendExpiredToken
from tests.core import forge
from tests.drf import keys


def backend(algorithm="HS256", key=forge.KEY, **options):
    return TokenBackend(algorithm, key, **options)


@pytest.mark.parametrize("algorithm", sorted(ALLOWED_ALGORITHMS))
def test_what_is_encoded_is_decoded(algorithm):
    claims = {"a": 1, "b": [None, "\u00e9"]}
    service = TokenBackend(algorithm, keys.private(algorithm), keys.public(algorithm))
    assert service.decode(service.encode(claims)) == claims


@pytest.mark.parametrize("algorithm", ["none", "RS255", "", None])
def test_unknown_algorithm_is_refused_at_construction(algorithm):
    with pytest.raises(TokenBackendError, match=f"Unrecognized algorithm type '{algorithm}'"):
        backend(algorithm)


def test_token_of_another_algorithm_is_refused():
    token = backend("HS512").encode({})
    with pytest.raises(TokenBackendError, match="Invalid algorithm specified"):
        backend("HS256").decode(token)


def test_expired_token_has_its_own_error():
    with pytest.raises(TokenBackendExpiredToken, match="Token is expired"):
        backend().decode(forge.token({"exp": 1}))


@pytest.mark.parametrize("token", ["", "a.b.c", "\u00e9", "\ud800.a.b", b"\xff", None])
def test_garbage_is_an_invalid_token(token):
    with pytest.raises(TokenBackendError, match="Token is invalid"):
        backend().decode(token)


def test_encoding_leaves_the_callers_claims_alone():
    claims = {"a": 1}
    backend(audience="shop", issuer="house").encode(claims)
    assert claims == {"a": 1}


def test_audience_and_issuer_are_appended():
    token = backend(audience="shop", issuer="house").encode({"a": 1})
    assert forge.payload_bytes(token) == b'{"a":1,"aud":"shop","iss":"house"}'


@pytest.mark.parametrize(
    ("leeway", "expected"),
    [
        (None, timedelta(0)),
        (5, timedelta(seconds=5)),
        (0.5, timedelta(seconds=0.5)),
        (timedelta(minutes=1), timedelta(minutes=1)),
    ],
)
def test_leeway_is_seconds_or_timedelta(leeway, expected):
    assert backend(leeway=leeway).get_leeway() == expected


@pytest.mark.parametrize("leeway", ["1", "", Decimal(0)])
def test_leeway_of_another_type_is_refused(leeway):
    with pytest.raises(TokenBackendError, match=f"Unrecognized type '{type(leeway)}', 'leeway'"):
        backend(leeway=leeway).get_leeway()


@pytest.mark.parametrize("key", ["", b"", None])
def test_empty_key_is_improperly_configured(key):
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY"):
        backend(key=key).encode({})


def test_claim_without_json_form_is_a_type_error():
    with pytest.raises(TypeError):
        backend().encode({"a": object()})


def test_unverified_decoding_skips_the_signature_and_the_claims():
    token = forge.token({"exp": 1}, key="another key")
    assert backend().decode(token, verify=False) == {"exp": 1}


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("algorithm", "HS512"), ("signing_key", "k" * 64), ("audience", "shop"), ("issuer", "house")],
)
def test_assigned_attribute_counts_from_the_next_call_on(attribute, value):
    service = backend()
    token = service.encode({"a": 1})
    assert service.decode(token)
    setattr(service, attribute, value)
    with pytest.raises(TokenBackendError):
        service.decode(token)


def test_issuer_that_a_subclass_computes_is_asked_at_each_call():
    class Tenants(TokenBackend):
        tenant = "one"
        issuer = property(lambda self: self.tenant, lambda self, issuer: None)

    service = Tenants("HS256", forge.KEY)
    token = service.encode({})
    assert service.decode(token) == {"iss": "one"}
    service.tenant = "two"
    with pytest.raises(TokenBackendError):
        service.decode(token)


def test_audience_that_comes_with_the_key_holds_for_that_token():
    class Tenants(TokenBackend):
        def get_verifying_key(self, token):
            self.audience = ferrojwt.get_unverified_header(token)["kid"]
            return super().get_verifying_key(token)

    def token(tenant, audience):
        return ferrojwt.encode({"aud": audience}, forge.KEY, headers={"kid": tenant})

    service = Tenants("HS256", forge.KEY)
    with pytest.raises(TokenBackendError):
        service.decode(token("one", "two"))
    assert service.decode(token("one", "one"))
    assert service.decode(token("two", "two"))
    with pytest.raises(TokenBackendError):
        service.decode(token("two", "one"))


def test_unverified_decoding_still_asks_for_the_audience():
    assert backend(audience="shop").decode(forge.token({"aud": "shop"}), verify=False)
    with pytest.raises(TokenBackendError):
        backend(audience="shop").decode(forge.token({"aud": "other"}), verify=False)


def test_core_is_called_through_the_modules_attributes():
    with mock.patch.object(ferrojwt, "encode", return_value="a.b.c") as encode:
        assert backend().encode({"a": 1}) == "a.b.c"
    encode.assert_called_once_with({"a": 1}, forge.KEY, algorithm="HS256", json_encoder=None)
    with mock.patch.object(ferrojwt, "decode", return_value={"a": 1}) as decode:
        assert backend(issuer="house").decode("a.b.c") == {"a": 1}
    decode.assert_called_once_with(
        "a.b.c",
        forge.KEY,
        algorithms=["HS256"],
        audience=None,
        issuer="house",
        leeway=timedelta(0),
        options={"verify_aud": False, "verify_signature": True},
    )
