"""django-allauth: headless with JWTs, ID tokens of a provider, and Apple's client secret."""

import ferrojwt.compat

ferrojwt.compat.install()

import sys

# allauth's own access to `cryptography` finds the parts that something has imported. PyJWT imports
# this one where it is loaded ahead of the first log-in; ferrojwt has no use for it.
import cryptography.hazmat.primitives.serialization  # noqa: F401

import ferrojwt
from tests.compat.project import PASSWORD, create_user, get, post, protected_view, start
from tests.compat.provider import CLIENT, serving
from tests.core import keys

ALGORITHM = sys.argv[3] if len(sys.argv) > 3 else "HS256"

OPENID = {"client_id": CLIENT, "name": "Ours", "provider_id": "ours", "secret": "s" * 32}
APPLE = {
    "client_id": "com.example.app",
    "secret": "KEYID",
    "key": "TEAM",
    "settings": {"certificate_key": keys.text("P-256.pem")},
}


def project(issuer):
    start(
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
        "allauth.socialaccount.providers.apple",
        "allauth.headless",
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        AUTHENTICATION_BACKENDS=[
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        ACCOUNT_EMAIL_VERIFICATION="none",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        HEADLESS_ONLY=True,
        HEADLESS_TOKEN_STRATEGY="allauth.headless.tokens.strategies.jwt.JWTTokenStrategy",
        HEADLESS_JWT_ALGORITHM=ALGORITHM,
        HEADLESS_JWT_PRIVATE_KEY="" if ALGORITHM == "HS256" else keys.text("rsa-2048.pem"),
        HEADLESS_FRONTEND_URLS={"account_signup": "https://app.example.com/signup"},
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [
                "allauth.headless.contrib.rest_framework.authentication.JWTTokenAuthentication"
            ]
        },
        SOCIALACCOUNT_PROVIDERS={
            "openid_connect": {"APPS": [{**OPENID, "settings": {"server_url": issuer}}]},
            "apple": {"APPS": [APPLE]},
        },
    )


def apple_client_secret():
    from allauth.socialaccount.providers.apple.client import AppleOAuth2Client
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    client = AppleOAuth2Client(request, APPLE["client_id"], APPLE["secret"], "POST", "", "")
    return client.generate_client_secret()


def social_login(id_token):
    return post(
        "/_allauth/app/v1/auth/provider/token",
        provider="ours",
        process="login",
        token={"client_id": CLIENT, "id_token": id_token},
    )


with serving(ferrojwt.encode) as provider:
    project(provider.issuer)

    from django.urls import include, path

    urlpatterns = [
        path("accounts/", include("allauth.urls")),
        path("_allauth/", include("allauth.headless.urls")),
        path("whoami/", protected_view()),
    ]
    create_user()
    status, body = post("/_allauth/app/v1/auth/login", username="alice", password=PASSWORD)
    tokens = body["meta"]
    refreshed, renewed = post(
        "/_allauth/app/v1/tokens/refresh", refresh_token=tokens["refresh_token"]
    )
    replayed, _ = post("/_allauth/app/v1/tokens/refresh", refresh_token=tokens["refresh_token"])
    provider.claims |= {"sub": "1", "email": "carol@example.com", "preferred_username": "carol"}
    social, social_body = social_login(provider.id_token())
    forged, _ = social_login(provider.id_token()[:-8] + "AAAAAAAA")
    secret = apple_client_secret()
    OUTCOME = {
        "log in": status,
        "algorithm": ferrojwt.get_unverified_header(tokens["access_token"])["alg"],
        "protected": get("/whoami/", tokens["access_token"]),
        "refresh": refreshed,
        "protected after refresh": get("/whoami/", renewed["data"]["access_token"]),
        "replayed": replayed,
        "bad token": get("/whoami/", tokens["access_token"] + "x")[0],
        "social": social,
        "social protected": get("/whoami/", social_body["meta"]["access_token"]),
        "forged": forged,
        "apple": ferrojwt.decode(
            secret,
            keys.text("P-256.pub.pem"),
            algorithms=["ES256"],
            audience="https://appleid.apple.com",
        )["iss"],
    }
