"""drf-spectacular describes a project that was written for simplejwt."""

import ferrojwt.compat

ferrojwt.compat.install()

from tests.compat.project import PASSWORD, create_user, get, post, protected_view, start

start(
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework_simplejwt.authentication.JWTAuthentication"
        ],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    },
    SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True},
)

from django.urls import path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework_simplejwt.views import (
    TokenObtainPairView,
    TokenRefreshView,
    TokenVerifyView,
)

urlpatterns = [
    path("token/", TokenObtainPairView.as_view()),
    path("refresh/", TokenRefreshView.as_view()),
    path("verify/", TokenVerifyView.as_view()),
    path("whoami/", protected_view()),
]


def members(operation):
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return sorted(schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"])


schema = SchemaGenerator().get_schema(request=None, public=True)
validate_schema(schema)
create_user()
_, pair = post("/token/", username="alice", password=PASSWORD)
rotated, renewed = post("/refresh/", refresh=pair["refresh"])
OUTCOME = {
    "complaints": [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache],
    "paths": sorted(schema["paths"]),
    "scheme": schema["components"]["securitySchemes"],
    "security of the token view": schema["paths"]["/token/"]["post"].get("security"),
    "security of the protected view": schema["paths"]["/whoami/"]["get"].get("security"),
    "obtain": members(schema["paths"]["/token/"]["post"]),
    "refresh": members(schema["paths"]["/refresh/"]["post"]),
    "protected": get("/whoami/", pair["access"]),
    "rotation": rotated,
    "protected after rotation": get("/whoami/", renewed["access"]),
    "spent": post("/refresh/", refresh=pair["refresh"]),
}
