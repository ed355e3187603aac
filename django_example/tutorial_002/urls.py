"""The URLs of the app, in a namespace."""

from django.urls import path
from ferrojwt.drf.views import TokenBlacklistView, TokenObtainPairView, TokenRefreshView

from tutorial_002 import views

app_name = "accounts"

urlpatterns = [
    path("register/", views.register, name="register"),
    path("token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("token/blacklist/", TokenBlacklistView.as_view(), name="token_blacklist"),
    path("me/", views.me, name="me"),
]
