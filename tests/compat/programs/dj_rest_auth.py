"""dj-rest-auth with JWT, in the header and in cookies, and a log-out that blacklists."""

import ferrojwt.compat

ferrojwt.compat.install()

from tests.compat.project import PASSWORD, create_user, get, post, protected_view, start

start(
    "rest_framework_simplejwt.token_blacklist",
    "dj_rest_auth",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["dj_rest_auth.jwt_auth.JWTCookieAuthentication"]
    },
    REST_AUTH={
        "USE_JWT": True,
        "JWT_AUTH_HTTPONLY": False,
        "JWT_AUTH_COOKIE": "access",
        "JWT_AUTH_REFRESH_COOKIE": "refresh",
        "SESSION_LOGIN": False,
        "TOKEN_MODEL": None,
    },
)

from dj_rest_auth.jwt_auth import JWTCookieAuthentication
from django.test import Client
from django.urls import include, path

from ferrojwt.drf.authentication import JWTAuthentication

urlpatterns = [path("auth/", include("dj_rest_auth.urls")), path("whoami/", protected_view())]

create_user()
status, body = post("/auth/login/", username="alice", password=PASSWORD)
browser = Client()
browser.post("/auth/login/", {"username": "alice", "password": PASSWORD})
refreshed, renewed = post("/auth/token/refresh/", refresh=body["refresh"])
logged_out, _ = post("/auth/logout/", refresh=body["refresh"])
OUTCOME = {
    "log in": status,
    "user": get("/auth/user/", body["access"])[1]["username"],
    "protected": get("/whoami/", body["access"]),
    "protected with a cookie": browser.get("/whoami/").status_code,
    "refresh": refreshed,
    "protected after refresh": get("/whoami/", renewed["access"]),
    "verify": post("/auth/token/verify/", token=body["access"])[0],
    "log out": logged_out,
    "refresh after log-out": post("/auth/token/refresh/", refresh=body["refresh"]),
    "bad token": get("/whoami/", "a.b.c")[0],
    "without": get("/whoami/")[0],
    "its class is a subclass of ours": issubclass(JWTCookieAuthentication, JWTAuthentication),
}
