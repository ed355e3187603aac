"""The URLs of tutorial 004."""

from django.urls import path
from ferrojwt.drf.views import TokenObtainPairView, TokenRefreshView, TokenVerifyView

from tutorial_004.views import protected_view, public_view, stateless_view

urlpatterns = [
    path("api/token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("api/token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("api/token/verify/", TokenVerifyView.as_view(), name="token_verify"),
    # The guide posts to this one.
    path("api/token/verify", TokenVerifyView.as_view()),
    path("api/public/", public_view, name="public_view"),
    path("api/protected/", protected_view, name="protected_view"),
    path("api/stateless/", stateless_view, name="stateless_view"),
]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
