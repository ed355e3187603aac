"""Several keys, key ids, several algorithms, key pairs, and secrets of users."""

from __future__ import annotations

import base64
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured

import ferrojwt as jwt
from ferrojwt.legacy.utils import jwt_create_payload, jwt_decode_token, jwt_encode_payload
from tests.core import keys

ONE, TWO = "1" * 64, "2" * 64
RSA = {"JWT_PRIVATE_KEY": keys.PRIVATE["RS256"], "JWT_PUBLIC_KEY": keys.PUBLIC["RS256"]}


def issued(user):
    return jwt_encode_payload(jwt_create_payload(user))


def test_first_of_a_list_signs_and_all_verify(settings, user):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": [ONE, TWO]}
    token = issued(user)
    assert jwt.decode(token, ONE, algorithms=["HS256"])
    settings.JWT_AUTH = {"JWT_SECRET_KEY": [TWO, ONE]}
    assert jwt_decode_token(token)["username"] == "alice"
    settings.JWT_AUTH = {"JWT_SECRET_KEY": [TWO]}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt_decode_token(token)


def test_first_of_a_dict_signs_and_its_name_is_the_key_id(settings, user):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": {"one": ONE, "two": TWO}}
    token = issued(user)
    assert jwt.get_unverified_header(token)["kid"] == "one"
    assert jwt_decode_token(token)["username"] == "alice"


def test_key_id_is_the_only_key_that_is_tried(settings, signed):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": {"one": ONE, "two": TWO}}
    assert jwt_decode_token(signed(key=TWO))
    assert jwt_decode_token(signed(key=TWO, headers={"kid": "two"}))
    with pytest.raises(jwt.InvalidSignatureError):
        jwt_decode_token(signed(key=TWO, headers={"kid": "one"}))
    with pytest.raises(jwt.InvalidTokenError, match="names a key that there is not"):
        jwt_decode_token(signed(key=TWO, headers={"kid": "three"}))


def test_key_id_is_required_where_that_is_set(settings, signed):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": {"one": ONE}, "JWT_INSIST_ON_KID": True}
    assert jwt_decode_token(signed(key=ONE, headers={"kid": "one"}))
    with pytest.raises(jwt.InvalidTokenError, match="does not name its key"):
        jwt_decode_token(signed(key=ONE))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA", "PS384"])
def test_key_pairs_sign_and_verify(settings, user, algorithm):
    settings.JWT_AUTH = {
        "JWT_ALGORITHM": algorithm,
        "JWT_PRIVATE_KEY": {"a": keys.PRIVATE[algorithm]},
        "JWT_PUBLIC_KEY": {"a": keys.PUBLIC[algorithm]},
    }
    token = issued(user)
    assert jwt.get_unverified_header(token)["alg"] == algorithm
    assert jwt_decode_token(token.encode())["username"] == "alice"


def test_first_algorithm_signs_and_all_are_accepted(settings, user):
    settings.JWT_AUTH = {"JWT_ALGORITHM": ["RS256", "HS256"], **RSA}
    token = issued(user)
    assert jwt.get_unverified_header(token)["alg"] == "RS256"
    settings.JWT_AUTH = {"JWT_ALGORITHM": ("HS256", "RS256"), **RSA}
    assert jwt_decode_token(token)["username"] == "alice"
    settings.JWT_AUTH = {"JWT_ALGORITHM": "HS256", **RSA}
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt_decode_token(token)


@pytest.mark.parametrize("algorithms", [["HS256", "RS256"], ["RS256", "HS256"]])
def test_algorithm_without_a_key_refuses_the_token_that_chose_it(settings, signed, algorithms):
    settings.JWT_AUTH = {"JWT_ALGORITHM": algorithms}
    token = signed(key=keys.PRIVATE["RS256"], algorithm="RS256")
    with pytest.raises(jwt.InvalidAlgorithmError, match="No key is fit"):
        jwt_decode_token(token)


def test_key_of_another_kind_refuses_the_token_that_chose_it(settings, signed):
    settings.JWT_AUTH = {
        "JWT_ALGORITHM": ["RS256", "ES256"],
        "JWT_PUBLIC_KEY": {"rsa": keys.PUBLIC["RS256"], "ec": keys.PUBLIC["ES256"]},
    }
    for algorithm, kid in (("RS256", "ec"), ("ES256", "rsa")):
        key = keys.PRIVATE[algorithm]
        with pytest.raises(jwt.InvalidAlgorithmError):
            jwt_decode_token(signed(key=key, algorithm=algorithm, headers={"kid": kid}))
        assert jwt_decode_token(signed(key=key, algorithm=algorithm))


@pytest.mark.parametrize(
    "jwt_auth",
    [
        {"JWT_SECRET_KEY": ""},
        {"JWT_SECRET_KEY": []},
        {"JWT_SECRET_KEY": {}},
        {"JWT_SECRET_KEY": None},
        {"JWT_SECRET_KEY": keys.PUBLIC["RS256"]},
        {"JWT_ALGORITHM": "RS256"},
        {"JWT_ALGORITHM": "RS256", "JWT_PRIVATE_KEY": "x", "JWT_PUBLIC_KEY": "x"},
    ],
)
def test_missing_or_unfit_key_is_an_error_of_the_settings(settings, user, signed, jwt_auth):
    settings.JWT_AUTH = jwt_auth
    with pytest.raises(ImproperlyConfigured, match=r"JWT_AUTH\['JWT_SECRET_KEY'\]"):
        issued(user)
    algorithm = jwt_auth.get("JWT_ALGORITHM", "HS256")
    token = signed(key=ONE if algorithm == "HS256" else keys.PRIVATE["RS256"], algorithm=algorithm)
    with pytest.raises(ImproperlyConfigured, match="JWT_PUBLIC_KEY"):
        jwt_decode_token(token)


def test_former_secret_keys_verify_while_secret_key_signs(settings, user):
    token = issued(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = ONE
    assert jwt_decode_token(token)["username"] == "alice"
    settings.JWT_AUTH = {"JWT_SECRET_KEY": TWO}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt_decode_token(token)


@pytest.mark.parametrize("secret", [ONE, uuid.uuid5(uuid.NAMESPACE_DNS, "x"), [ONE, TWO]])
def test_secret_of_the_user_signs_and_verifies(settings, user, secret):
    settings.JWT_AUTH = {"JWT_GET_USER_SECRET_KEY": lambda owner: secret}
    assert jwt_decode_token(issued(user))["username"] == "alice"


def test_changing_the_secret_of_a_user_logs_out_that_user(settings, whoami, user, other_user):
    secrets = {user.pk: ONE, other_user.pk: TWO}
    settings.JWT_AUTH = {"JWT_GET_USER_SECRET_KEY": lambda owner: secrets[owner.pk]}
    mine, theirs = issued(user), issued(other_user)
    secrets[user.pk] = "3" * 64
    assert (whoami(mine).status_code, whoami(theirs).status_code) == (401, 200)


@pytest.fixture
def answers(client, user, signed, password):
    """Say what each view answers to a token: as a request's own, and in a body."""
    credentials = base64.b64encode(f"alice:{password}".encode()).decode()
    paths = ("/api-token-verify/", "/api-token-refresh/", "/blacklist/")

    def ask(**token):
        text = signed(**token)
        requested = client.get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {text}")
        posted = [
            client.post(path, {"token": text}, HTTP_AUTHORIZATION=f"Basic {credentials}")
            for path in paths
        ]
        return [(response.status_code, response.json()) for response in (requested, *posted)]

    return ask


@pytest.mark.parametrize("headers", [None, {"kid": "x"}, {"crit": ["x"]}])
@pytest.mark.parametrize("claims", [{}, {"exp": 1}, {"iat": "x"}])
@pytest.mark.parametrize("shared", ["", ["", "3" * 64], {"a": "3" * 64}, keys.PUBLIC["RS256"]])
def test_unknown_user_is_answered_as_a_wrong_signature_is(
    settings, answers, headers, claims, shared
):
    settings.JWT_AUTH = {
        "JWT_SECRET_KEY": shared,
        "JWT_GET_USER_SECRET_KEY": lambda owner: ONE,
        "JWT_INSIST_ON_KID": True,
    }
    forged = {"key": TWO, "headers": headers, **claims}
    assert answers(username="nobody", **forged) == answers(username="alice", **forged)


@pytest.mark.parametrize(
    "secret", [lambda owner: None, lambda owner: owner.profile.secret, lambda owner: {}[owner.pk]]
)
def test_user_without_a_secret_is_answered_as_a_wrong_signature_is(settings, answers, secret):
    settings.JWT_AUTH = {"JWT_GET_USER_SECRET_KEY": lambda owner: ONE}
    expected = answers(key=TWO)
    assert expected[0] == (401, {"detail": "Error decoding token."})
    settings.JWT_AUTH = {"JWT_GET_USER_SECRET_KEY": secret}
    assert answers(key=TWO) == expected


@pytest.mark.parametrize("shared", [ONE, [TWO, ONE], {"a": TWO, "b": ONE}])
def test_own_token_from_before_users_had_secrets_says_that_its_user_is_gone(
    settings, answers, shared
):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": shared, "JWT_GET_USER_SECRET_KEY": lambda owner: TWO}
    requested, *posted = answers(key=ONE, username="nobody")
    assert requested == (401, {"detail": "Invalid token."})
    assert posted == [(400, {"non_field_errors": ["User doesn't exist."]})] * 3


def test_shared_secret_does_not_verify_the_token_of_a_user_with_a_secret(settings, answers):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": ONE, "JWT_GET_USER_SECRET_KEY": lambda owner: TWO}
    assert answers(key=ONE)[0] == (401, {"detail": "Error decoding token."})


def test_verification_can_be_switched_off(settings, signed):
    settings.JWT_AUTH = {"JWT_VERIFY": False}
    assert jwt_decode_token(signed(key=ONE))["username"] == "alice"
