"""The URLs of the app."""

from django.urls import path

from tutorial_000.views import ClaimsViewSet, login, protected_endpoint, refresh_token

urlpatterns = [
    path("login/", login, name="login"),
    path("token-refresh/", refresh_token, name="token_refresh"),
    path("protected-endpoint/", protected_endpoint, name="protected_endpoint"),
    path("claims/", ClaimsViewSet.as_view({"get": "list"}), name="claims"),
]
