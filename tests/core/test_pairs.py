"""Token pairs: two tokens of one payload, neither of which passes for the other."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time

import ferrojwt as jwt
from tests.core.forge import KEY

NOW = 1_900_000_000
VECTORS = Path(__file__).parents[1] / "vectors"
LIFETIMES = {"access_lifetime": 300, "refresh_lifetime": timedelta(days=1)}


@pytest.fixture(autouse=True)
def _frozen_time():
    with freeze_time("2030-03-17T17:46:40Z"):
        yield


def pair(payload=None, **arguments):
    return jwt.encode_pair(payload or {"user_id": "7"}, KEY, **{**LIFETIMES, **arguments})


def claims(token):
    return jwt.decode(token, KEY, ["HS256"])


def test_each_token_has_its_own_type_and_lifetime():
    access, refresh = map(claims, pair())

    assert (access["token_type"], access["iat"], access["exp"]) == ("access", NOW, NOW + 300)
    assert (refresh["token_type"], refresh["iat"], refresh["exp"]) == (
        "refresh",
        NOW,
        NOW + 86_400,
    )


def test_claims_come_in_the_order_of_the_django_layer():
    assert list(claims(pair().access)) == ["token_type", "exp", "iat", "jti", "user_id"]


def test_every_token_has_a_random_uuid_of_its_own():
    ids = [claims(token)["jti"] for _ in range(20) for token in pair()]

    assert len(set(ids)) == 40
    assert all(re.fullmatch(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", jti) for jti in ids)


def test_the_repr_shows_no_token():
    assert repr(pair()) == "<TokenPair>"


def test_the_payload_is_left_alone():
    payload = {"user_id": "7"}
    pair(payload)

    assert payload == {"user_id": "7"}


def test_headers_go_into_both_tokens():
    tokens = pair(headers={"kid": "2030"})

    assert [jwt.get_unverified_header(token)["kid"] for token in tokens] == ["2030", "2030"]


@pytest.mark.parametrize("claim", ["token_type", "exp", "iat", "jti"])
def test_a_claim_that_each_token_gets_is_refused_in_the_payload(claim):
    with pytest.raises(ValueError, match=f'Leave "{claim}" out of the payload'):
        pair({claim: 1})


@pytest.mark.parametrize("lifetime", [0, -1, float("nan"), float("inf"), timedelta(0)])
def test_a_lifetime_must_be_positive(lifetime):
    with pytest.raises(ValueError, match="lifetime must be a positive number of seconds"):
        pair(access_lifetime=lifetime)


def test_what_json_has_no_word_for_is_refused_as_by_encode():
    with pytest.raises(TypeError, match="is not JSON serializable"):
        pair({"user": object()})


def test_an_access_token_is_decoded_as_one():
    assert jwt.decode_access(pair().access, KEY, ["HS256"])["user_id"] == "7"


def test_a_refresh_token_is_decoded_as_one():
    assert jwt.decode_refresh(pair().refresh, KEY, ["HS256"])["user_id"] == "7"


def test_a_refresh_token_is_no_access_token():
    with pytest.raises(jwt.InvalidTokenTypeError, match="Token has wrong type") as caught:
        jwt.decode_access(pair().refresh, KEY, ["HS256"])
    assert isinstance(caught.value, jwt.InvalidTokenError)


def test_an_access_token_is_no_refresh_token():
    with pytest.raises(jwt.InvalidTokenTypeError, match="Token has wrong type"):
        jwt.decode_refresh(pair().access, KEY, ["HS256"])


@pytest.mark.parametrize("token_type", [None, 1, ["access"]])
def test_a_token_without_a_type_is_neither(token_type):
    token = jwt.encode({"exp": NOW + 1, "jti": "1", "token_type": token_type}, KEY)

    with pytest.raises(jwt.InvalidTokenTypeError, match="Token has no type"):
        jwt.decode_access(token, KEY, ["HS256"])


@pytest.mark.parametrize("claim", ["exp", "jti"])
def test_a_token_must_have_expiry_and_id(claim):
    complete = {"exp": NOW + 1, "jti": "1", "token_type": "access"}
    del complete[claim]

    with pytest.raises(jwt.MissingRequiredClaimError, match=claim):
        jwt.decode_access(jwt.encode(complete, KEY), KEY, ["HS256"])


def test_an_expired_token_is_refused():
    token = pair().access

    with freeze_time("2030-03-17T17:51:40Z"), pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode_access(token, KEY, ["HS256"])


def test_issuer_and_audience_are_checked():
    token = pair({"iss": "us", "aud": "them"}).access

    assert jwt.decode_access(token, KEY, ["HS256"], issuer="us", audience="them")
    with pytest.raises(jwt.InvalidIssuerError):
        jwt.decode_access(token, KEY, ["HS256"], issuer="others", audience="them")
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode_access(token, KEY, ["HS256"], issuer="us")


def test_a_required_claim_of_the_caller_is_required_too():
    with pytest.raises(jwt.MissingRequiredClaimError, match="tenant"):
        jwt.decode_access(pair().access, KEY, ["HS256"], {"require": ["tenant"]})


def test_refreshing_renews_both_tokens():
    old = pair({"user_id": "7", "tenant": "a"})
    old_ids = {claims(token)["jti"] for token in old}
    with freeze_time("2030-03-17T18:00:00Z"):
        new = jwt.refresh_pair(old.refresh, KEY, ["HS256"], **LIFETIMES)
        access, refresh = map(claims, new)

    assert (access["user_id"], access["tenant"]) == ("7", "a")
    assert access["exp"] == NOW + 800 + 300
    assert refresh["exp"] == NOW + 800 + 86_400
    assert len(old_ids | {access["jti"], refresh["jti"]}) == 4


def test_refreshing_without_rotation_keeps_the_refresh_token():
    old = pair()
    new = jwt.refresh_pair(old.refresh.encode(), KEY, ["HS256"], rotate=False, **LIFETIMES)

    assert new.refresh == old.refresh
    assert jwt.decode_access(new.access, KEY, ["HS256"])


def test_an_access_token_does_not_refresh():
    with pytest.raises(jwt.InvalidTokenTypeError):
        jwt.refresh_pair(pair().access, KEY, ["HS256"], **LIFETIMES)


def test_a_token_of_another_key_does_not_refresh():
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.refresh_pair(pair().refresh, KEY[::-1], ["HS256"], **LIFETIMES)


@pytest.mark.parametrize(
    ("algorithm", "name"),
    [("RS256", "rsa-2048"), ("PS512", "rsa-2048"), ("ES256", "P-256"), ("EdDSA", "ed25519")],
)
def test_a_private_key_refreshes_what_it_signed(algorithm, name):
    key = (VECTORS / "keys" / f"{name}.pem").read_text()
    old = jwt.encode_pair({"user_id": "7"}, key, algorithm, **LIFETIMES)

    access = jwt.refresh_pair(old.refresh, key, [algorithm], **LIFETIMES).access

    public = (VECTORS / "keys" / f"{name}.pub.pem").read_text()
    assert jwt.decode_access(access, public, [algorithm])["user_id"] == "7"


@pytest.mark.parametrize("decode", [jwt.decode_access, jwt.decode_refresh])
@pytest.mark.parametrize("verify", [False, 0, None])
def test_the_verification_cannot_be_switched_off(decode, verify):
    with pytest.raises(ValueError, match="always verifies the signature"):
        decode(pair().access, KEY[::-1], ["HS256"], {"verify_signature": verify})


def test_a_dict_that_hides_a_claim_does_not_override_it():
    class Hiding(dict):
        def keys(self):
            return ["token_type", "exp"]

        def __iter__(self):
            return iter(self.keys())

        def __getitem__(self, name):
            return {"token_type": "refresh", "exp": NOW + 10**9}[name]

    token = jwt.encode_pair(Hiding(), KEY, **LIFETIMES).access

    assert (claims(token)["token_type"], claims(token)["exp"]) == ("access", NOW + 300)
