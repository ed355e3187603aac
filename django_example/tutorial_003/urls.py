"""The URLs of tutorial 003."""

from django.urls import path
from ferrojwt.drf.views import TokenRefreshView

from tutorial_003 import views

urlpatterns = [
    path("api/", views.api_root, name="api_root"),
    path("api/register/", views.UserRegistrationView.as_view(), name="register"),
    path("api/login/", views.UserLoginView.as_view(), name="login"),
    path("api/token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("api/logout/", views.LogoutView.as_view(), name="logout"),
    path("api/second-factor/", views.SecondFactorView.as_view(), name="second_factor"),
    path("api/protected/", views.protected_api_view, name="protected_api"),
    path("protected/", views.protected_view, name="protected"),
    path("account/", views.account_page, name="account"),
    path("unprotected/", views.unprotected_view, name="unprotected"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
