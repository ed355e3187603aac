"""social-auth-app-django: a log-in through an OpenID provider, and Apple's backend."""

import ferrojwt.compat

ferrojwt.compat.install()

from urllib.parse import parse_qs, urlsplit

import ferrojwt
from tests.compat.project import start
from tests.compat.provider import CLIENT, serving
from tests.core import keys

SECRET = "s" * 32


def project(issuer):
    start(
        "social_django",
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "social_django.middleware.SocialAuthExceptionMiddleware",
        ],
        AUTHENTICATION_BACKENDS=[
            "social_core.backends.open_id_connect.OpenIdConnectAuth",
            "social_core.backends.apple.AppleIdAuth",
            "django.contrib.auth.backends.ModelBackend",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGIN_REDIRECT_URL="/whoami/",
        LOGIN_ERROR_URL="/refused/",
        SOCIAL_AUTH_OIDC_OIDC_ENDPOINT=issuer,
        SOCIAL_AUTH_OIDC_KEY=CLIENT,
        SOCIAL_AUTH_OIDC_SECRET=SECRET,
        SOCIAL_AUTH_APPLE_ID_CLIENT="com.example.app",
        SOCIAL_AUTH_APPLE_ID_TEAM="TEAM",
        SOCIAL_AUTH_APPLE_ID_KEY="KEYID",
        SOCIAL_AUTH_APPLE_ID_SECRET=keys.text("P-256.pem"),
    )


def whoami(request):
    return HttpResponse(request.user.get_username())


def log_in(browser, **claims):
    """Go to the provider and come back with a code; return where that leads."""
    leaving = browser.post("/login/oidc/")
    asked = {
        name: value[0] for name, value in parse_qs(urlsplit(leaving["Location"]).query).items()
    }
    provider.claims = {"sub": "1", "preferred_username": "carol", "nonce": asked["nonce"], **claims}
    returning = browser.get("/complete/oidc/", {"code": "c", "state": asked["state"]})
    return returning["Location"]


with serving(ferrojwt.encode) as provider:
    project(provider.issuer)

    from django.http import HttpResponse
    from django.test import Client
    from django.urls import include, path
    from social_core.backends.apple import AppleIdAuth
    from social_django.utils import load_strategy

    urlpatterns = [
        path("", include("social_django.urls", namespace="social")),
        path("whoami/", whoami),
    ]
    browser, stranger, late = Client(), Client(), Client()
    apple = AppleIdAuth(load_strategy())
    secret = apple.generate_client_secret()
    OUTCOME = {
        "log in": log_in(browser),
        "protected": browser.get("/whoami/").content.decode(),
        "for another audience": log_in(stranger, aud="another").partition("?")[0],
        "expired": log_in(late, exp=1).partition("?")[0],
        "nobody else is logged in": late.get("/whoami/").content.decode(),
        "apple": ferrojwt.decode(
            secret,
            keys.text("P-256.pub.pem"),
            algorithms=["ES256"],
            audience="https://appleid.apple.com",
        )["iss"],
    }
