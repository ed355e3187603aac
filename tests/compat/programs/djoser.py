"""djoser's JWT endpoints, and the strategy of its social log-in."""

import ferrojwt.compat

ferrojwt.compat.install()

from tests.compat.project import PASSWORD, create_user, get, post, protected_view, start

start(
    "djoser",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework_simplejwt.authentication.JWTAuthentication"
        ]
    },
    SIMPLE_JWT={"AUTH_HEADER_TYPES": ("Bearer",)},
)

from django.urls import include, path
from djoser.social.token.jwt import TokenStrategy

urlpatterns = [
    path("auth/", include("djoser.urls")),
    path("auth/", include("djoser.urls.jwt")),
    path("whoami/", protected_view()),
]

registered, _ = post("/auth/users/", username="bob", password=PASSWORD, email="bob@example.com")
user = create_user()
status, pair = post("/auth/jwt/create/", username="alice", password=PASSWORD)
refreshed, renewed = post("/auth/jwt/refresh/", refresh=pair["refresh"])
social = TokenStrategy.obtain(user)
OUTCOME = {
    "register": registered,
    "log in": status,
    "me": get("/auth/users/me/", pair["access"])[1]["username"],
    "protected": get("/whoami/", pair["access"]),
    "refresh": refreshed,
    "protected after refresh": get("/whoami/", renewed["access"]),
    "social": get("/whoami/", social["access"]),
    "verify": post("/auth/jwt/verify/", token=pair["access"])[0],
    "bad token": get("/whoami/", pair["access"] + "x")[0],
    "verify of a bad token": post("/auth/jwt/verify/", token="a.b.c")[0],
    "wrong password": post("/auth/jwt/create/", username="alice", password="wrong")[0],
}
