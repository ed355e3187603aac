"""The HS256 example of RFC 7515 and the detached one of RFC 7797."""

import base64

import pytest

import ferrojwt as jwt

# RFC 7515 appendix A.1.1
RFC_7515_A1_KEY = base64.urlsafe_b64decode(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow=="
)
RFC_7515_A1_TOKEN = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
    "cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
RFC_7515_A1_CLAIMS = {"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": True}


def test_the_token_of_rfc_7515_appendix_a_1_is_verified():
    options = {"verify_exp": False}

    complete = jwt.decode_complete(RFC_7515_A1_TOKEN, RFC_7515_A1_KEY, ["HS256"], options)

    assert complete["payload"] == RFC_7515_A1_CLAIMS
    assert complete["header"] == {"typ": "JWT", "alg": "HS256"}
    assert complete["signature"][:4] == bytes([116, 24, 223, 180])


def test_the_token_of_rfc_7515_appendix_a_1_has_expired():
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(RFC_7515_A1_TOKEN, RFC_7515_A1_KEY, ["HS256"], issuer="joe")


def test_the_token_of_rfc_7515_appendix_a_1_is_not_verified_with_another_key():
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(RFC_7515_A1_TOKEN, RFC_7515_A1_KEY[::-1], ["HS256"])
